#!/usr/bin/env bash
# Everything CI runs: the fast tests first, so that a mistake shows early; then the slow ones, with real triplestores and a
# real browser, and those that build and install the package. Coverage is taken over both runs; the report and pytest's
# count stand at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python

scripts/test_servers.sh
"$python" -m coverage erase
"$python" -m pytest -n auto --dist loadfile -rs -m "not slow and not package and not network" \
    --cov --cov-report= --cov-fail-under=0
"$python" -m pytest -n auto --dist loadfile -rs -m "(slow or package) and not network" --cov --cov-append --cov-report=term
