"""lint of 2,000 designs of 8 KB beside YAML::LoadFile and two other checkers on the same files.
Usage: many.py DEDESIGN LOAD_BENCH BARE"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

dedesign, load_bench, bare = sys.argv[1:]
HERE = pathlib.Path(__file__).resolve().parent
COUNT, SAMPLE, ROUNDS = 2000, 100, 3


def once(*arguments):
    """Seconds, and MiB at most."""
    out = os.open(os.devnull, os.O_WRONLY)
    start = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    pid = os.posix_spawn(arguments[0], list(map(str, arguments)), os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    os.close(out)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{arguments}: failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def load(files):
    result = subprocess.run([load_bench], input="\n".join(map(str, files)), capture_output=True, text=True, check=True)
    return float(result.stdout.split()[0])


def lint(folder, *more, form="concise"):
    return once(dedesign, "lint", folder, "--today", "2026-11-25", "--format", form, *more)


def row(name, seconds, beside):
    print(f"  {name:<52}{seconds * 1e3:9.1f} ms  ({beside / seconds:6.2f} x the speed of LoadFile)")


def say_memory(folder, what, form="concise"):
    small, large = (lint(where, form=form)[1] for where in (folder / "team-00", folder))
    print(f"  memory, {what}: {small:.0f} MiB for {COUNT // 20} files, {large:.0f} MiB for {COUNT}")


def schema_check(files, work):
    """jsonschema over PyYAML's C parser, in a process of its own."""
    (work / "schema.json").write_text(subprocess.run([dedesign, "schema"], capture_output=True, text=True).stdout)
    script = ("import json, sys, yaml, jsonschema\n"
              "check = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))\n"
              "loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)\n"
              "for name in sys.argv[2:]: list(check.iter_errors(yaml.load(open(name), loader)))\n")
    return once(sys.executable, "-c", script, work / "schema.json", *files)[0]


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    folder = work / "designs"
    subprocess.run([sys.executable, HERE / "designs.py", folder, str(COUNT)], check=True)
    files = sorted(folder.rglob("*.yaml"))
    size = sum(f.stat().st_size for f in files) / len(files)
    loads, ones, twos = [], [], []
    for _ in range(ROUNDS):  # side by side, so that all meet the same neighbours
        loads.append(load(files))
        ones.append(lint(folder, "--jobs", "1")[0])
        twos.append(lint(folder, "--jobs", "2")[0])
    base = statistics.median(loads)
    print(f"{COUNT} designs of {size / 1e3:.1f} kB on average")
    row("YAML::LoadFile alone, one thread", base, base)
    row("lint --jobs 1, whole process", statistics.median(ones), base)
    row("lint --jobs 2, whole process", statistics.median(twos), base)
    cache = work / "cache"
    first = lint(folder, "--cache", cache)[0]
    seconds = [lint(folder, "--cache", cache)[0] for _ in range(5)]
    row("lint --cache, the first run", first, base)
    row("lint --cache, a run over unchanged files", statistics.median(seconds), base)
    single = statistics.median(once(dedesign, "lint", files[0])[0] for _ in range(100))
    empty = statistics.median(once(bare)[0] for _ in range(100))
    print(f"  {'lint of one, whole process':<52}{single * 1e3:9.1f} ms  (an empty program: {empty * 1e3:.2f} ms)")
    say_memory(folder, "clean designs")
    for file in files:  # a key that is misspelt and one that is gone: some ten findings each
        text = re.sub(r"(?m)^(\s*)freshness:", r"\1freshnes:", file.read_text(), count=1)
        file.write_text(re.sub(r"(?m)^\s*grain: .*\n", "", text, count=1))
    for name in ("full", "json", "sarif"):
        say_memory(folder, f"findings in all, as {name}", form=name)
    scale = COUNT / SAMPLE
    if shutil.which("yamllint"):
        row(f"yamllint ({SAMPLE} files, times {scale:.0f})", scale * once(shutil.which("yamllint"), *files[:SAMPLE])[0], base)
    row(f"jsonschema for Python ({SAMPLE} files, times {scale:.0f})", scale * schema_check(files[:SAMPLE], work), base)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
