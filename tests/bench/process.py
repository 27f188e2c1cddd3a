"""Times of whole processes, interleaved, and the memory of a lint. Usage: process.py DEDESIGN BARE DESIGN"""
import os
import statistics
import sys
import time

dedesign, bare, design = sys.argv[1:]
size = os.path.getsize(design)


def once(arguments):
    start = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, {"PATH": "/usr/bin:/bin"},
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, _, usage = os.wait4(pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss


commands = {"bare C program": [bare], "dedesign --version": [dedesign, "--version"],
            f"dedesign lint ({size} bytes)": [dedesign, "lint", design]}
samples = {name: [] for name in commands}
for _ in range(300):
    for name, arguments in commands.items():
        samples[name].append(once(arguments))
base = statistics.median(t for t, _ in samples["bare C program"])
print("whole processes")
for name, runs in samples.items():
    middle = statistics.median(t for t, _ in runs)
    print(f"  {name:<28}{middle * 1e3:8.3f} ms  ({middle / base:.2f} x)  {max(m for _, m in runs) / 1024:6.1f} MiB")
