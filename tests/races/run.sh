#!/usr/bin/env bash
# Everything that runs on several threads, under ThreadSanitizer: files of a lint that share searches and a cache, and
# one search on several threads. Usage: run.sh DEDESIGN (built with -fsanitize=thread)
set -euo pipefail
dedesign=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS="exitcode=66"
python3 "$here/../bench/designs.py" "$work/designs" 60

run() {
  local status=0
  "$dedesign" "$@" > "$work/out" 2> "$work/err" || status=$?
  if [ "$status" -gt 1 ]; then
    cat "$work/err" >&2
    echo "races: dedesign $* ended with $status" >&2
    exit 1
  fi
}

for form in full concise json sarif; do
  run lint "$work/designs" "$here/../../scenarios" --jobs 4 --format "$form"
done
run lint "$work/designs" --jobs 4 --cache "$work/cache"
run lint "$work/designs" --jobs 4 --cache "$work/cache"
run backfill-check "$here/../../scenarios/ad-events/first-try.yaml" --check --jobs 4 --bounds standard
echo "races: none seen"
