#!/usr/bin/env python3
"""The verdicts of backfill-check as data, its timelines as SQL, what --table and --job leave out, and its progress."""
import json
import os
import pty
import subprocess
import unittest

from cli import BINARY, SCENARIO, TODAY, CliTest, clean_environment, run

FIRST_TRY = SCENARIO / "first-try.yaml"


def verdicts(design, *more, status=1):
    return json.loads(run("backfill-check", design, "--check", "--today", TODAY, "--format", "json", *more, check=status).out)


class Verdicts(CliTest):
    def test_each_pipeline_and_job_has_one(self):
        report = verdicts(FIRST_TRY)
        self.assertEqual([(row["table"], row["pipeline"], row.get("job"), row["verdict"]) for row in report["verdicts"]],
                         [("events", "ingest", None, "fails"), ("daily_report", "rollup", None, "fails"),
                          ("daily_report", "rollup", "reprocess", "fails")])
        self.assertEqual(report["bounds"], {"name": "quick", "events": 3, "keys": 2, "faults": 2, "runs": 2,
                                            "states": 2000000})

    def test_a_failure_has_its_cost_its_timeline_and_what_repairs_it(self):
        failure = verdicts(FIRST_TRY)["verdicts"][0]["failures"][0]
        self.assertEqual((failure["invariant"], failure["defect"]), ("I3", "retry"))
        self.assertEqual((failure["events"], failure["faults"], failure["steps"]), (1, 1, 5))
        self.assertEqual(len(failure["trace"]["steps"]), 5)
        self.assertEqual(failure["repairs"][0]["edits"],
                         [{"path": "model.pipelines.ingest.delivery", "value": "exactly_once"}])

    def test_an_assumption_is_named_by_the_field_that_settles_it(self):
        job = verdicts(FIRST_TRY)["verdicts"][2]
        self.assertEqual(job["assumptions"], ["backfill.jobs.reprocess.while_live", "backfill.jobs.reprocess.exclusive"])
        race = next(failure for failure in job["failures"] if failure["defect"] == "race")
        self.assertEqual(race["assumes"], "backfill.jobs.reprocess.while_live")

    def test_what_holds_says_how_far_it_was_searched(self):
        for row in verdicts(SCENARIO / "reference.yaml", status=0)["verdicts"]:
            self.assertEqual((row["verdict"], row["exhausted"], row["events"], row["failures"]), ("holds", True, 3, []))
            self.assertNotIn("never_exercised", row)

    def test_a_table_or_a_job_leaves_the_others_findings_out(self):
        paths = [finding["path"] for finding in verdicts(FIRST_TRY)["findings"]]
        self.assertTrue(any(path.startswith("backfill.jobs.reprocess") for path in paths))
        of_events = verdicts(FIRST_TRY, "--table", "events")
        self.assertEqual([row["table"] for row in of_events["verdicts"]], ["events"])
        about = [finding["path"] for finding in of_events["findings"]]
        self.assertLess(len(about), len(paths))
        self.assertFalse([path for path in about if path.startswith(("backfill.jobs.reprocess", "model.pipelines.rollup"))])
        self.assertTrue(set(about) <= set(paths))
        of_job = [finding["path"] for finding in verdicts(FIRST_TRY, "--job", "reprocess")["findings"]]
        self.assertEqual([path for path in of_job if path.startswith("backfill.jobs.")],
                         [path for path in paths if path.startswith("backfill.jobs.")])


class Sql(CliTest):
    def test_the_script_is_all_that_is_printed(self):
        for dialect, quoted in (("duckdb", '"events"'), ("spark", "`events`")):
            out = run("backfill-check", FIRST_TRY, "--check", "--sql", dialect, check=0).out
            self.assertTrue(out.startswith("-- How `events` goes wrong"))
            self.assertIn(f"INSERT INTO {quoted} SELECT row_key, version FROM read_live;", out)
            for line in out.splitlines():
                self.assertTrue(not line or line.startswith("--") or line.endswith(";"), line)

    def test_a_trace_gives_the_same(self):
        trace = self.folder / "trace.json"
        direct = run("backfill-check", FIRST_TRY, "--check", "--sql", "duckdb", "--trace", trace, check=0).out
        self.assertEqual(direct, run("backfill-check", "--replay", trace, "--sql", "duckdb", check=0).out)

    def test_nothing_is_written_to_the_design(self):
        design = self.write("design.yaml", FIRST_TRY.read_text())
        run("backfill-check", design, "--set", "jobs.reprocess.atomic=true", "--sql", "spark", check=0)
        self.assertEqual(design.read_text(), FIRST_TRY.read_text())

    def test_where_nothing_goes_wrong_a_comment_says_so(self):
        out = run("backfill-check", SCENARIO / "reference.yaml", "--check", "--sql", "duckdb", check=0).out
        self.assertEqual(out, "-- No timeline goes wrong within the quick bounds.\n")

    def test_another_dialect_is_refused(self):
        self.assertIn("duckdb", run("backfill-check", FIRST_TRY, "--sql", "oracle", check=2).err)
        empty = self.write("empty.yaml", "")
        self.assertIn("-- Nothing was searched", run("backfill-check", empty, "--check", "--sql", "duckdb").out)


class Progress(CliTest):
    def on_terminal(self, bounds, *more, until=None, **environment):
        """What a terminal at standard error gets to see of a search, to its end or until a word appears."""
        ours, theirs = pty.openpty()
        arguments = [BINARY, "backfill-check", str(SCENARIO / "reference.yaml"), "--check", "--bounds", bounds, *more]
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=theirs,
                              env=clean_environment(**{"TERM": "xterm", **environment})) as process:
            os.close(theirs)
            seen = ""
            try:
                while not (until and until in seen):
                    seen += os.read(ours, 4096).decode()
            except OSError:  # the other end is gone
                pass
            process.kill()
        os.close(ours)
        return seen

    def test_a_long_search_says_how_far_it_is(self):
        seen = self.on_terminal("deep", until="states")
        self.assertRegex(seen, r"\r\x1b\[Ksearching \d+ of 8: \d events?, \d faults?, [\d.]+[kMB]? states")

    def test_the_line_goes_with_the_search(self):
        seen = self.on_terminal("standard")
        self.assertTrue(not seen or seen.endswith("states\r\x1b[K"), repr(seen))
        self.assertNotIn("\n", seen)

    def test_it_is_for_people_only(self):
        self.assertEqual("", self.on_terminal("standard", "--quiet"))
        self.assertEqual("", self.on_terminal("standard", CI="true"))
        self.assertEqual("", self.on_terminal("standard", TERM="dumb"))
        self.assertEqual("", run("backfill-check", SCENARIO / "reference.yaml", "--check", "--bounds", "standard",
                                 check=0).err)


if __name__ == "__main__":
    unittest.main()
