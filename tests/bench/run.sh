#!/usr/bin/env bash
# Speed and memory, side by side in one run, medians. Usage: run.sh BUILD-FOLDER
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
dedesign=$build/dedesign
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/../../scenarios/ad-events/reference.yaml" "$work/design.yaml"
"$build/tests/lint_bench" "$work/design.yaml"
"$build/tests/search_bench" "$work/design.yaml"
"$build/tests/replay_bench"
# Beside it the same job with real rows; left out where no package registry answers.
if python=$("$here/../engines/install.sh" requirements.txt); then
  "$python" "$here/duckdb_job.py"
fi

# A bare program, and a design of about 8 KB: the scope and the model of the example.
printf 'int main(void) { return 0; }\n' > "$work/bare.c"
cc -O2 -o "$work/bare" "$work/bare.c"
"$dedesign" new --scenario ad-events -o - \
  | "$dedesign" scope --from "$work/design.yaml" 2>/dev/null \
  | "$dedesign" model --from "$work/design.yaml" 2>/dev/null | head -c 8192 | sed '$d' > "$work/small.yaml"
python3 "$here/process.py" "$dedesign" "$work/bare" "$work/small.yaml"
python3 "$here/many.py" "$dedesign" "$build/tests/load_bench" "$work/bare"
