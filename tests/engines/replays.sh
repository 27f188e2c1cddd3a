#!/usr/bin/env bash
# Plays timelines of the replay checker on DuckDB and on Spark with Iceberg, and holds isolation as it is modelled against
# two live connections. Usage: replays.sh DEDESIGN SCHEDULES. An engine is skipped where no package registry answers.
# In CI, Spark plays fewer: each commit of Iceberg takes a second.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
schedules=$(realpath "$2")
export PYTHONDONTWRITEBYTECODE=1
on_spark=${SPARK_SCHEDULES:-${CI:+30}}

if python=$("$here/install.sh" requirements.txt); then
  "$python" "$here/isolation_test.py"
  "$python" "$here/script_test.py" "$program"
  "$python" "$here/schedules_test.py" "$schedules" duckdb "${DUCKDB_SCHEDULES:-5000}"
elif [ $? -ne 77 ]; then
  exit 1
fi

# Spark fetches Iceberg itself; where it cannot, that is the registry's doing.
play_on_spark() {
  local log=$here/../../build/engines/spark.log
  "$1" "$here/schedules_test.py" "$schedules" spark "${on_spark:-200}" 2>"$log" && return
  if grep -qE 'UNRESOLVED DEPENDENCIES|Server access error' "$log"; then
    echo "engines: Spark skipped, Iceberg cannot be fetched (see build/engines/spark.log)"
    return
  fi
  tail -n 20 "$log" >&2
  return 1
}

if python=$("$here/install.sh" requirements-spark.txt); then
  play_on_spark "$python"
elif [ $? -ne 77 ]; then
  exit 1
fi
