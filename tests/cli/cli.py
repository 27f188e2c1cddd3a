"""What the tests of the command line share: running the real binary, and golden files."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
SCENARIO = ROOT / "scenarios/ad-events"
BINARY = os.environ.get("DEDESIGN", str(ROOT / "build/release/dedesign"))
TODAY = "2026-11-25"


def clean_environment(**more):
    keep = {key: os.environ[key] for key in ("PATH", "HOME", "ASAN_OPTIONS", "LSAN_OPTIONS") if key in os.environ}
    return {**keep, "LC_ALL": "C", "TZ": "UTC", **more}


def run(*arguments, stdin="", cwd=None, env=None, check=None):
    """Runs dedesign; a str goes in and str comes out. `check`: the exit status that must come."""
    result = subprocess.run([BINARY, *map(str, arguments)], input=stdin.encode(), capture_output=True, cwd=cwd,
                            env=clean_environment(**(env or {})), timeout=300)
    result.out = result.stdout.decode()
    result.err = result.stderr.decode()
    if check is not None and result.returncode != check:
        raise AssertionError(f"{arguments}: exit {result.returncode}, not {check}\n{result.out}\n{result.err}")
    return result


class CliTest(unittest.TestCase):
    """A test with a folder of its own, and golden files that `UPDATE_GOLDEN=1` writes again."""
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def assert_golden(self, name, text):
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        self.assertEqual(path.read_text(), text, f"{name} differs; UPDATE_GOLDEN=1 writes it again")
