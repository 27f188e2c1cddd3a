#!/usr/bin/env python3
"""`.dedesign.yaml` beside the design, and the picture that partition --plot draws."""
import json
import unittest
import xml.etree.ElementTree

from cli import CliTest, SCENARIO, TODAY, run

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
        self.assertAlmostEqual(groups() / usual, 8, delta=1)

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
