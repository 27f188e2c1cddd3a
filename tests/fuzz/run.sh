#!/usr/bin/env bash
# Builds every fuzz target with clang and runs each for SECONDS; new findings stand in build/fuzz/. Usage: run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DDEDESIGN_FUZZ=ON -DDEDESIGN_SANITIZE=address,undefined,fuzzer-no-link > build/fuzz.log
mkdir -p build/fuzz/corpus
for file in scenarios/*/*.yaml; do cp "$file" "build/fuzz/corpus/$(basename "$(dirname "$file")")-$(basename "$file")"; done
failed=0
for source in tests/fuzz/*_fuzz.cpp; do
  target=$(basename "$source" .cpp)
  cmake --build build/fuzz --target "$target"
  echo "== $target, $seconds s"
  mkdir -p "build/fuzz/$target"
  if build/fuzz/tests/"$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$target-" "build/fuzz/$target" build/fuzz/corpus > "build/fuzz/$target.log" 2>&1; then
    grep -E 'stat::number' "build/fuzz/$target.log"
  else
    grep -E 'ERROR|SUMMARY|Test unit written' "build/fuzz/$target.log" || tail -n 5 "build/fuzz/$target.log"
    failed=1
  fi
done
exit $failed
