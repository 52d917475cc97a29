#!/usr/bin/env bash
# Makes ready what the slow tests run against. Virtuoso, Java, Maven, Chromium and a Chinese font come from Debian where they are
# absent and may be installed, Fuseki and RDF4J from Maven Central. Prints the version of each store, or what is missing: the
# tests skip what is, and say so.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python

packages=()
command -v virtuoso-t >/dev/null && command -v isql-vt >/dev/null || packages+=(virtuoso-opensource-7-bin)
command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
command -v mvn >/dev/null || packages+=(maven)
command -v chromium >/dev/null || packages+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || packages+=(fontconfig fonts-wqy-microhei)
if [[ ${#packages[@]} -gt 0 && $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install --yes --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1 ||
        echo "apt-get cannot install ${packages[*]}" >&2
fi
exec "$python" scripts/servers.py
