#!/usr/bin/env bash
# Installs the engine into build/engines and holds what dedesign predicts against what the engine writes; and its
# SARIF against the schema that a package carries.
# Usage: run.sh DEDESIGN [--write]; --write makes RESULTS.md anew. Skipped where no package registry answers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
venv=$here/../../build/engines/venv
python=$venv/bin/python
log=$here/../../build/engines/install.log

mkdir -p "${venv%/*}"
[ -x "$python" ] || python3 -m venv "$venv"
if ! "$python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 15 \
    -r "$here/requirements.txt" >"$log" 2>&1; then
  # A wrong name or version is our fault; a registry that does not answer is not.
  if grep -qE 'ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Connection (refused|broken)' "$log"; then
    echo "engines: skipped, no package registry answers (see build/engines/install.log)"
    exit 0
  fi
  cat "$log" >&2
  exit 1
fi
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/sarif_test.py" "$program"
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$here/engines_test.py" "$program" "${@:2}"
