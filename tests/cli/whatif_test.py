#!/usr/bin/env python3
"""whatif and diff: two designs side by side, headroom; partition --suggest and --verbose."""
import json
import re
import unittest

from cli import CliTest, SCENARIO, TODAY, run

REFERENCE = SCENARIO / "reference.yaml"


class WhatIf(CliTest):
    def test_ten_times_the_volume(self):
        result = run("whatif", "reference.yaml", "--scale", "scope.volume=10", "--today", TODAY, cwd=SCENARIO, check=0)
        self.assert_golden("whatif-volume.txt", result.out)

    def test_a_factor_in_set_is_a_scale(self):
        scaled = run("whatif", REFERENCE, "--scale", "scope.duplicates=2", "--format", "json", check=0)
        written = run("whatif", REFERENCE, "--set", "scope.duplicates=x2", "--format", "json", check=0)
        self.assertEqual(scaled.out, written.out)
        self.assertEqual(json.loads(scaled.out)["values"][0]["after"], "1.6%")

    def test_what_appears_and_what_goes(self):
        changed = ("--set", "model.pipelines.land-clicks.capacity=5k/s", "--format", "json")
        report = json.loads(run("whatif", REFERENCE, *changed, check=0).out)
        self.assertIn("M243", {finding["rule"] for finding in report["appeared"]})
        self.assertEqual(report["gone"], [])
        self.assertEqual([one["path"] for one in report["values"]], ["model.pipelines.land-clicks.capacity"])

    def test_nothing_differs(self):
        self.assertEqual(run("whatif", REFERENCE, "--set", "scope.duplicates=0.8%", check=0).out, "Nothing differs.\n")

    def test_bad_input(self):
        self.assertIn("needs a change", run("whatif", REFERENCE, check=2).err)
        self.assertIn("not in the design", run("whatif", REFERENCE, "--scale", "scope.nothing=2", check=2).err)
        self.assertIn("is not a factor", run("whatif", REFERENCE, "--scale", "scope.volume=0", check=2).err)
        self.assertIn("no percent sign", run("whatif", REFERENCE, "--set", "scope.duplicates=7", check=2).err)
        broken = self.write("broken.yaml", "a: [\n")
        self.assertIn("cannot be read", run("whatif", broken, "--headroom", check=2).err)

    def test_what_could_not_be_read_before_is_not_blamed(self):
        text = (SCENARIO / "reference.yaml").read_text()
        path = self.write("bad.yaml", text.replace("\ntitle:", "\ntitel:", 1))
        self.assertIn("scope.volume.average", run("whatif", path, "--set", "scope.volume.average=slow", check=2).err)
        self.assertIn("appear", run("whatif", path, "--set", "scope.volume.average=1/s").out)
        unread = self.write("worse.yaml", re.sub(r"peak: [^,}\n]+", "peak: fast", text, count=1))
        self.assertIn("scope.volume.peak", run("whatif", unread, "--set", "scope.volume.peak=quick", check=2).err)

    def test_nothing_is_written(self):
        copy = self.write("copy.yaml", REFERENCE.read_text())
        run("whatif", copy, "--set", "scope.duplicates=2%", check=0)
        self.assertEqual(copy.read_text(), REFERENCE.read_text())

    def test_headroom(self):
        result = run("whatif", "reference.yaml", "--headroom", "--today", TODAY, cwd=SCENARIO, check=0)
        self.assert_golden("headroom.txt", result.out)
        report = json.loads(run("whatif", REFERENCE, "--headroom", "--format", "json", check=0).out)
        loads = [one["load"] for one in report["headroom"]]
        self.assertEqual(loads, ["volume", "lateness", "duplicates", "cardinality", "retention", "outage", "window"])
        for one in report["headroom"]:
            self.assertEqual(one["factor"] is None, not one["findings"])

    def test_headroom_is_where_the_finding_appears(self):
        report = json.loads(run("whatif", REFERENCE, "--headroom", "--format", "json", check=0).out)
        outage = next(one for one in report["headroom"] if one["load"] == "outage")
        for factor, expected in ((outage["factor"] * 1.001, True), (outage["factor"] / 1.03, False)):
            change = f"scope.failure_tolerance.outage={factor:.6f}"
            found = json.loads(run("whatif", REFERENCE, "--scale", change, "--format", "json", check=0).out)["appeared"]
            self.assertEqual(any(one["severity"] != "note" for one in found), expected, change)


class Diff(CliTest):
    def test_two_files(self):
        other = self.write("other.yaml", REFERENCE.read_text().replace("capacity: 40k/s", "capacity: 20k/s"))
        result = run("diff", REFERENCE, other, check=0)
        self.assertIn("model.pipelines.live-counts.capacity", result.out)
        self.assertIn("headroom", result.out)
        self.assertEqual(run("diff", REFERENCE, REFERENCE, check=0).out, "Nothing differs.\n")
        run("diff", REFERENCE, check=2)
        run("diff", REFERENCE, self.folder / "missing.yaml", check=2)


