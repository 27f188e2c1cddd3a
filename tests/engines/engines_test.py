#!/usr/bin/env python3
"""Holds what dedesign predicts of a layout against Parquet that a real engine wrote.

Usage: engines_test.py DEDESIGN [--write]. Prints each figure as predicted / found; --write keeps them in RESULTS.md,
which otherwise must be as this run would write it.
"""
import concurrent.futures
import os
import pathlib
import shutil
import sys
import tempfile

import duckdb

import measure
import predict
import results
from queries import QUERIES
from tables import LARGE, LARGE_LAYOUTS, LAYOUTS, SMALL
from write import write

PAGE = pathlib.Path(__file__).with_name("RESULTS.md")


def engine():
    connection = duckdb.connect()
    connection.execute("SET threads = 1")  # the same files on every run
    connection.execute("SET partitioned_write_max_open_files = 4000")
    return connection


def compare(program, folder, volume, layout, ratio):
    """Rows of the table of results: what was predicted and what was found."""
    connection = engine()
    here = os.path.join(folder, "data")
    write(connection, volume, layout, here)
    table = measure.Table(connection, volume, layout, here)
    said = predict.figures(program, os.path.join(folder, "design"), volume, layout, ratio)
    rows = [results.Row(volume.name, layout.name, "the table", predict.of_table(said), table.whole())]
    for number, query in enumerate(QUERIES):
        rows.append(results.Row(volume.name, layout.name, query.name, predict.of_query(said, number),
                                table.touched(query)))
    shutil.rmtree(here)
    return rows


def all_rows(program, folder):
    """Layouts side by side, a core each; the largest first, so that none is waited for at the end."""
    jobs = [(LARGE, layout) for layout in LARGE_LAYOUTS] + [(SMALL, layout) for layout in LAYOUTS]
    ratios = {volume: predict.compression(engine(), volume, os.path.join(folder, str(volume.rows)))
              for volume in (LARGE, SMALL)}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = [pool.submit(compare, program, os.path.join(folder, f"job{at}"), volume, layout, ratios[volume])
                for at, (volume, layout) in enumerate(jobs)]
        found = [one.result() for one in done]
    return [row for rows in found[len(LARGE_LAYOUTS):] + found[:len(LARGE_LAYOUTS)] for row in rows]


def keep(page, is_new):
    """What is wrong with the page that is kept; nothing if it says what was found."""
    if is_new:
        PAGE.write_text(page, encoding="utf-8")
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return []
    return ["RESULTS.md is not what this run found: make engines-page writes it"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = all_rows(os.path.abspath(sys.argv[1]), folder)
    text = results.table(rows)
    print(text)
    verdict = results.judge(rows)
    failed = verdict.messages + keep(results.page(text, duckdb.__version__), "--write" in sys.argv)
    for line in failed:
        print(line)
    print(f"{verdict.passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
