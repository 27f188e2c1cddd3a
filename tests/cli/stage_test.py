#!/usr/bin/env python3
"""The five stages as filters and in place."""
import json
import os
import re
import stat
import subprocess
import unittest

import yaml

from cli import BINARY, CliTest, SCENARIO, TODAY, clean_environment, run

STAGES = [("scope", "scope"), ("model", "model"), ("partition", "partition"), ("backfill-check", "backfill"),
          ("close", "close")]
REFERENCE = (SCENARIO / "reference.yaml").read_text()


def pipe(fragment, start=None):
    """The design after five stages, and each stage's run; `fragment` maps a section to a file."""
    text = start if start is not None else run("new", "--scenario", "ad-events", "-o", "-", check=0).out
    runs = []
    for stage, section in STAGES:
        runs.append(run(stage, "--from", fragment(section), "--today", TODAY, stdin=text))
        text = runs[-1].out
    return text, runs


class Filter(CliTest):
    def test_five_fragments_make_the_reference_answer(self):
        text, runs = pipe(lambda section: SCENARIO / f"answers/{section}.yaml")
        for one in runs:
            self.assertEqual(one.returncode, 0, one.err)
            self.assertIn("is sealed", one.err)
        made, reference = yaml.safe_load(text), yaml.safe_load(REFERENCE)
        self.assertEqual(list(made.pop("sealed")), ["scope", "model", "partition", "backfill", "close"])
        self.assertEqual(made, reference)
        self.assertEqual(run("lint", "--sealed", "--fail-on", "note", "-", stdin=text, check=0).returncode, 0)

    def test_a_whole_design_serves_as_fragment(self):
        text, _ = pipe(lambda section: SCENARIO / "reference.yaml")
        made = yaml.safe_load(text)
        made.pop("sealed")
        self.assertEqual(made, yaml.safe_load(REFERENCE))

    def test_the_first_try_passes_through_and_earns_its_findings(self):
        text, runs = pipe(lambda section: SCENARIO / "first-try.yaml")
        self.assertTrue(all(one.returncode == 1 for one in runs))
        self.assertNotIn("sealed", yaml.safe_load(text))
        self.assertIn("error[S106]", runs[0].err)

    def test_nothing_to_change_leaves_the_bytes(self):
        text, _ = pipe(lambda section: SCENARIO / f"answers/{section}.yaml")
        for stage, _ in STAGES:
            self.assertEqual(run(stage, stdin=text, check=0).out, text)

    def test_crlf_and_comments_stay(self):
        text = "dedesign: 1\r\n# about the scope\r\nscope:\r\n    volume: {average: 35k/s}   # asked\r\n"
        out = run("scope", "--set", "volume.peak=120k/s", stdin=text).out
        self.assertEqual(out, text.replace("35k/s}", "35k/s, peak: 120k/s}"))

    def test_unreadable_input_is_not_passed_on(self):
        result = run("scope", stdin="scope: [1\n", check=2)
        self.assertEqual(result.out, "")
        self.assertIn("error[F001]", result.err)

    def test_the_status_of_a_pipe(self):
        script = f"set -o pipefail; '{BINARY}' new -o - | '{BINARY}' scope 2>/dev/null | '{BINARY}' model 2>/dev/null"
        self.assertEqual(subprocess.run(["bash", "-c", script], stdout=subprocess.DEVNULL,
                                        env=clean_environment()).returncode, 1)

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        script = f"'{BINARY}' explain --list | head -1; exit ${{PIPESTATUS[0]}}"
        result = subprocess.run(["bash", "-c", script], capture_output=True, env=clean_environment())
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_a_full_disk_is_a_failure(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([BINARY, "rules"], stdout=full, stderr=subprocess.PIPE, env=clean_environment())
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"could not be written", result.stderr)


