#!/usr/bin/env python3
"""lint: formats, exit statuses, what a terminal is spared."""
import collections
import json
import unittest

from cli import CliTest, SCENARIO, TODAY, run

REFERENCE = SCENARIO / "reference.yaml"
FIRST_TRY = SCENARIO / "first-try.yaml"


class Verdicts(CliTest):
    def test_the_reference_answer_has_no_finding(self):
        result = run("lint", REFERENCE, "--fail-on", "note", check=0)
        self.assertEqual(result.out, "No findings in 1 file.\n")

    def test_every_scenario_has_an_answer_without_a_finding_and_a_first_try_that_earns_some(self):
        result = run("lint", SCENARIO.parent, "--format", "json", "--today", TODAY, check=1)
        report = json.loads(result.out)
        errors = collections.Counter(f["file"] for f in report["findings"] if f["severity"] == "error")
        tries = sorted(str(path) for path in SCENARIO.parent.glob("*/first-try.yaml"))
        self.assertEqual(report["files"], 2 * len(tries))
        self.assertEqual(sorted({f["file"] for f in report["findings"]}), tries)
        self.assertGreaterEqual(min(errors[name] for name in tries), 5)

    def test_the_first_try(self):
        for name in ("full", "concise"):
            result = run("lint", "first-try.yaml", "--format", name, "--today", TODAY, cwd=SCENARIO, check=1)
            self.assert_golden(f"first-try.{name}.txt", result.out)

    def test_json(self):
        result = run("lint", "first-try.yaml", "--format", "json", "--today", TODAY, cwd=SCENARIO, check=1)
        self.assert_golden("first-try.json", result.out)
        report = json.loads(result.out)
        self.assertEqual(report["summary"]["error"], sum(f["severity"] == "error" for f in report["findings"]))
        places = [(f["line"], f["column"], f["rule"]) for f in report["findings"]]
        self.assertEqual(places, sorted(places))

    def test_exit_statuses(self):
        warns = self.write("warns.yaml", REFERENCE.read_text().replace("question:", "# question:"))
        run("lint", warns, check=0)
        run("lint", warns, "--fail-on", "warning", check=1)
        run("lint", FIRST_TRY, "--fail-on", "never", check=0)
        run("lint", self.folder / "missing.yaml", check=2)
        (self.folder / "nothing").mkdir()
        run("lint", self.folder / "nothing", check=2)
        run("lint", self.write("broken.yaml", "a: [\n"), check=2)
        run("lint", self.write("empty.yaml", ""), check=1)
        run("lint", "--nonsense", check=2)
        run("lnt", check=2)
        run(check=2)

    def test_one_bad_file_does_not_hide_another(self):
        broken = self.write("broken.yaml", "a: [\n")
        result = run("lint", broken, self.folder / "missing.yaml", FIRST_TRY, check=2)
        self.assertIn("error[F001]", result.out)
        self.assertIn("error[S106]", result.out)
        self.assertIn("missing.yaml", result.err)

    def test_standard_input(self):
        self.assertIn("<stdin>:1:1", run("lint", "--format", "concise", stdin="scope:\n", check=1).out)

    def test_only_and_skip(self):
        result = run("lint", FIRST_TRY, "--only", "S106,peak-unknown", "--format", "concise", check=1)
        self.assertEqual({line.split("[")[1][:4] for line in result.out.splitlines()[:-1]}, {"S103", "S106"})
        self.assertNotIn("S106", run("lint", FIRST_TRY, "--skip", "S106", "--format", "concise", check=1).out)
        self.assertIn("did you mean S106?", run("lint", FIRST_TRY, "--only", "S1O6", check=2).err)

    def test_acceptance(self):
        text = REFERENCE.read_text().replace("question:", "# question:")
        head = ("accept:\n  no-question: {rule: C541, at: close, because: [they lead], until: 2026-11-30}\n")
        accepted = self.write("accepted.yaml", text.replace("scope:\n", head + "scope:\n", 1))
        result = run("lint", accepted, "--fail-on", "note", "--today", TODAY, check=0)
        self.assertIn("accepted[C541]", result.out)
        later = run("lint", accepted, "--fail-on", "note", "--today", "2026-12-01", check=1)
        self.assertIn("warning[F012]", later.out)
        self.assertIn("warning[C541]", later.out)

    def test_a_report_for_several_readers(self):
        target = self.folder / "out.json"
        result = run("lint", FIRST_TRY, "--format", "concise", "--format", f"json={target}", check=1)
        self.assertIn("error[S106]", result.out)
        self.assertEqual(json.loads(target.read_text())["version"], 1)


