#!/usr/bin/env python3
"""`.dedesign.yaml` beside the design, and the picture that partition --plot draws."""
import json
import unittest
import xml.etree.ElementTree

from cli import CliTest, ROOT, SCENARIO, TODAY, run

ACME = ROOT / "tests/cli/rules/acme.yaml"

REFERENCE = SCENARIO / "reference.yaml"
OTHER = "facts: {capacity.min_headroom: 3}\n"


class Settings(CliTest):
    def setUp(self):
        super().setUp()
        self.design = self.write("design.yaml", REFERENCE.read_text())

    def codes(self, *arguments):
        result = run("lint", *arguments, "--format", "json", "--today", TODAY, "--fail-on", "never", check=0)
        return {finding["rule"] for finding in json.loads(result.out)["findings"]}

    def test_a_fact_of_the_organisation(self):
        self.assertNotIn("M243", self.codes(self.design))
        self.write(".dedesign.yaml", OTHER)
        self.assertIn("M243", self.codes(self.design))
        said = run("lint", self.design, "--format", "json", "--fail-on", "never", check=0).out
        self.assertIn("3 (.dedesign.yaml)", said)

    def test_figures_of_a_stage(self):
        def groups():
            report = json.loads(run("partition", self.design, "--check", "--format", "json", check=0).out)
            return next(one["value"] for one in report["figures"] if one["path"].endswith("monthly-invoice")
                        and one["name"] == "row groups read")
        usual = groups()
        self.write(".dedesign.yaml", "facts: {parquet.row_group_bytes: 16 MiB}\n")
        # a file of 180 MB: two groups of 128 MiB at most, eleven of 16 MiB
        self.assertAlmostEqual(groups() / usual, 5.5, delta=0.1)

    def test_the_nearest_counts_and_the_repository_ends_it(self):
        self.write(".dedesign.yaml", OTHER)
        inner = self.folder / "team" / "one"
        inner.mkdir(parents=True)
        (inner / "design.yaml").write_text(REFERENCE.read_text())
        self.assertIn("M243", self.codes(inner / "design.yaml"))
        (self.folder / "team" / ".dedesign.yaml").write_text("facts: {}\n")
        self.assertNotIn("M243", self.codes(inner / "design.yaml"))
        (self.folder / "team" / ".dedesign.yaml").unlink()
        (inner / ".git").mkdir()
        self.assertNotIn("M243", self.codes(inner / "design.yaml"))

    def test_whatif_and_diff_take_them_too(self):
        plain = run("whatif", self.design, "--headroom", check=0).out
        self.write(".dedesign.yaml", "facts: {headroom.max_factor: 2}\n")
        self.assertIn("nothing up to 1000 x", plain)
        self.assertIn("nothing up to 2 x", run("whatif", self.design, "--headroom", check=0).out)
        self.assertEqual(run("diff", self.design, self.design, check=0).out, "Nothing differs.\n")

    def test_what_cannot_be_read_is_refused_with_its_place(self):
        self.write(".dedesign.yaml", "facts:\n  capacity.min_headroon: 3\n")
        for command in (("lint", self.design), ("partition", self.design), ("whatif", self.design, "--headroom"),
                        ("diff", self.design, self.design)):
            said = run(*command, check=2).err
            self.assertIn(".dedesign.yaml:2:3: `capacity.min_headroon` is no fact", said)
            self.assertIn("`capacity.min_headroom`?", said)


