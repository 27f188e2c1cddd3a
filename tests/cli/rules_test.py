#!/usr/bin/env python3
"""Rules of an organisation: --rules, and rules --test."""
import json
import unittest

from cli import CliTest, ROOT, SCENARIO, TODAY, run

ACME = ROOT / "tests/cli/rules/acme.yaml"
DESIGN = "dedesign: 1\nmodel:\n  tables:\n    clicks: {role: raw, retention: 7 d}\n"
LINT = ("--rules", ACME, "--today", TODAY, "--only", "ACME001,F012")


class Rules(CliTest):
    def findings(self, *arguments, check=1):
        out = json.loads(run("lint", *arguments, "--format", "json", check=check).out)
        return out["findings"]

    def test_a_finding_is_as_one_of_ours(self):
        design = self.write("design.yaml", DESIGN)
        found = self.findings(design, *LINT)
        self.assertEqual([(one["rule"], one["name"], one["severity"], one["path"], one["line"], one["column"])
                          for one in found],
                         [("ACME001", "raw-kept-a-month", "error", "model.tables.clicks.retention", 4, 36)])
        text = run("lint", "design.yaml", *LINT, cwd=self.folder, check=1).out
        self.assertIn("error[ACME001]: `clicks` keeps raw rows 7 d, and we keep them 30 d at least", text)
        self.assertIn("set model.tables.clicks.retention to 30 d or more", text)
        self.assertEqual(run("lint", design, *LINT, "--skip", "raw-kept-a-month", check=0).err, "")
        every = {one["rule"] for one in self.findings(design, "--rules", ACME.parent, "--today", TODAY)}
        self.assertLessEqual({"ACME001", "ACME003", "S101"}, every)

    def test_it_can_be_accepted(self):
        entry = "accept:\n  short: {rule: ACME001, at: model.tables.clicks, because: [a test of ours]}\n"
        design = self.write("design.yaml", DESIGN + entry)
        self.assertEqual(self.findings(design, *LINT, check=0)[0]["accepted"], {"by": "short", "line": 6})
        stale = self.findings(self.write("other.yaml", DESIGN.replace("7 d", "40 d") + entry), *LINT, check=0)
        self.assertEqual([one["rule"] for one in stale], ["F012"])
        unknown = self.findings(design, "--only", "F012", "--today", TODAY, check=0)
        self.assertIn("there is no such rule", unknown[0]["message"])
        self.assertIn("--rules", unknown[0]["help"])

    def test_rules_that_the_settings_name_can_be_asked_for(self):
        design = self.write("design.yaml", DESIGN)
        self.write("acme.yaml", ACME.read_text())
        self.write(".dedesign.yaml", "rules: [acme.yaml]\n")
        self.assertEqual([one["rule"] for one in self.findings(design, "--only", "ACME001")], ["ACME001"])
        self.assertNotIn("ACME001", {one["rule"] for one in self.findings(design, "--skip", "raw-kept-a-month")})
        self.assertIn("did you mean ACME001?", run("lint", design, "--only", "ACME01", check=2).err)

    def test_the_reference_answer_bears_them(self):
        run("lint", SCENARIO / "reference.yaml", "--rules", ACME, "--today", TODAY, check=0)

    def test_listed_and_explained(self):
        table = run("rules", ACME, check=0).out
        self.assertIn("ACME002  our-formats", table)
        self.assertIn("P303", table)
        rules = {one["code"]: one for one in json.loads(run("rules", "--format", "json", "--rules", ACME, check=0).out)["rules"]}
        self.assertEqual(rules["ACME002"]["stage"], "partition")
        self.assertTrue(rules["ACME002"]["from"].endswith("acme.yaml:28:3"), rules["ACME002"]["from"])
        text = run("explain", "ACME001", "--rules", ACME, check=0).out
        self.assertIn("Our auditors ask for the events", text)
        self.assertIn("clicks: {role: raw, retention: 7 d}", text)

    def test_examples(self):
        self.assertEqual(run("rules", "--test", ACME, check=0).out, "3 rules, 7 examples, all as they should be\n")
        text = ACME.read_text()
        wrong = self.write("wrong.yaml", text.replace("at_least: 30 d", "at_least: 3 d"))
        said = run("rules", "--test", wrong, check=1).out
        self.assertIn("wrong.yaml:14:9: ACME001 does not fire here, and must", said)
        self.assertIn("1 wrong", said)
        moved = self.write("moved.yaml", text.replace("retention: \u00ab7 d\u00bb", "\u00abretention\u00bb: 7 d"))
        self.assertIn("ACME001 fires, but not at the mark", run("rules", "--test", moved, check=1).out)
        broken = self.write("broken.yaml", text.replace("role: raw, retention: 720 h", "role: row"))
        self.assertIn("the example is no design that can be read", run("rules", "--test", broken, check=1).out)
        bare = self.write("bare.yaml", "dedesign-rules: 1\nrules: {AB1: {given: title, then: {.: x}, message: m}}\n")
        self.assertIn("has no example that must fire", run("rules", "--test", bare, check=1).out)

    def test_mistakes(self):
        wrong = self.write("wrong.yaml", ACME.read_text().replace("at_least: 30 d", "at_least: 30 MB"))
        for command in (("lint", SCENARIO / "reference.yaml", "--rules", wrong), ("rules", "--test", wrong)):
            said = run(*command, check=2).err
            self.assertIn("wrong.yaml:10:34: ", said)
            self.assertIn("30 MB", said)
        twice = self.write("twice.yaml", ACME.read_text())
        self.assertIn("there is a rule `ACME001` already", run("rules", ACME, twice, check=2).err)
        (self.folder / "none").mkdir()
        self.assertIn("there are no rules in", run("rules", self.folder / "none", check=2).err)
        run("rules", self.folder / "missing.yaml", check=2)
        self.assertIn("--test needs files", run("rules", "--test", check=2).err)


if __name__ == "__main__":
    unittest.main()
