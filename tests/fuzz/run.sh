#!/usr/bin/env bash
# Builds every fuzz target with clang and runs each for SECONDS; new findings stand in build/fuzz/. Usage: run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DDEDESIGN_FUZZ=ON -DDEDESIGN_SANITIZE=address,undefined,fuzzer-no-link > build/fuzz.log
mkdir -p build/fuzz/corpus
cp scenarios/*/*.yaml build/fuzz/corpus/
for source in tests/fuzz/*_fuzz.cpp; do
  target=$(basename "$source" .cpp)
  cmake --build build/fuzz --target "$target"
  echo "== $target, $seconds s"
  build/fuzz/tests/"$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$target-" build/fuzz/corpus 2>&1 | grep -E 'stat::number|ERROR|SUMMARY|BINGO' || true
done
