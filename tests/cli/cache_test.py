#!/usr/bin/env python3
"""lint --cache: the same bytes as without it, whatever changed, broke or ran beside it."""
import json
import subprocess
import unittest

from cli import BINARY, CliTest, ROOT, SCENARIO, TODAY, clean_environment, run

BAD = "dedesign: 1\nscope:\n  volume: {averge: 35k/s}\n"
FORMATS = ("--format", "json", "--format", "full", "--format", "concise", "--verbose")


class Cached(CliTest):
    def setUp(self):
        super().setUp()
        self.write("a.yaml", BAD)
        self.cache = self.folder / ".cache"

    def lint(self, *arguments, paths=("a.yaml",), today=TODAY, cache=True):
        more = ("--cache", self.cache) if cache else ()
        result = run("lint", *paths, "--today", today, *arguments, *more, cwd=self.folder)
        return result.returncode, result.out, "from the cache" in result.err

    def assert_same(self, *arguments, hit, **more):
        """As without a cache; `hit`: it came from it."""
        status, out, was_hit = self.lint(*arguments, "--verbose", **more)
        self.assertEqual((status, out), self.lint(*arguments, "--verbose", cache=False, **more)[:2])
        self.assertEqual(was_hit, hit)

    def test_every_format_is_the_same(self):
        self.write("try.yaml", (SCENARIO / "first-try.yaml").read_text())
        self.write("doc.md", f"# x\n\n```dedesign\n{BAD}```\n")
        self.write("broken.yaml", "dedesign: [\n")
        self.write("clean.yaml", (SCENARIO / "reference.yaml").read_text())
        for hit in (False, True, True):
            self.assert_same(*FORMATS, paths=(".",), hit=hit)
        self.assertEqual((self.cache / ".gitignore").read_text(), "*\n")
        self.assertEqual(len([p for p in self.cache.iterdir() if p.name[0] != "."]), 5)

    def test_what_a_result_comes_from(self):
        self.assert_same(hit=False)
        self.assert_same(hit=True)
        for arguments in (("--only", "F002"), ("--skip", "F002"), ("--sealed",), ("--skip", "S101,S108")):
            self.assert_same(*arguments, hit=False)
        for config in ("S101: note\n", "S101: off\n", "skip: [S108]\n", "facts: {capacity.min_headroom: 3}\n",
                       "facts: {capacity.min_headroom: 4}\n", "presets: [billing]\n"):
            self.write(".dedesign.yaml", config)
            self.assert_same(hit=False)
            self.assert_same(hit=True)
        self.write("a.yaml", BAD + "# more\n")
        self.assert_same(hit=False)
        self.write("b.yaml", BAD + "# more\n")
        self.assert_same(paths=("b.yaml",), hit=False)

    def test_rules_of_the_organisation(self):
        self.write("a.yaml", BAD + "model: {tables: {raw: {role: raw, retention: 1 d}}}\n")
        rules = self.write("rules.yaml", "")
        acme = (ROOT / "tests/cli/rules/acme.yaml").read_text()
        for text in (acme, acme.replace("severity: error", "severity: note", 1)):
            rules.write_text(text)
            self.assert_same("--rules", "rules.yaml", hit=False)
            self.assert_same("--rules", "rules.yaml", hit=True)
        self.assert_same(hit=False)

    def test_days_on_which_acceptances_run_out(self):
        self.write("a.yaml", "dedesign: 1\naccept:\n  x: {rule: S101, at: scope, because: [later], until: 2026-11-30}\n"
                             "scope: {}\n")
        self.assert_same(today="2026-11-25", hit=False)
        self.assert_same(today="2026-11-30", hit=True)
        self.assert_same(today="2026-12-01", hit=False)
        self.assert_same(today="2027-12-01", hit=True)
        self.assert_same(today="2026-11-30", hit=False)

    def test_files_beside_the_design(self):
        def avro(kind):
            return json.dumps({"type": "record", "name": "Click", "fields": [{"name": "cost", "type": kind}]})
        self.write("v1.avsc", avro("int"))
        self.write("a.yaml", "dedesign: 1\nbackfill:\n  schema:\n    compatibility: backward\n"
                             "    versions: {v1: v1.avsc, v2: v2.avsc}\n")
        for content in (None, avro("string"), avro("long")):
            if content:
                self.write("v2.avsc", content)
            self.assert_same(hit=False)
            self.assert_same(hit=True)

    def test_damaged_entries_count_as_none(self):
        self.lint()
        entry = next(p for p in self.cache.iterdir() if p.name[0] != ".")
        good = entry.read_bytes()
        for bad in (b"", good[:-1], good + b"x", good[:40] + b"\xff" + good[41:], good.replace(b"S101", b"S102")):
            entry.write_bytes(bad)
            self.assert_same(hit=False)
            self.assert_same(hit=True)
        self.write("file", "")
        self.assertIn("is not a folder", run("lint", "a.yaml", "--cache", "file", cwd=self.folder, check=2).err)

    def test_two_runs_at_once(self):
        for i in range(30):
            self.write(f"d{i}.yaml", BAD)
        expected = self.lint(paths=(".",), cache=False)[1]
        runs = [subprocess.Popen([BINARY, "lint", ".", "--today", TODAY, "--cache", self.cache], cwd=self.folder,
                                 stdout=subprocess.PIPE, env=clean_environment()) for _ in range(4)]
        for one in runs:
            self.assertEqual(one.communicate()[0].decode(), expected)
        self.assertEqual([p for p in self.cache.iterdir() if p.name.endswith(".tmp")], [])

    def test_fixes_do_not_ask_it(self):
        self.lint()
        self.assertIn("+  volume: {average", self.lint("--diff")[1])


if __name__ == "__main__":
    unittest.main()