class Mistakes(CliTest):
    def test_unknown_words(self):
        for arguments, expected in [(("lnt",), "did you mean lint?"), (("explain", "P30x"), "nothing is called"),
                                    (("explain", "exact-count"), "did you mean exact-counts?"),
                                    (("lint", "--format", "jsn", str(REFERENCE)), "did you mean json?"),
                                    (("lint", "--today", "tomorrow", str(REFERENCE)), "is not a date"),
                                    (("new", "--scenario", "ad-event"), "did you mean ad-events?")]:
            self.assertIn(expected, run(*arguments, check=2).err)

    def test_a_misspelt_field_and_word_carry_their_fix(self):
        text = "dedesign: 1\nscope:\n  volume: {averge: 35k/s, pattern: spikey}\n"
        report = json.loads(run("lint", "--format", "json", stdin=text, check=1).out)
        fixes = {f["rule"]: f["fix"]["edits"][0]["text"] for f in report["findings"] if f["rule"] in ("F002", "F003")}
        self.assertEqual(fixes, {"F002": "average", "F003": "spiky"})


    def test_fix_writes_what_is_safe(self):
        path = self.write("design.yaml", "dedesign: 1\nscope:\n  volume: {averge: 35k/s, pattern: spikey}  # asked\n")
        run("lint", path, "--fix", check=1)
        self.assertEqual(path.read_text(),
                         "dedesign: 1\nscope:\n  volume: {average: 35k/s, pattern: spiky}  # asked\n")
        self.assertIn("name the design", run("lint", "--fix", "-", stdin="dedesign: 1\n", check=2).err)


class Terminals(CliTest):
    def test_schema_files_lie_beside_the_design(self):
        def avro(kind):
            return json.dumps({"type": "record", "name": "Click", "fields": [{"name": "cost", "type": kind}]})
        self.write("click-1.avsc", avro("int"))
        self.write("click-2.avsc", avro("string"))
        design = self.write("design.yaml", "dedesign: 1\nbackfill:\n  schema:\n    compatibility: backward\n"
                            "    versions: {v1: click-1.avsc, v2: click-2.avsc, v3: click-3.avsc}\n")
        for place, name in ((None, design), (self.folder, "design.yaml")):
            lines = run("lint", name, "--only", "B431", "--format", "concise", cwd=place, check=1).out.splitlines()
            self.assertTrue(any("error[B431]" in line and "`int` is not read as `string`" in line for line in lines))
            self.assertTrue(any("error[F003]" in line and "click-3.avsc" in line for line in lines))
        piped = run("lint", "--only", "B431", "--format", "concise", stdin=design.read_text(), cwd=self.folder, check=1)
        self.assertIn("error[B431]", piped.out)

    def test_colour(self):
        def is_coloured(*arguments, **env):
            return "\x1b[" in run("lint", FIRST_TRY, *arguments, env=env).out
        self.assertFalse(is_coloured())
        self.assertTrue(is_coloured("--color", "always"))
        self.assertTrue(is_coloured(CLICOLOR_FORCE="1"))
        self.assertFalse(is_coloured(CLICOLOR_FORCE="0"))
        self.assertFalse(is_coloured(CLICOLOR_FORCE="1", NO_COLOR="1"))
        self.assertTrue(is_coloured(CLICOLOR_FORCE="1", NO_COLOR=""))
        self.assertTrue(is_coloured("--color", "always", NO_COLOR="1"))

    def test_hostile_text_stays_text(self):
        evil = "\\e]52;c;aGk=\\a\\e[2J\\u202e::error::x"
        text = f'dedesign: 1\n"{evil}": 1\nscope:\n  volume: {{pattern: "{evil}"}}\n  priority: ["{evil}"]\n'
        for name in ("full", "concise"):
            result = run("lint", "--format", name, stdin=text, check=1)
            bad = [c for c in result.out + result.err if (ord(c) < 32 and c != "\n") or ord(c) in (127, 0x202E)]
            self.assertEqual(bad, [])
            self.assertFalse(any(line.startswith("::") for line in result.out.splitlines()))
        json.loads(run("lint", "--format", "json", stdin=text, check=1).out)

    def test_the_same_bytes_everywhere(self):
        seen = {run("lint", "first-try.yaml", "--today", TODAY, cwd=SCENARIO, env=env).out
                for env in ({}, {"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
                            {"LANG": "nonsense"}, {"TZ": "Pacific/Apia"})}
        self.assertEqual(len(seen), 1)


if __name__ == "__main__":
    unittest.main()
