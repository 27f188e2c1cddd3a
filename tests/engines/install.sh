#!/usr/bin/env bash
# Installs the packages of a list into build/engines/venv, and says where its python is. Says so and ends with 77 where
# no package registry answers. Usage: install.sh REQUIREMENTS
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../build/engines/venv
log=$here/../../build/engines/install.log

mkdir -p "${venv%/*}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 \
    -r "$here/$1" >"$log" 2>&1; then
  # A wrong name or version is our fault; a registry that does not answer is not.
  if grep -qE 'ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Connection (refused|broken)' "$log"; then
    echo "engines: $1 skipped, no package registry answers (see build/engines/install.log)" >&2
    exit 77
  fi
  cat "$log" >&2
  exit 1
fi
echo "$venv/bin/python"
