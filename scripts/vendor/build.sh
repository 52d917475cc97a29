#!/usr/bin/env bash
# Rebuild the vendored scripts from the packages that package-lock.json pins.
# Usage: scripts/vendor/build.sh [FOLDER]   (by default src/parkgraph/web/static/vendor)
set -euo pipefail

recipe=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-$recipe/../../src/parkgraph/web/static/vendor}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$recipe"/*.js "$recipe"/*.json "$recipe"/*.mjs "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --silent
mkdir -p "$out"
rm -f "$out"/*
for name in editor charts layout; do
    npx --no-install esbuild "$name=$name.js" --bundle --minify --format=iife --target=chrome80 --legal-comments=external \
        --global-name="parkgraph_$name" --metafile="$name.meta.json" --outdir="$out" --out-extension:.js=.bundle.js \
        --log-level=warning
    gzip -9 -n -k "$out/$name.bundle.js"
done
node manifest.mjs "$out" editor charts layout