class Suggest(CliTest):
    def bare(self):
        """The reference without its layouts."""
        text = REFERENCE.read_text()
        return self.write("bare.yaml", text[:text.index("\npartition:\n")] + text[text.index("\nbackfill:\n"):])

    def test_layouts_for_tables_that_have_none(self):
        path = self.bare()
        set_now = run("partition", path, "--suggest", "--fail-on", "never", check=0).out
        text = path.read_text()
        for table in ("campaign_live", "campaign_daily", "attribution"):
            self.assertIn(f"  {table}:", text[text.index("\npartition:"):])
        self.assertRegex(set_now, r"campaign_daily +day\(report_date\), sorted by campaign_id, files of [0-9]+ MB")
        self.assertNotIn("(today)", set_now)
        self.assertIn("Nothing to set", run("partition", path, "--suggest", "--fail-on", "never", check=0).out)
        self.assertNotIn("P330", run("lint", path, "--format", "concise", "--fail-on", "never", check=0).out)

    def test_a_table_of_which_too_little_is_known_is_named(self):
        path = self.write("few.yaml", "dedesign: 1\nmodel: {tables: {t: {role: raw}, u: {role: raw, rows: 1M/day}}}\n")
        said = run("partition", path, "--suggest", "--check", "--fail-on", "never", check=0).out
        self.assertIn("Nothing to set", said)
        self.assertIn("`t` gets no layout before `model.tables.t.rows` is answered.", said)
        self.assertIn("`u` gets no layout before `model.tables.u.retention` is answered.", said)

    def test_a_good_layout_stays(self):
        copy = self.write("copy.yaml", REFERENCE.read_text())
        result = run("partition", copy, "--suggest", "--diff", "--fail-on", "never", check=0)
        self.assertNotIn("-    by:", result.out)

    def test_comments_stay(self):
        worse = REFERENCE.read_text().replace("cluster: [campaign_id]\n    target_file: 256 MB\n    expire_snapshots: 5 d\n"
                                              "    timezone: UTC\n    because: [hot-queries, high-cardinality, query-history]",
                                              "target_file: 256 MB  # as before\n    expire_snapshots: 5 d\n    timezone: UTC\n"
                                              "    because: [hot-queries, high-cardinality, query-history]")
        self.assertIn("# as before", worse)
        path = self.write("worse.yaml", worse)
        said = run("partition", path, "--suggest", "--fail-on", "never", check=0).out
        self.assertRegex(said, r"campaign_daily .* \(today\)")
        self.assertRegex(said, r"sorted by campaign_id.* 0\.[0-9]+ x")
        text = path.read_text()
        self.assertIn("# as before", text)
        self.assertIn("cluster: [campaign_id]", text[text.index("  campaign_daily:\n    format"):])

    def test_every_table_gets_a_layout_that_the_rules_bear(self):
        text = REFERENCE.read_text()
        path = self.write("bare.yaml", text[:text.index("\npartition:")] + text[text.index("\nbackfill:"):])
        run("partition", path, "--suggest", "--fail-on", "never", check=0)
        report = json.loads(run("lint", path, "--format", "json", "--fail-on", "never", check=0).out)
        found = [f for f in report["findings"] if f["rule"].startswith("P") and f["severity"] != "note"]
        # how often a pipeline commits is not the layout's business
        self.assertEqual([f["path"] for f in found if not f["path"].startswith("model.")], [])
        self.assertNotIn("cluster: []", path.read_text())

    def test_the_cheapest_are_listed(self):
        result = run("partition", "reference.yaml", "--check", "--suggest=3", "--today", TODAY, cwd=SCENARIO, check=0)
        self.assert_golden("suggest.txt", result.out)
        self.assertIn("from 1 to", run("partition", REFERENCE, "--check", "--suggest=no", check=2).err)

    def test_figures(self):
        result = run("partition", "reference.yaml", "--check", "--verbose", "--today", TODAY, cwd=SCENARIO, check=0)
        self.assert_golden("figures.txt", result.out)
        report = json.loads(run("partition", REFERENCE, "--check", "--format", "json", check=0).out)
        paths = {figure["path"] for figure in report["figures"]}
        self.assertIn("partition.clicks", paths)
        self.assertIn("model.queries.campaign-report", paths)

    def test_a_figure_that_is_withheld_says_what_would_give_it(self):
        path = self.write("open.yaml", "dedesign: 1\nmodel: {tables: {t: {role: raw, retention: 1 d}}}\n"
                                       "partition: {t: {format: iceberg}}\n")
        result = run("partition", path, "--check", "--verbose", "--fail-on", "never", check=0)
        self.assertIn("not known without `model.tables.t.rows`", result.out)


if __name__ == "__main__":
    unittest.main()
