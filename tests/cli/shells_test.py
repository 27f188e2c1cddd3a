#!/usr/bin/env python3
"""Completion in real bash, zsh and fish."""
import os
import pathlib
import shutil
import subprocess
import unittest

from cli import BINARY, CliTest, ROOT, SCENARIO, clean_environment, run


def expect(program):
    return subprocess.run(["expect", "-f", "-"], input=program, capture_output=True, text=True, timeout=60,
                          env=clean_environment(TERM="xterm", PATH=f"{pathlib.Path(BINARY).parent}:{os.environ['PATH']}"))


class Candidates(CliTest):
    """The protocol that the three scripts share."""

    def candidates(self, *words):
        lines = run("__complete", "--", *words, check=0).out.splitlines()
        return [line.split("\t")[0] for line in lines[:-1]], int(lines[-1][1:])

    def test_commands_options_words_and_rules(self):
        self.assertEqual(self.candidates("back"), (["backfill-check"], 4))
        self.assertIn("--from", self.candidates("scope", "--f")[0])
        self.assertEqual(self.candidates("lint", "--fail-on", "n")[0], ["note", "never"])
        self.assertEqual(self.candidates("lint", "--only", "S10")[0][:2], ["S101", "S102"])
        self.assertEqual(self.candidates("new", "--scenario", "ad")[0], ["ad-events"])
        self.assertEqual(self.candidates("completions", "z")[0], ["zsh"])
        self.assertIn("exact-counts", self.candidates("explain", "exact")[0])

    def test_arguments_in_their_order(self):
        self.assertEqual(self.candidates("drill", "st"), (["start"], 4))
        self.assertEqual(self.candidates("drill", "start", "ad"), (["ad-events"], 4))
        self.assertEqual(self.candidates("drill", "verify", "usage"), (["usage-billing"], 4))
        self.assertEqual(self.candidates("drill", "ask", ""), ([], 0))
        self.assertEqual(self.candidates("diff", "a.yaml", ""), ([], 0))

    def test_paths_of_the_format_and_of_the_design(self):
        self.assertEqual(self.candidates("scope", "--set", "volume.a"), (["volume.average="], 6))
        self.assertEqual(self.candidates("scope", "--set", "volume.pattern=s")[0],
                         ["volume.pattern=steady", "volume.pattern=spiky"])
        self.assertEqual(self.candidates("scope", "--set", "timezone=Europe/Be")[0],
                         ["timezone=Europe/Belfast", "timezone=Europe/Belgrade", "timezone=Europe/Berlin"])
        self.assertEqual(self.candidates("whatif", "x.yaml", "--set", "scope.volume.a"), (["scope.volume.average="], 6))
        self.assertEqual(self.candidates("whatif", "x.yaml", "--scale", "scope.volume.pe")[0], ["scope.volume.peak="])
        self.assertEqual(self.candidates("whatif", "x.yaml", "--set", "scope.volume.pattern=sp")[0],
                         ["scope.volume.pattern=spiky"])
        design = str(SCENARIO / "reference.yaml")
        self.assertEqual(self.candidates("model", design, "--set", "tables.campaign_")[0],
                         ["tables.campaign_live.", "tables.campaign_daily."])

    def test_silence_on_nonsense(self):
        self.assertEqual(self.candidates("nonsense", "x"), ([], 4))
        self.assertEqual(self.candidates("model", "missing.yaml", "--set", "tables.x")[0], [])


@unittest.skipUnless(shutil.which("expect"), "expect is not installed")
class Shells(CliTest):
    def test_bash(self):
        result = expect(f'''set timeout 10
spawn bash --norc --noprofile -i
send "source {ROOT}/completions/dedesign.bash; PS1='ready> '\\r"
expect "ready> "
send "dedesign backf\\t"
expect "dedesign backfill-check "
send -- "--set jobs\\t"
expect "jobs."
send "\\025exit\\r"
expect eof
puts complete''')
        self.assertIn("dedesign backfill-check ", result.stdout)
        self.assertIn("jobs.", result.stdout)
        self.assertIn("complete", result.stdout)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        result = expect(f'''set timeout 10
spawn zsh -f -i
send "autoload -U compinit; compinit -u -D; source {ROOT}/completions/_dedesign; PS1='ready> '\\r"
expect "ready> "
expect "ready> "
send "dedesign backf\\t"
expect "backfill-check"
send "\\025exit\\r"
expect eof''')
        self.assertIn("backfill-check", result.stdout)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        script = f"source {ROOT}/completions/dedesign.fish; complete -C 'dedesign backf'; complete -C 'dedesign scope --set volume.a'"
        result = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, timeout=60,
                                env=clean_environment(PATH=f"{pathlib.Path(BINARY).parent}:{os.environ['PATH']}"))
        self.assertIn("backfill-check\t", result.stdout)
        self.assertIn("volume.average=", result.stdout)

    def test_scripts_parse(self):
        for shell, name in (("bash", "dedesign.bash"), ("zsh", "_dedesign"), ("fish", "dedesign.fish")):
            if shutil.which(shell):
                result = subprocess.run([shell, "-n", str(ROOT / "completions" / name)], capture_output=True, text=True)
                self.assertEqual((result.returncode, result.stderr), (0, ""), shell)


if __name__ == "__main__":
    unittest.main()
