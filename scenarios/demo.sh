#!/usr/bin/env bash
# Walks the ad-events prompt through five piped stages, twice: with the reference answer, section by section,
# and with the design that most people would write first.
set -euo pipefail
dedesign=$(realpath "$1")
answers=$(dirname "$0")/ad-events/answers
first_try=$(dirname "$0")/ad-events/first-try.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The fragment of a section: a file of its own in a folder, or a whole design, of which the stage takes its part.
fragment() { if [ -d "$1" ]; then echo "$1/$2.yaml"; else echo "$1"; fi; }

# Five stages, each adding its section from a fragment, judging and sealing it. The reports go to stderr.
pipe() {
  local from=$1
  "$dedesign" new --scenario ad-events -o - \
    | "$dedesign" scope --from "$(fragment "$from" scope)" 2>"$work/1-scope" \
    | "$dedesign" model --from "$(fragment "$from" model)" 2>"$work/2-model" \
    | "$dedesign" partition --from "$(fragment "$from" partition)" 2>"$work/3-partition" \
    | "$dedesign" backfill-check --from "$(fragment "$from" backfill)" 2>"$work/4-backfill" \
    | "$dedesign" close --from "$(fragment "$from" close)" 2>"$work/5-close"
}

echo "== The prompt"
"$dedesign" new --scenario ad-events -o - | grep -E '^(title|prompt):'
echo
echo "== The reference answer through five stages"
pipe "$answers" > "$work/design.yaml"
cat "$work"/?-*
echo "== The finished design: $(wc -l < "$work/design.yaml") lines, sealed"
sed -n '/^sealed:/,$p' "$work/design.yaml"
"$dedesign" lint --sealed "$work/design.yaml"
echo
echo "== The same prompt, answered the way most people would first"
pipe "$first_try" > "$work/first-try.yaml" || true
(cd "$work" && "$dedesign" lint --fail-on never --format concise first-try.yaml)
