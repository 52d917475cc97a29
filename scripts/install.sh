#!/usr/bin/env bash
# Makes the virtual environment and installs parkgraph into it from this checkout.
#   scripts/install.sh runtime   what users need, newest versions that fit
#   scripts/install.sh dev       what the tests and tools need as well, exactly as locked
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1 python=${PYTHON:-python3} venv=${VENV:-.venv}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$python: 需要 Python 3.11 或更高版本。请运行 make PYTHON=python3.12 …，或先安装新版本。" >&2
    exit 1
fi
"$venv/bin/python" -c '' 2>/dev/null || "$python" -m venv --clear "$venv"

pip() { "$venv/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
case $kind in
    runtime) pip install --editable . ;;
    dev)
        # The lock is complete; resolving anew would trip over an extra (coverage[toml]) that a newer release also offers.
        pip install --no-deps --require-hashes --requirement requirements-dev.lock
        pip install --no-deps --no-build-isolation --editable .
        touch "$venv/.dev"
        ;;
    *) echo "scripts/install.sh runtime|dev" >&2; exit 2 ;;
esac
touch "$venv/.runtime"