class InPlace(CliTest):
    def test_new_then_a_set_value(self):
        path = self.folder / "design.yaml"
        run("new", "--scenario", "ad-events", "-o", path, check=0)
        run("new", "-o", path, check=2)
        result = run("scope", path, "--set", "volume={average: 35k/s, peak: 120k/s}", check=1)
        self.assertIn("error[S101]", result.out)
        self.assertEqual(result.err, "")
        self.assertEqual(yaml.safe_load(path.read_text())["scope"], {"volume": {"average": "35k/s", "peak": "120k/s"}})
        run("scope", path, "--unset", "volume.peak", check=1)
        self.assertEqual(yaml.safe_load(path.read_text())["scope"], {"volume": {"average": "35k/s"}})

    def test_check_and_diff_write_nothing(self):
        path = self.write("design.yaml", REFERENCE)
        run("scope", path, "--set", "volume.peak=130k/s", "--check", check=0)
        self.assertEqual(path.read_text(), REFERENCE)
        diff = run("scope", path, "--set", "volume.peak=130k/s", "--diff", check=0)
        self.assertEqual(path.read_text(), REFERENCE)
        self.assertIn("-    peak: 120k/s\n+    peak: 130k/s\n", diff.out)
        patched = subprocess.run(["patch", "-s", "-o", "-", str(path)], input=diff.stdout, capture_output=True)
        run("scope", path, "--set", "volume.peak=130k/s", check=0)
        self.assertEqual(patched.stdout, path.read_bytes())

    def test_link_and_mode_stay(self):
        path = self.write("real.yaml", REFERENCE)
        path.chmod(0o640)
        link = self.folder / "link.yaml"
        link.symlink_to(path)
        run("scope", link, check=0)
        self.assertTrue(link.is_symlink())
        self.assertIn("sealed:", path.read_text())
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertEqual(sorted(os.listdir(self.folder)), ["link.yaml", "real.yaml"])

    def test_two_stages_at_once_lose_nothing(self):
        path = self.write("design.yaml", REFERENCE)
        for round_number in range(5):
            commands = [[BINARY, "scope", str(path), "--set", f"volume.event_size={400 + round_number} B"],
                        [BINARY, "close", str(path), "--set", f"question=number {round_number}"]]
            running = [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment())
                       for c in commands]
            statuses = [(one.communicate(), one.returncode)[1] for one in running]
            design = yaml.safe_load(path.read_text())
            if statuses[0] != 2:
                self.assertEqual(design["scope"]["volume"]["event_size"], f"{400 + round_number} B")
            if statuses[1] != 2:
                self.assertEqual(design["close"]["question"], f"number {round_number}")
            self.assertIn(2 in statuses, (True, False))
            self.assertNotEqual(statuses, [2, 2])


    def test_no_report_takes_the_place_of_a_design(self):
        path = self.write("d.yaml", REFERENCE)
        doc = self.write("d.md", f"text\n\n```dedesign\n{REFERENCE}```\n")
        link = self.folder / "link.json"
        link.symlink_to(path)
        other = self.write("old.json", '{"version": 1}\n')
        for arguments in (("scope", path, "--check", "--format", f"json={path}"),
                          ("scope", path, "--check", "--format", f"json={link}"),
                          ("lint", path, "--format", f"sarif={path}"),
                          ("lint", path, "--format", f"sarif={doc}"),
                          ("lint", path, "--write-baseline", path),
                          ("partition", path, "--check", "--plot", path)):
            result = run(*arguments, "--today", TODAY, check=2)
            self.assertIn("it holds a design, which would be lost", result.err)
            self.assertEqual(path.read_text(), REFERENCE)
        run("lint", path, "--format", f"json={other}", "--today", TODAY, check=0)
        self.assertIn("findings", json.loads(other.read_text()))

    def test_standard_output_by_another_name_is_not_replaced(self):
        path = self.write("d.yaml", REFERENCE)
        log = self.folder / "log"
        with log.open("ab") as out:
            out.write(b"first\n")
            out.flush()
            subprocess.run([BINARY, "lint", path, "--today", TODAY, "--format", "concise=/dev/stdout"], stdout=out,
                           env=clean_environment(), check=True)
            out.write(b"last\n")
        self.assertEqual(log.read_text(), "first\nNo findings in 1 file.\nlast\n")

    def test_what_cannot_be_written_is_not_called_sealed(self):
        path = self.write("d.yaml", re.sub(r"(?ms)^sealed:.*", "", REFERENCE))
        path.chmod(0o444)
        result = run("scope", path, "--today", TODAY, check=2)
        self.assertIn("is not sealed: the file could not be written", result.out)
        self.assertIn("read-only", result.err)

    def test_what_prints_its_own_text_takes_no_report(self):
        path = self.write("d.yaml", REFERENCE)
        for own in ("--script", "--stories"):
            for other in (("--format", "json"), ("--diff",)):
                self.assertIn("has no meaning", run("close", path, own, *other, check=2).err)


class Lineage(CliTest):
    def test_what_each_table_promises(self):
        result = run("model", "reference.yaml", "--check", "--lineage", "--today", TODAY, cwd=SCENARIO, check=0)
        self.assert_golden("lineage.txt", result.out)

    def test_the_hop_that_limits_a_promise_is_named(self):
        result = run("model", SCENARIO / "first-try.yaml", "--check", "--lineage", "--today", TODAY, check=1)
        row = next(line for line in result.out.splitlines() if line.startswith("daily_report"))
        self.assertIn("events_topic -> events -> daily_report", row)
        self.assertIn("counted (`ingest`)", row)

    def test_the_same_for_programs(self):
        result = run("model", SCENARIO / "first-try.yaml", "--check", "--lineage", "--format", "json", "--today", TODAY,
                     check=1)
        row = next(row for row in json.loads(result.out)["lineage"] if row["table"] == "daily_report")
        self.assertEqual((row["repeats"], row["repeats_by"]), ("counted", "ingest"))
        self.assertEqual(row["way"], ["events_topic", "events", "daily_report"])

    def test_a_design_without_tables(self):
        self.assertIn("No table is declared.", run("model", "--lineage", stdin="dedesign: 1\n").err)

    def test_only_the_model_has_it(self):
        run("partition", SCENARIO / "reference.yaml", "--check", "--lineage", check=2)