class Judging(CliTest):
    """Severities, rules, presets and thresholds of `.dedesign.yaml`."""
    DESIGN = REFERENCE.read_text().replace("question:", "# question:")  # earns C541, a warning

    def setUp(self):
        super().setUp()
        self.design = self.write("design.yaml", self.DESIGN)

    def severities(self, config, *arguments, check=0):
        self.write(".dedesign.yaml", config)
        result = run("lint", self.design, "--format", "json", "--today", TODAY, *arguments, check=check)
        return {f["rule"]: f["severity"] for f in json.loads(result.out)["findings"]}

    def test_severities(self):
        self.assertEqual(self.severities(""), {"C541": "warning"})
        self.assertEqual(self.severities("C541: error\n", check=1), {"C541": "error"})
        self.assertEqual(self.severities("severities: {no-question: note}\n"), {"C541": "note"})
        self.assertEqual(self.severities("severities: {C541: off}\n"), {})
        self.assertEqual(self.severities("skip: [no-question]\n"), {})
        self.assertEqual(self.severities("skip: no-question\n", "--only", "C541"), {})
        self.assertEqual(self.severities("only: [S101]\n"), {})
        self.assertEqual(self.severities("only: [S101]\n", "--only", "C541"), {"C541": "warning"})

    def test_thresholds(self):
        self.severities("fail_on: warning\n", check=1)
        self.severities("fail_on: warning\n", "--fail-on", "error", check=0)
        self.severities("C541: error\nfail_on: never\n", check=0)
        self.severities("presets: [ci]\n", check=1)
        self.severities("presets: [ci]\nfail_on: error\n", check=0)
        self.severities("presets: [ci, drill]\n", check=0)
        run("close", self.design, "--check", check=0)
        # nearer presets hold against what is said farther away
        (self.folder / "team").mkdir()
        for far in ("fail_on: error\n", "S106: off\nfail_on: error\n"):
            self.write(".dedesign.yaml", far)
            (self.folder / "team/.dedesign.yaml").write_text("presets: [ci]\n")
            shown = run("config", "team/a.yaml", cwd=self.folder, check=0).out
            self.assertRegex(shown, r"fail_on +warning +preset ci")
        (self.folder / "team/.dedesign.yaml").write_text("presets: [ci]\nfail_on: error\n")
        self.assertRegex(run("config", "team/a.yaml", cwd=self.folder, check=0).out, r"fail_on +error +team")
        self.write(".dedesign.yaml", "presets: ci\n")
        run("close", self.design, "--check", check=1)

    def test_a_key_counts_as_the_nearest_file_says_it(self):
        (self.folder / ".git").mkdir()
        self.write(".dedesign.yaml", "severities: {C541: error}\nfail_on: never\n")
        inner = self.folder / "team"
        inner.mkdir()
        (inner / "design.yaml").write_text(self.DESIGN)
        run("lint", "team", cwd=self.folder, check=0)
        (inner / ".dedesign.yaml").write_text("fail_on: warning\n")
        result = run("lint", ".", "--today", TODAY, "--format", "concise", cwd=self.folder, check=1)
        self.assertEqual(result.out.count("error[C541]"), 2)
        shown = json.loads(run("config", "team/design.yaml", "--format", "json", cwd=self.folder, check=0).out)
        self.assertEqual(shown["files"], ["team/.dedesign.yaml", ".dedesign.yaml"])
        self.assertEqual(shown["settings"], [
            {"key": "fail_on", "value": "warning", "from": "team/.dedesign.yaml:1:10"},
            {"key": "severities.C541", "value": "error", "from": ".dedesign.yaml:1:14"}])
        (inner / ".dedesign.yaml").write_text("severities: {}\n")
        self.assertIn("warning[C541]", run("lint", "team", "--today", TODAY, cwd=self.folder, check=0).out)

    def test_what_holds_is_shown(self):
        self.assertIn("fail_on  error  default", run("config", cwd=self.folder, check=0).out)
        (self.folder / "own").mkdir()
        self.write("own/rules.yaml", ACME.read_text())
        self.write(".dedesign.yaml", "presets: [billing]\nS107: note\nskip: [P330]\nfacts: {capacity.min_headroom: 3}\n"
                                     "rules: [own/]\nscenarios: [more]\nignore: [drafts/]\n")
        for name in (self.design, self.folder, self.folder / "other.yaml"):
            rows = {" ".join(line.split()) for line in run("config", name, cwd=self.folder, check=0).out.splitlines()}
            for row in ("fail_on warning preset billing (.dedesign.yaml:1:11)", "severities.S107 note .dedesign.yaml:2:1",
                        "severities.B413 error preset billing (.dedesign.yaml:1:11)", "skip P330 .dedesign.yaml:3:8",
                        "facts.capacity.min_headroom 3 .dedesign.yaml:4:9", "rules own .dedesign.yaml:5:9",
                        "scenarios more .dedesign.yaml:6:13", "ignore drafts/ .dedesign.yaml:7:10"):
                self.assertIn(row, rows)

    def test_rules_of_the_organisation_are_judged_and_set_as_ours(self):
        (self.folder / "own").mkdir()
        self.write("own/rules.yaml", ACME.read_text())
        design = self.write("design.yaml", "dedesign: 1\nmodel:\n  tables: {clicks: {role: raw, retention: 7 d}}\n")
        for config, command, said in (("", "lint", "error[ACME001]"), ("", "model", "error[ACME001]"),
                                      ("severities: {ACME001: note}\n", "lint", "note[ACME001]")):
            self.write(".dedesign.yaml", "rules: own\n" + config)
            check = ("--check",) if command == "model" else ()
            result = run(command, design, *check, "--today", TODAY, "--format", "concise", cwd=self.folder)
            self.assertIn(said, result.out)
        self.assertIn("raw-kept-a-month", run("explain", "ACME001", cwd=self.folder, check=0).out)
        self.assertIn("ACME002", run("rules", cwd=self.folder, check=0).out)
        self.write(".dedesign.yaml", "rules: own\nskip: [ACME001]\n")
        self.assertNotIn("ACME001", run("lint", design, "--today", TODAY, cwd=self.folder).out)
        self.write(".dedesign.yaml", "rules: [none.yaml]\n")
        self.assertIn(".dedesign.yaml:1:9: cannot read none.yaml", run("lint", design, cwd=self.folder, check=2).err)

    def test_mistakes_have_their_place(self):
        for config, said in (("sevrities: {}\n", ".dedesign.yaml:1:1: `sevrities` is no key of this file"),
                             ("severities: {C514x: note}\n", ".dedesign.yaml:1:14: there is no rule `C514x`"),
                             ("P999: note\n", ".dedesign.yaml:1:1: there is no rule `P999`"),
                             ("only: [no-qestion]\n", "did you mean no-question?"),
                             ("F001: off\n", ".dedesign.yaml:1:1: the findings of F001 stay errors"),
                             ("presets: [bill]\n", ".dedesign.yaml:1:11: `bill` is no preset"),
                             ("fail_on: errors\n", "`error`?")):
            self.write(".dedesign.yaml", config)
            for command in ("lint", "close", "config"):
                self.assertIn(said, run(command, self.design, cwd=self.folder, check=2).err)

    def test_a_mistake_is_said_once_for_all_files(self):
        self.write("b.yaml", self.DESIGN)
        self.write(".dedesign.yaml", "no: 1\n")
        self.assertEqual(run("lint", self.folder, cwd=self.folder, check=2).err.count("is no key"), 1)


