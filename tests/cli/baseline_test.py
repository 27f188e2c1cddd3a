#!/usr/bin/env python3
"""lint --baseline: what is known is marked and does not count, by rule and path and never by line."""
import json
import unittest

from cli import CliTest, run

BAD = "dedesign: 1\nscope:\n  volume: {averge: 35k/s, pattern: spikey}\n"
RULES = ("--only", "F002,F003,C541")


class Baselines(CliTest):
    def setUp(self):
        super().setUp()
        self.design = self.write("a.yaml", BAD)
        self.base = self.folder / "base.json"

    def lint(self, *arguments, check, cwd=None):
        return run("lint", *arguments, *RULES, cwd=cwd or self.folder, check=check)

    def test_what_is_written_holds_and_moves_with_the_lines(self):
        written = self.lint("a.yaml", "--write-baseline", "base.json", check=0)
        self.assertIn("known[F002]", written.out)
        self.assertIn("No findings in 1 file; 3 in the baseline; 2 can be fixed", written.out)
        self.assertEqual(self.base.read_text(), '{"version": 1, "entries": [\n'
                         '{"file":"a.yaml","path":"close.question","rule":"C541"},\n'
                         '{"file":"a.yaml","path":"scope.volume.averge","rule":"F002"},\n'
                         '{"file":"a.yaml","path":"scope.volume.pattern","rule":"F003"}\n]}\n')
        self.design.write_text("# moved\n\n" + BAD)
        self.lint("a.yaml", "--baseline", "base.json", "--fail-on", "note", check=0)
        (self.folder / "sub").mkdir()
        self.lint("../a.yaml", "--baseline", "../base.json", check=0, cwd=self.folder / "sub")
        self.lint(self.design, "--baseline", self.base, check=0)
        self.design.write_text(BAD + "  latncy: {}\n")
        found = json.loads(self.lint("a.yaml", "--baseline", "base.json", "--format", "json", check=1).out)
        self.assertEqual([f["path"] for f in found["findings"] if "baseline" not in f], ["scope.latncy"])
        self.assertEqual(found["summary"]["baseline"], 3)
        self.assertEqual(found["summary"]["error"], 1)
        concise = self.lint("a.yaml", "--baseline", "base.json", "--format", "concise", check=1).out
        self.assertIn("a.yaml:3:12: known[F002]", concise)

    def test_of_more_findings_than_it_has_the_rest_count(self):
        block = "```dedesign\n" + BAD + "```\n"
        self.write("doc.md", block)
        self.lint("doc.md", "--write-baseline", "base.json", check=0)
        self.write("doc.md", block + block)
        found = json.loads(self.lint("doc.md", "--baseline", "base.json", "--format", "json", check=1).out)
        self.assertEqual([("baseline" in f) for f in found["findings"] if f["rule"] == "F002"], [True, False])
        self.lint("doc.md", "--write-baseline", "base.json", check=0)
        self.assertIn('"count":2', self.base.read_text())

    def test_what_matches_nothing_is_said_and_pruned(self):
        self.write("b.yaml", BAD)
        self.lint(".", "--write-baseline", "base.json", check=0)
        self.design.write_text(BAD.replace("averge", "average"))
        (self.folder / "b.yaml").unlink()
        # what was not asked is not missed
        self.assertNotIn("a.yaml", run("lint", "a.yaml", "--baseline", "base.json", "--only", "F003", cwd=self.folder).err)
        said = self.lint("a.yaml", "--baseline", "base.json", check=0).err
        self.assertIn("a.yaml: F002 at `scope.volume.averge` of the baseline matches nothing any more", said)
        self.assertIn("b.yaml: F003", said)
        self.assertIn("--prune-baseline", said)
        self.lint("a.yaml", "--baseline", "base.json", "--prune-baseline", check=0)
        self.assertEqual(self.base.read_text().count("file"), 2)
        self.assertEqual(self.lint("a.yaml", "--baseline", "base.json", check=0).err, "")

    def test_what_cannot_be_read_is_not_taken_for_mended(self):
        self.lint("a.yaml", "--write-baseline", "base.json", check=0)
        before = self.base.read_text()
        for text, status in ((BAD + "x: [\n", 2), (b"dedesign: 1\ntitle: \xff\n", 2), ("dedesign: 9\n", 2),
                             ("dedesign: 1\nscope: {latncy: {}}\n", 1)):
            self.design.write_bytes(text if isinstance(text, bytes) else text.encode())
            said = run("lint", "a.yaml", "--baseline", "base.json", "--prune-baseline", cwd=self.folder, check=status)
            self.assertNotIn("of the baseline matches", said.err)
            self.assertEqual(self.base.read_text(), before)

    def test_one_that_cannot_be_written_hides_nothing(self):
        result = self.lint("missing.yaml", "a.yaml", "--write-baseline", "none/base.json", check=2)
        self.assertIn("cannot open the folder", result.err)
        self.assertIn("missing.yaml", result.err)
        self.assertIn("F002", result.out)

    def test_mistakes(self):
        for text, said in (("", "it is not JSON"), ("[]", "version"), ('{"version": 1}', "no list `entries`"),
                           ('{"version": 1, "entries": [{"rule": "F002"}]}', "entry 1 lacks a file"),
                           ('{"version": 1, "entries": [{"file": "a", "rule": "F002", "count": -1}]}', "its count")):
            self.base.write_text(text)
            self.assertIn(said, self.lint("a.yaml", "--baseline", "base.json", check=2).err)
        self.lint("a.yaml", "--baseline", "none.json", check=2)
        self.assertIn("needs a baseline", self.lint("a.yaml", "--prune-baseline", check=2).err)
        self.assertIn("cannot stand together",
                      self.lint("a.yaml", "--baseline", "x", "--write-baseline", "y", check=2).err)


if __name__ == "__main__":
    unittest.main()
