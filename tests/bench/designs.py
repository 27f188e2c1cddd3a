#!/usr/bin/env python3
"""Writes designs of about 8 KB: the reference answers of all scenarios without their stories and most what-ifs and
trade-offs, each with names of its own. Usage: designs.py FOLDER COUNT"""
import pathlib
import re
import sys

import yaml

SCENARIOS = pathlib.Path(__file__).resolve().parent.parent.parent / "scenarios"


def entries(block, indent):
    """The entries of a mapping whose keys are indented so far, as texts."""
    return [part for part in re.split(rf"(?m)^(?= {{{indent}}}[a-z])", block) if part.strip()]


def shorter(text):
    """Without comments and stories; of what-ifs and of trade-offs the first."""
    text = re.sub(r"(?m)^\s*#.*\n|(?<=[,:]) +(?= )|(?<=\S) +#.*", "", text)
    head, close = text.split("\nclose:\n")
    parts = []
    for part in entries(close, 2):
        key, _, rest = part.partition(":\n")
        if key.strip() == "stories":
            continue
        keep = {"what_if": 1, "tradeoffs": 1}.get(key.strip())
        parts.append(key + ":\n" + "".join(entries(rest, 4)[:keep]) if keep else part)
    return f"{head}\nclose:\n{''.join(parts)}"


def renamed(text, names, number):
    pattern = r"(?<![\w-])(" + "|".join(map(re.escape, names)) + r")(?![\w-])(?!: *[A-Z])"
    text = re.sub(pattern, rf"\1-{number}", text) if names else text
    return re.sub(r"(?m)^title: ", f"title: {number}, ", text)


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    bases = []
    for path in sorted(SCENARIOS.glob("*/reference.yaml")):
        text = shorter(path.read_text())
        # a name of one word may be the name of a field as well
        names = [name for name in yaml.safe_load(text)["model"]["pipelines"] if "-" in name]
        bases.append((text, sorted(names, key=len, reverse=True)))
    bases = sorted(bases, key=lambda base: len(base[0]))[:6]
    for i in range(count):
        text, names = bases[i % len(bases)]
        target = folder / f"team-{i % 20:02}" / f"design-{i:04}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(renamed(text, names, i))


if __name__ == "__main__":
    main()