class Plot(CliTest):
    def test_the_picture_of_the_example(self):
        picture = self.folder / "picture.svg"
        run("partition", "reference.yaml", "--check", "--today", TODAY, "--plot", picture, cwd=SCENARIO, check=0)
        self.assert_golden("plot.svg", picture.read_text())
        root = xml.etree.ElementTree.parse(picture).getroot()
        self.assertEqual(root.get("width"), "800")
        self.assertNotIn("script", picture.read_text())

    def test_it_is_well_formed_whatever_the_names(self):
        title = "</svg><script>alert(1)</script> &amp; ]]> \\u0007 \\u202e \\ud7ff"
        design = self.write("design.yaml", f'dedesign: 1\ntitle: "{title}"\nmodel:\n'
                                           "  tables: {t: {role: fact}}\n  queries: {q: {table: t}}\n")
        picture = self.write("picture.svg", "what stood there before")
        run("partition", design, "--check", "--fail-on", "never", "--plot", picture, check=0)
        root = xml.etree.ElementTree.parse(picture).getroot()
        self.assertEqual([one for one in root.iter() if one.tag.endswith("script")], [])

    def test_a_picture_that_cannot_be_written(self):
        result = run("partition", REFERENCE, "--check", "--plot", self.folder / "no" / "such.svg", check=2)
        self.assertIn("cannot open the folder", result.err)

    def test_a_design_that_cannot_be_read_has_none(self):
        picture = self.folder / "picture.svg"
        run("partition", self.write("broken.yaml", "a: [\n"), "--plot", picture, check=2)
        self.assertFalse(picture.exists())


if __name__ == "__main__":
    unittest.main()
