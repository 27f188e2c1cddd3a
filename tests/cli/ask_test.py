#!/usr/bin/env python3
"""--ask on a real terminal, driven by expect."""
import shutil
import subprocess
import unittest

import yaml

from cli import BINARY, SCENARIO, CliTest, clean_environment, run


def converse(arguments, script):
    """Runs dedesign under expect; `script` is Tcl between spawn and the end."""
    program = f"set timeout 20\nlog_user 1\nspawn -noecho {BINARY} {arguments}\n{script}\n"
    return subprocess.run(["expect", "-f", "-"], input=program, capture_output=True, text=True, timeout=60,
                          env=clean_environment(TERM="xterm"))


@unittest.skipUnless(shutil.which("expect"), "expect is not installed")
class Ask(CliTest):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "design.yaml"
        run("new", "--scenario", "ad-events", "-o", self.path, check=0)

    def scope(self):
        return yaml.safe_load(self.path.read_text())["scope"]

    def test_answers_are_kept_and_bad_ones_asked_again(self):
        result = converse(f"scope {self.path} --ask", r'''
expect "scope.volume.average"
expect "> "
send "35000\r"
expect "a rate is needed"
expect "> "
send "35k/s\r"
expect "scope.volume.event_size"
expect "> "
send "\r"
expect "scope.latency.freshness"
expect "> "
send "5 min\r"
expect "> "
send "\003"
expect eof
''')
        self.assertIn("2 answered", result.stdout)
        self.assertEqual(self.scope(), {"volume": {"average": "35k/s"}, "latency": {"freshness": "5 min"}})

    def test_what_others_write_meanwhile_stays(self):
        result = converse(f"scope {self.path} --ask --set {{volume.event_size=450 B}}", r'''
expect "scope.volume.average"
expect "> "
exec sed -i "1i # from elsewhere" PATH
send "35k/s\r"
expect "scope.latency.freshness"
send "\003"
expect eof
'''.replace("PATH", str(self.path)))
        self.assertIn("1 answered", result.stdout)
        self.assertTrue(self.path.read_text().startswith("# from elsewhere\n"))
        self.assertEqual(self.scope()["volume"], {"event_size": "450 B", "average": "35k/s"})

    def test_what_cannot_be_written_is_not_asked(self):
        self.path.chmod(0o444)
        result = converse(f"scope {self.path} --ask", "expect eof")
        self.assertIn("read-only", result.stdout)
        self.assertNotIn("> ", result.stdout)

    def test_nothing_answered_changes_nothing(self):
        before = self.path.read_bytes()
        converse(f"scope {self.path} --ask", 'expect "> "\nsend "\\004"\nexpect eof')
        self.assertEqual(self.path.read_bytes(), before)

    def test_stories_are_asked_for_and_told_in_order(self):
        result = converse(f"close {self.path} --stories", r'''
expect "ambiguity"
expect "going on"
send "the prompt said dashboard\r"
expect "decide"
send "asked who reads first\r"
expect "came of it"
send "shipped in the quarter\r"
expect "not work"
send "nothing\r"
expect "differently"
send "consumers come first\r"
expect "pushback"
expect "going on"
send "\003"
expect eof
''')
        story = yaml.safe_load(self.path.read_text())["close"]["stories"]["ambiguity"]
        self.assertEqual(story["went_wrong"], "nothing")
        self.assertIn("The prompt said dashboard. Asked who reads first. Shipped in the quarter.", result.stdout)
        self.assertIn("`close.stories.ambiguity.went_wrong` names no failure", result.stdout)
        self.assertIn("`close.stories.pushback` is not told", result.stdout)

    def test_stories_without_a_terminal_are_checked_and_told(self):
        result = subprocess.run(["setsid", BINARY, "close", str(SCENARIO / "reference.yaml"), "--stories", "--check"],
                                capture_output=True, text=True, stdin=subprocess.DEVNULL, env=clean_environment())
        self.assertEqual(result.returncode, 0, result.stdout)
        order = [result.stdout.index(name) for name in ("ambiguity\n", "pushback\n", "alignment\n")]
        self.assertEqual(order, sorted(order))

    def test_without_a_terminal_it_says_what_to_do(self):
        result = subprocess.run(["setsid", BINARY, "scope", str(self.path), "--ask"], capture_output=True, text=True,
                                stdin=subprocess.DEVNULL, env=clean_environment())
        self.assertEqual(result.returncode, 2)
        self.assertIn("--set or --from", result.stderr)


if __name__ == "__main__":
    unittest.main()
