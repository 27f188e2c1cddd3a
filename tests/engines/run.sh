#!/usr/bin/env bash
# Installs the engine into build/engines and holds what dedesign predicts against what the engine writes; and its
# SARIF against the schema that a package carries.
# Usage: run.sh DEDESIGN [--write]; --write makes RESULTS.md anew. Skipped where no package registry answers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
status=0
python=$("$here/install.sh" requirements.txt) || status=$?
[ "$status" -ne 77 ] || exit 0
[ "$status" -eq 0 ] || exit "$status"
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/sarif_test.py" "$program"
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$here/engines_test.py" "$program" "${@:2}"
