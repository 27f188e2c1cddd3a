#!/usr/bin/env python3
"""What the simulation is held against: the same job as SQL on DuckDB, with real rows.

Events arrive, some of them twice; a job keeps each id once and counts by key and day, runs once more, and both results
are compared. One thread; medians of three. Usage: duckdb_job.py
"""
import statistics
import time

import duckdb

EVENTS = 5_000_000
REPEATED = 0.008
KEYS = 1000
COUNT = """CREATE OR REPLACE TABLE {name} AS SELECT key, day, count(*) AS n
           FROM (SELECT DISTINCT id, key, day FROM events) GROUP BY key, day"""


def arrive(connection):
    one = f"SELECT hash(i) AS id, (hash(i + 1) % {KEYS})::INTEGER AS key, i * 10 // {EVENTS} AS day FROM range({EVENTS}) t(i)"
    again = f"{one} WHERE hash(i + 2) % 1000000 < {REPEATED * 1e6}"
    connection.execute(f"CREATE TABLE events AS {one} UNION ALL {again}")


def rebuild_twice(connection):
    for name in ("first", "second"):
        connection.execute(COUNT.format(name=name))
    return connection.execute("SELECT count(*) FROM first FULL JOIN second USING (key, day) "
                              "WHERE first.n IS DISTINCT FROM second.n").fetchone()[0]


def main():
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    arrive(connection)
    seconds = []
    for _ in range(3):
        begin = time.process_time()
        assert rebuild_twice(connection) == 0
        seconds.append(time.process_time() - begin)
    print(f"the same as SQL on DuckDB {duckdb.__version__}: {EVENTS / statistics.median(seconds) / 1e6:.1f} M events/s a core")


if __name__ == "__main__":
    main()
