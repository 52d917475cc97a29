#!/usr/bin/env bash
# Everything CI runs: the fast tests first, with coverage, so that a mistake shows early; then the slow ones, with real
# triplestores and a real browser, and those that build and install the package.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python

scripts/test_servers.sh
"$python" -m coverage erase
"$python" -m pytest -n auto --dist loadfile -rs -m "not slow and not package and not network" --cov --cov-report=term
"$python" -m pytest -n auto --dist loadfile -rs --durations=20 -m "(slow or package) and not network"
