# The verbs of the workshop; `make` prints them. No verb is longer than three lines: what is longer is a script.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHON VENV

# The documents' texts lie outside the repository; without them their tests skip and say so.
ifneq ($(wildcard ../shared/sources),)
export PARKGRAPH_SOURCES ?= $(abspath ../shared/sources)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test quick coverage check install format lint types golden data validate docs serve bench bench-serve package release-check lock clean

help: ## print this list
	@sed -nE 's/^([a-z][a-z-]*):[^#]*## (.*)/  \1\t\2/p' Makefile | expand -t 18

demo: $(VENV)/.runtime ## install what is needed and ask: which parks came out of which policy?
	$(BIN)/parkgraph run parks-by-policy --quotes -f table

test: $(VENV)/.dev ## everything CI runs: fast tests, then slow and package tests
	scripts/test.sh

quick: $(VENV)/.dev ## the fast tests alone, without coverage
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not slow and not package and not network"

coverage: $(VENV)/.dev ## fast and slow tests again, and which lines they reach: 95 % at least
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not package and not network" --cov --cov-report=term

check: lint types docs data coverage test ## everything that must be clean before a change is handed in

install: $(VENV)/.dev ## make the environment for working on the code

format: $(VENV)/.dev ## rewrite Python files in the one style
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format .

lint: $(VENV)/.dev ## style and common mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## every type, strictly
	$(BIN)/mypy

golden: $(VENV)/.dev ## rewrite the expected answers; read the difference before you commit it
	$(BIN)/python scripts/write_golden.py

data: $(VENV)/.dev ## build the graph anew and compare it with the committed one, byte for byte
	$(BIN)/parkgraph build --check

validate: $(VENV)/.dev ## hold the graph against the shapes
	$(BIN)/parkgraph validate

docs: $(VENV)/.dev ## write the generated pages anew, then run every example of README and docs
	$(BIN)/python scripts/write_docs.py && $(BIN)/python scripts/write_reference.py
	$(BIN)/python scripts/walk_pages.py
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_reference.py

serve: $(VENV)/.runtime ## the query service and the explorer on this machine
	$(BIN)/parkgraph serve

bench: $(VENV)/.dev ## measure loading, queries and cold start beside rdflib, in one run
	$(BIN)/python benchmarks/run.py

bench-serve: $(VENV)/.dev ## measure the service beside other servers and under fire, the search, and drawing
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/hostile.py
	$(BIN)/python benchmarks/search.py && $(BIN)/python benchmarks/graph_draw.py

package: $(VENV)/.dev ## build wheel and sdist, install them away from the checkout, compare
	$(BIN)/python -m pytest -rs -m package

release-check: check validate ## all that a release needs: a clean tree, one version everywhere, wheel and sdist in dist/
	test -z "$$(git status --porcelain)"
	$(BIN)/python -m build --no-isolation --outdir dist

lock: ## resolve the development environment anew into requirements-dev.lock
	scripts/lock.sh

clean: ## remove everything that can be made again
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*

$(VENV)/.runtime: pyproject.toml scripts/install.sh
	scripts/install.sh runtime

$(VENV)/.dev: pyproject.toml requirements-dev.lock scripts/install.sh
	scripts/install.sh dev
