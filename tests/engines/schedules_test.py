#!/usr/bin/env python3
"""Plays random schedules of the replay checker on a real engine, and compares the table after every step.

Usage: schedules_test.py SCHEDULES duckdb|spark COUNT. SCHEDULES prints them: the SQL that `backfill-check --sql` writes
too, and what the model says that the table then holds.
"""
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys

# As a row of the table may stand in `rows`: three means three and more.
MOST_ROWS = 3


def rows_of(found):
    """What the table holds, as the model writes it."""
    versions = collections.defaultdict(list)
    for key, version in found:
        versions[key].append(version)
    return ", ".join(f"{key} v{max(all)} x{min(len(all), MOST_ROWS)}" for key, all in sorted(versions.items()))


def play(schedule, run, fetch):
    """The first difference, as text; nothing if there is none. What has no statement cannot change the table."""
    for statement in schedule["tables"]:
        run(statement)
    table = re.search(r"TABLE ([\"`]\w+[\"`]) \(row_key", schedule["tables"][-2] + schedule["tables"][-1]).group(1)
    held = ""
    for number, step in enumerate(schedule["steps"]):
        try:
            for statement in step["sql"]:
                run(statement)
            if step["sql"]:
                held = rows_of(fetch(f"SELECT row_key, version FROM {table}"))
        except Exception as error:  # whatever the engine throws is a difference, told with the step
            held = f"{type(error).__name__}: {error}"
        if held != step["rows"]:
            done = "; ".join(one["words"] for one in schedule["steps"][:number + 1])
            return f"seed {schedule['seed']}: {done}: the engine holds `{held}`, the model `{step['rows']}`"
    return None


def schedules(program, dialect, first, count):
    out = subprocess.run([program, dialect, str(first), str(count)], capture_output=True, check=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def on_duckdb(program, first, count):
    """In a process of its own: differences, and how many steps were compared."""
    import duckdb
    failed, steps = [], 0
    for schedule in schedules(program, "duckdb", first, count):
        if schedule["seed"] % 250 == 0:  # temporary tables of past schedules slow the catalog down
            connection = duckdb.connect()
            connection.execute("SET threads = 1")
        difference = play(schedule, connection.execute, lambda query: connection.execute(query).fetchall())
        steps += len(schedule["steps"])
        if difference:
            failed.append(difference)
            connection = duckdb.connect()
    return failed, steps


def all_on_duckdb(program, count):
    share = 250
    failed, steps = [], 0
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = [pool.submit(on_duckdb, program, first, min(share, count - first)) for first in range(0, count, share)]
        for part in parts:
            failed += part.result()[0]
            steps += part.result()[1]
    return failed, steps


def all_on_spark(program, count):
    import spark
    session = spark.session()

    def one(schedule):
        own = session.newSession()  # with views, and here with tables, of its own
        return play(schedule, own.sql, lambda query: own.sql(query).collect())

    listed = schedules(program, "spark", 0, count)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() + 1) as pool:
        failed = [difference for difference in pool.map(one, listed) if difference]
    return failed, sum(len(schedule["steps"]) for schedule in listed)


def main():
    program, dialect, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    failed, steps = {"duckdb": all_on_duckdb, "spark": all_on_spark}[dialect](program, count)
    for line in failed[:20]:
        print(line)
    print(f"{dialect}: {count} schedules, {steps} steps compared")
    print(f"{count - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
