#!/usr/bin/env python3
"""Fails, interrupts and kills a file replacement at every system call, one at a time.

Usage: write_faults.py REPLACE_PROGRAM. Exit 0: at every fault the file held the old or the new content, as
the exit status says; 1: not; 77: strace or ptrace is not available here.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIP = 77
OLD, NEW, NEXT = "old content\n", "new content\n", "next content\n"
ERRORS = {
    "write": ["ENOSPC", "EIO", "EDQUOT", "EINTR"],
    "fsync": ["ENOSPC", "EIO", "EDQUOT", "EINTR"],
    "close": ["ENOSPC", "EIO", "EDQUOT", "EINTR"],
    "openat": ["ENOSPC", "EACCES", "EMFILE", "EINTR"],
}
OTHER_ERRORS = ["EIO", "EINTR"]
# Calls whose failure must not pass for success. An interruption may: the call is made again.
MUST_TELL = re.compile(r"(write|fsync|flock|fchmod|renameat2?):error=(?!EINTR)")
# Memory and process bookkeeping: no part of the write.
LEFT_OUT = {"mmap", "munmap", "mprotect", "madvise", "brk", "futex", "exit_group", "rt_sigaction", "rt_sigprocmask",
            "rt_sigreturn", "getpid", "sigaltstack", "clock_gettime", "getrandom", "prctl", "sched_yield"}
CALL = re.compile(r"^(?:\d+ +)?(\w+)\(")


class Run:
    """One run of the program in a folder of its own, traced."""

    def __init__(self, program, verb, inject=None):
        with tempfile.TemporaryDirectory(prefix="dedesign-faults-") as name:
            folder = Path(name)
            # The program sees the same path lengths in every run.
            self.file = folder / "design.yaml"
            if verb == "replace":
                self.file.write_text(OLD)
            log = Path(name + ".log")
            done = self.traced(program, verb, NEW, log, inject)
            self.log = log.read_text(errors="replace")
            log.unlink()
            self.code, self.errors = done.returncode, done.stderr
            self.content = self.file.read_text() if self.file.exists() else None
            self.left = sorted(entry.name for entry in folder.iterdir() if entry != self.file)
            self.next_code = self.again(program)
            self.next_content = self.file.read_text() if self.file.exists() else None

    def traced(self, program, verb, text, log, inject):
        command = ["strace", "-o", str(log), "-s", "200"]
        if inject:
            command += ["-e", f"inject={inject}"]
        return self.execute(command + [program, verb, str(self.file), text])

    def again(self, program):
        verb = "replace" if self.file.exists() else "create"
        return self.execute([program, verb, str(self.file), NEXT]).returncode

    @staticmethod
    def execute(command):
        environment = {"PATH": os.environ["PATH"]}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def calls_of(log):
    """(name, ordinal among calls of that name) of the calls from the first that names the file on."""
    counts, calls, started = {}, [], False
    for line in log.splitlines():
        match = CALL.match(line)
        if not match:
            continue
        name = match.group(1)
        counts[name] = counts.get(name, 0) + 1
        started = started or ("design.yaml" in line and name != "execve")
        if started and name not in LEFT_OUT:
            calls.append((name, counts[name]))
    return calls


def old_content(verb):
    return OLD if verb == "replace" else None


def judge_common(run, verb):
    if run.content not in (old_content(verb), NEW):
        return f"the file holds {run.content!r}"
    if run.next_code != 0 or run.next_content != NEXT:
        return f"the next run ended with {run.next_code}"
    return None


def judge_error(run, verb):
    if run.left:
        return f"left behind {run.left}"
    if run.code == 0:
        return None if run.content == NEW else "success was reported without the new content"
    if run.code != 2 or not run.errors.strip():
        return f"exit {run.code} with {run.errors!r}"
    told = "power cut" in run.errors
    return None if (run.content == NEW) == told else f"{run.content!r} after {run.errors!r}"


def judge_signal(run, verb):
    if run.left:
        return f"left behind {run.left}"
    return None if run.code in (0, 143, -15) else f"exit {run.code}"


def judge_kill(run, verb):
    return None if run.code in (137, -9) else f"exit {run.code}"


def cases(verb, calls):
    for name, ordinal in calls:
        for error in ERRORS.get(name, OTHER_ERRORS):
            yield verb, f"{name}:error={error}:when={ordinal}", judge_error
        yield verb, f"{name}:signal=SIGTERM:when={ordinal}", judge_signal
        yield verb, f"{name}:signal=SIGKILL:when={ordinal}", judge_kill


def check(program, case):
    verb, inject, judge = case
    run = Run(program, verb, inject)
    if "INJECTED" not in run.log and "SIG" not in run.log:
        return case, "the fault did not happen"
    if MUST_TELL.match(inject) and run.code == 0:
        return case, "the failure was not told"
    return case, judge_common(run, verb) or judge(run, verb)


def can_trace():
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def order_fault(log):
    """The order that the safety rests on, read off a trace without faults; None if it is kept."""
    steps = [r"openat\(.*\.dedesign-.*O_CREAT\|O_EXCL", r"write\(", r"fchmod\(", r"fsync\(", r"flock\(.*LOCK_EX",
             r"openat\(\d+, \"design\.yaml\", O_RDONLY", r"renameat\(", r"fsync\("]
    lines = iter(log.splitlines())
    for step in steps:
        if not any(re.search(step, line) for line in lines):
            return f"no {step} in its place"
    return None


def main():
    if not can_trace():
        print("strace cannot trace here: skipped")
        return SKIP
    program, todo = sys.argv[1], []
    for verb in ("replace", "create"):
        clean = Run(program, verb)
        if clean.code != 0 or clean.content != NEW or (verb == "replace" and order_fault(clean.log)):
            print(f"{verb} without faults: exit {clean.code}, {clean.errors} {order_fault(clean.log)}")
            return 1
        todo += cases(verb, calls_of(clean.log))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda case: check(program, case), todo))
    failed = [(case, fault) for case, fault in results if fault]
    for (verb, inject, _), fault in failed:
        print(f"{verb} {inject}: {fault}")
    print(f"{len(results)} faults, {len(failed)} failed")
    return 1 if failed or len(results) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