class Script(CliTest):
    def test_it_tells_and_writes_nothing(self):
        design = self.write("design.yaml", (SCENARIO / "reference.yaml").read_text())
        before = design.read_bytes()
        told = run("close", design, "--script", "--set", "question=What else?", check=0).out
        self.assertTrue(told.startswith("You asked: Design a pipeline for ad click"), told[:80])
        self.assertIn("\n\nWe take in 35k/s on average", told)
        self.assertTrue(told.endswith("\n\nWhat else?\n"), told[-80:])
        self.assertEqual(design.read_bytes(), before)
        self.assertIn("[line 10 and line 11]", run("close", design, "--script", "--verbose", check=0).out)

    def test_a_design_that_says_nothing(self):
        self.assertIn("nothing to tell yet", run("close", "--script", stdin="dedesign: 1\n", check=0).out)


class Replays(CliTest):
    def test_a_trace_takes_no_design(self):
        design = self.write("design.yaml", (SCENARIO / "first-try.yaml").read_text())
        trace = self.folder / "trace.json"
        run("backfill-check", design, "--check", "--trace", trace, check=1)
        self.assertIn("e1 x2", run("backfill-check", "--replay", trace, check=0).out)
        refused = run("backfill-check", design, "--replay", trace, check=2).err
        self.assertIn("takes a trace, and no design beside it", refused)

    def test_what_is_no_number_is_shown(self):
        for option in ("--simulate", "--seed", "--jobs"):
            self.assertIn("`lots` is no", run("backfill-check", option, "lots", stdin="", check=2).err)


class Seals(CliTest):
    def seal_all(self):
        path = self.write("design.yaml", REFERENCE)
        for stage, _ in STAGES:
            run(stage, path, check=0)
        return path

    def test_an_unsealed_earlier_stage_is_named(self):
        path = self.write("design.yaml", REFERENCE)
        result = run("model", path, check=0)
        self.assertIn(f"run `dedesign scope {path}` first", result.out)
        self.assertNotIn("sealed", path.read_text())

    def test_it_is_said_however_little_is_shown(self):
        path = self.write("d.yaml", re.sub(r"(?ms)^sealed:.*", "", REFERENCE))
        for arguments in (("--quiet",), ("--format", "json"), ("--format", "github")):
            result = run("model", path, "--today", TODAY, *arguments)
            self.assertIn("`model` is not sealed: `scope` is not sealed yet", result.err)

    def test_a_change_makes_this_and_later_seals_stale(self):
        path = self.seal_all()
        path.write_text(path.read_text().replace("120k/s", "125k/s"))
        self.assertIn("warning[F007]", run("lint", path, "--only", "F007").out)
        self.assertIn("error[F007]", run("lint", path, "--only", "F007", "--sealed", check=1).out)
        self.assertIn("run `dedesign scope", run("model", path).out)
        run("scope", path, check=0)
        for stage, _ in STAGES[1:]:
            run(stage, path, check=0)
        run("lint", "--sealed", path, check=0)

    def test_form_does_not_matter(self):
        path = self.seal_all()
        text = path.read_text().replace("average: 35k/s  ", "average: '35_000/s'  # same").replace("outage: 2 h", "outage: 120 min")
        self.assertNotEqual(text, path.read_text())
        path.write_text(text)
        run("lint", "--sealed", path, check=0)

    def test_the_ledger_is_sixteen_hex_digits(self):
        ledger = yaml.safe_load(self.seal_all().read_text())["sealed"]
        self.assertTrue(all(re.fullmatch("[0-9a-f]{16}", seal) for seal in ledger.values()))


class Edits(CliTest):
    def test_a_path_that_is_not_there_offers_the_nearest(self):
        path = self.write("design.yaml", REFERENCE)
        result = run("scope", path, "--set", "volume.avrage=1/s", check=2)
        self.assertIn("did you mean average?", result.err)
        self.assertIn("leave `scope.` out", run("scope", path, "--set", "scope.volume.average=1/s", check=2).err)
        self.assertEqual(path.read_text(), REFERENCE)

    def test_a_bad_value_is_a_finding_and_is_written(self):
        path = self.write("design.yaml", REFERENCE)
        result = run("scope", path, "--set", "volume.peak=120", check=1)
        self.assertIn("error[F003]", result.out)
        self.assertEqual(yaml.safe_load(path.read_text())["scope"]["volume"]["peak"], 120)

    def test_text_that_looks_like_another_type(self):
        path = self.write("design.yaml", REFERENCE)
        run("close", path, "--set", "what_if.ten-times.when.scope.volume.average=x3", check=0)
        when = yaml.safe_load(path.read_text())["close"]["what_if"]["ten-times"]["when"]
        self.assertEqual(when, {"scope.volume.average": "x3", "scope.volume.peak": "x10"})

    def test_a_fragment_with_a_mistake_says_where(self):
        path = self.write("design.yaml", REFERENCE)
        bad = self.write("bad.yaml", "volume:\n  average: [1\n")
        result = run("scope", path, "--from", bad, check=2)
        self.assertIn("bad.yaml:", result.err)
        self.assertEqual(path.read_text(), REFERENCE)


if __name__ == "__main__":
    unittest.main()
