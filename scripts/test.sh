#!/usr/bin/env bash
# Everything CI runs: the fast tests first, so that a mistake shows early; then the slow ones, with real triplestores and a
# real browser, and those that build and install the package. What they cover is measured by `make coverage`.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python

scripts/test_servers.sh
"$python" -m pytest -n auto --dist loadfile --no-loadscope-reorder -rs -m "not slow and not package and not network"
"$python" -m pytest -n auto --dist loadfile --no-loadscope-reorder -rs -m "(slow or package) and not network"
