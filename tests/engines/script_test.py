#!/usr/bin/env python3
"""Runs the scripts of `backfill-check --sql duckdb` as an engine takes them: they end with a wrong row beside a right one.

Usage: script_test.py DEDESIGN
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb

DESIGN = pathlib.Path(__file__).resolve().parents[2] / "scenarios/ad-events/first-try.yaml"
HOSTILE = "t\"; DROP TABLE kept; --\n`'"


def script(program, *arguments):
    return subprocess.run([program, "backfill-check", *map(str, arguments), "--sql", "duckdb"], capture_output=True,
                          check=True, text=True).stdout


def last_rows(text):
    connection = duckdb.connect()
    connection.execute("CREATE TABLE kept (n INTEGER)")
    for statement in duckdb.extract_statements(text):
        result = connection.execute(statement)
    names = [column[0] for column in result.description]
    rows = [dict(zip(names, row)) for row in result.fetchall()]
    connection.execute("SELECT * FROM kept")  # fails if a name has dropped it
    return rows


def shows_wrong(text):
    rows = last_rows(text)
    return None if any(row["verdict"] == "wrong" for row in rows) else f"no wrong row: {rows}"


def is_refused(text):
    try:
        rows = last_rows(text)
    except duckdb.InvalidInputException as error:
        return None if "the engine holds" in str(error) else f"another error: {error}"
    return f"no error where the script expects other rows: {rows}"


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        trace = pathlib.Path(folder, "trace.json")
        plain = script(program, DESIGN, "--check", "--trace", trace)
        same = script(program, "--replay", trace)
        kept = json.loads(trace.read_text(encoding="utf-8"))
        trace.write_text(json.dumps({**kept, "table": HOSTILE, "pipeline": HOSTILE}), encoding="utf-8")
        hostile = script(program, "--replay", trace)
    said = [shows_wrong(plain), None if same == plain else "--replay prints another script",
            is_refused(plain.replace("held = 'e1 v1 x2'", "held = 'e1 v1 x1'")), shows_wrong(hostile)]
    failed = [one for one in said if one]
    for line in failed:
        print(line)
    print(f"{len(said) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
