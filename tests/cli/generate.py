#!/usr/bin/env python3
"""Writes what the program makes of itself: manual pages, completions, schemas, and the README's sessions and tables.

Usage: generate.py BINARY
"""
import os
import re
import sys

if __name__ == "__main__" and len(sys.argv) > 1:
    os.environ["DEDESIGN"] = os.path.abspath(sys.argv[1])

import shlex
import subprocess

from cli import BINARY, ROOT, TODAY, clean_environment, run

PAGES = ["dedesign.1", "dedesign-drill.1", "dedesign.yaml.5", "dedesign-config.5", "dedesign-rules.5", "dedesign-rules.7"]
SCHEMAS = {"findings.schema.json": "findings"}
COMPLETIONS = {"dedesign.bash": "bash", "_dedesign": "zsh", "dedesign.fish": "fish"}
BLOCK = re.compile(r"(<!-- made by: (.*?) -->\n```\w*\n)(.*?)(```\n<!-- end -->)", re.S)


def session(command):
    """What a shell prints for a command line in scenarios/ad-events, `dedesign` being the binary under test."""
    script = f"dedesign() {{ command {shlex.quote(BINARY)} \"$@\"; }}\n{command}"
    result = subprocess.run(["bash", "-c", script], cwd=ROOT / "scenarios/ad-events", stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, env=clean_environment(HOME=""), timeout=60)  # no history
    return f"$ {command}\n{result.stdout}"


def command_table():
    rows = [line.split("\t") for line in run("__man", "commands", check=0).out.splitlines()]
    return "".join(f"{name:<16}{summary}\n" for name, summary in rows)


def made(command):
    return command_table() if command == "table of commands" else session(command)


def readme():
    text = (ROOT / "README.md").read_text()
    return BLOCK.sub(lambda m: m[1] + made(m[2]) + m[4], text)


def everything():
    for page in PAGES:
        yield ROOT / "man" / page, run("__man", page, check=0).out
    for name, shell in COMPLETIONS.items():
        yield ROOT / "completions" / name, run("completions", shell, check=0).out
    for name, of in SCHEMAS.items():
        yield ROOT / "schemas" / name, run("schema", "--of", of, check=0).out
    yield ROOT / "README.md", readme()


if __name__ == "__main__":
    for path, text in everything():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        print(f"wrote {path.relative_to(ROOT)}")
