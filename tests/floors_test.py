#!/usr/bin/env python3
"""Holds every #include of libdecide and cmd against libdecide/FLOORS, and shows itself a bad one first."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "libdecide"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# A third-party header is known by the first part of its path.
THIRD_PARTY = {"fmt": "fmt", "yaml-cpp": "yaml-cpp", "nlohmann": "nlohmann", "spdlog": "spdlog", "CLI": "CLI",
               "catch2": "catch2", "rapidcheck": "rapidcheck", "rapidcheck.h": "rapidcheck", "sha256.h": "md",
               "utf8proc.h": "utf8proc", "libstemmer.h": "libstemmer"}


def read_floors():
    floors, allowed = {}, {}
    for line in (LIBRARY / "FLOORS").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        floor, folder, *third_party = line.split()
        floors[folder] = int(floor)
        allowed[folder] = set(third_party)
    return floors, allowed


def complaints(folder, include, quoted, floors, allowed):
    """What is wrong with one include of a file in `folder`; nothing if it is fine."""
    first = include.split("/")[0]
    if quoted and first in floors:
        if first != folder and floors[first] >= floors[folder]:
            yield f"{folder} (floor {floors[folder]}) includes {first} (floor {floors[first]})"
    elif first in THIRD_PARTY and THIRD_PARTY[first] not in allowed[folder]:
        yield f"{folder} may not use {THIRD_PARTY[first]}"
    elif quoted and "/" not in include:
        yield f"{folder} includes {include} without its folder"


def check_tree(floors, allowed):
    wrong, seen = [], 0
    for path in sorted(LIBRARY.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        folder = path.relative_to(LIBRARY).parts[0]
        if folder not in floors:
            wrong.append(f"{path.relative_to(ROOT)}: folder {folder} has no floor")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            seen += 1
            for text in complaints(folder, match[2], match[1] == '"', floors, allowed):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {text}")
    return wrong, seen


def check_cmd():
    """CLI11 and spdlog live in cmd/ and nowhere else; main stays small."""
    wrong = []
    main_lines = len((ROOT / "cmd/main.cpp").read_text().splitlines())
    if main_lines > 50:
        wrong.append(f"cmd/main.cpp has {main_lines} lines; 50 is the most")
    return wrong


def barks(floors, allowed):
    """The check must find fault with includes that are wrong, or it proves nothing."""
    bad = [("base", "rules/check.h", True), ("yaml", "design/design.h", True), ("rules", "CLI/CLI.hpp", False),
           ("design", "yaml-cpp/yaml.h", False), ("diag", "units/quantity.h", True)]
    good = [("rules", "derive/facts.h", True), ("yaml", "yaml-cpp/parser.h", False), ("base", "base/text.h", True)]
    return (all(list(complaints(*one, floors, allowed)) for one in bad)
            and not any(list(complaints(*one, floors, allowed)) for one in good))


def main():
    floors, allowed = read_floors()
    if not barks(floors, allowed):
        sys.exit("the floors test does not notice a bad include")
    wrong, seen = check_tree(floors, allowed)
    wrong += check_cmd()
    if seen < 100:
        wrong.append(f"only {seen} includes were seen")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{seen} includes keep to the floors")


if __name__ == "__main__":
    main()
