#!/usr/bin/env bash
# Resolves the development environment for the lowest Python we support and writes requirements-dev.lock: exact versions
# with hashes, without the address of any index.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=requirements-dev.lock
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT

"${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "请用 Python 3.11 生成锁定文件。" >&2; exit 1; }
"$tools/bin/python" -m pip --disable-pip-version-check --quiet install "pip-tools>=7.5"
"$tools/bin/pip-compile" --quiet --extra dev --generate-hashes --strip-extras --no-header --annotation-style line \
    --no-emit-options --output-file "$lock" pyproject.toml "$@"
{ echo "# The development environment, exactly. Made by \`make lock\` from pyproject.toml; do not edit."; cat "$lock"; } >"$tools/lock"
cp "$tools/lock" "$lock"
