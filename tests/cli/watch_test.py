#!/usr/bin/env python3
"""drill watch in a real terminal: tmux at two sizes, saves, resizes, keys and Ctrl-C."""
import os
import shutil
import subprocess
import time
import unittest

from cli import BINARY, CliTest, clean_environment, run

PATIENCE = 20


@unittest.skipUnless(shutil.which("tmux"), "tmux is not installed")
class Watch(CliTest):
    def setUp(self):
        super().setUp()
        self.socket = str(self.folder / "tmux.sock")
        self.path = self.folder / "design.yaml"
        run("drill", "start", "ad-events", "-o", self.path, check=0)
        self.addCleanup(lambda: self.tmux("kill-server", check=False))

    def tmux(self, *arguments, check=True):
        return subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *arguments], check=check, text=True,
                              capture_output=True, timeout=30, env=clean_environment(TERM="xterm")).stdout

    def begin(self, width, height):
        self.tmux("new-session", "-d", "-x", str(width), "-y", str(height), "sh")
        self.tmux("send-keys", f"{BINARY} drill watch {self.path}; echo status=$?", "Enter")
        self.wait_for("h hint")

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def wait_for(self, text, gone=False):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.screen()
            if (text in shown) != gone:
                return shown
            time.sleep(0.05)
        self.fail(f"{text!r} {'stays' if gone else 'does not come'}:\n{shown}")

    def test_small_terminal(self):
        self.begin(80, 24)
        shown = self.wait_for("[ ] scope")
        self.assertEqual(shown.rstrip("\n").split("\n")[-1], "h hint   p follow-up   q quit")
        self.assertIn("of 45 min", shown)
        self.tmux("send-keys", "h")
        self.wait_for("Hint: Ask how much comes in")
        # an editor that writes another file and renames it
        beside = self.folder / "design.yaml~"
        beside.write_text(self.path.read_text() + "scope:\n  volume: {average: 35k/s, peak: 20k/s}\n")
        os.rename(beside, self.path)
        self.wait_for("S102")
        self.tmux("send-keys", "q")
        self.wait_for("status=0")

    def test_large_terminal_resized_and_interrupted(self):
        self.begin(200, 50)
        self.wait_for("Next: 7 of the seven questions are open")
        self.tmux("resize-window", "-x", "80", "-y", "24")
        end = time.monotonic() + PATIENCE
        while self.screen().rstrip("\n").count("\n") != 23 and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.screen().rstrip("\n").split("\n")[-1], "h hint   p follow-up   q quit")
        self.tmux("send-keys", "p")
        self.wait_for("> ")
        self.path.write_text("dedesign: [\n")
        self.wait_for("cannot be read")
        self.tmux("send-keys", "C-c")
        self.wait_for("status=0")
        self.tmux("send-keys", "stty -a | tr ' ' '\\n' | grep -x -e echo -e icanon | tr '\\n' '+'", "Enter")
        self.wait_for("icanon+echo+")


if __name__ == "__main__":
    unittest.main()
