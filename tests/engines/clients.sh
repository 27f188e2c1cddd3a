#!/usr/bin/env bash
# Tries the language server and the hooks under programs that are not ours. Usage: clients.sh DEDESIGN
# Skipped where no package registry answers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
status=0
python=$("$here/install.sh" requirements-clients.txt) || status=$?
[ "$status" -ne 77 ] || exit 0
[ "$status" -eq 0 ] || exit "$status"
export PYTHONDONTWRITEBYTECODE=1
"$python" "$here/lsp_client_test.py" "$program"
"$python" "$here/hooks_test.py" "$program"
