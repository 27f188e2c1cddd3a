#!/usr/bin/env python3
"""A drill from the prompt to the grade, with the real binary."""
import json
import re
import unittest

import yaml

from cli import CliTest, ROOT, run

NOW = "2026-11-25T17:00:00Z"
LATER = "2026-11-25T17:12:30Z"
SCENARIOS = ROOT / "scenarios"


class Drill(CliTest):
    def setUp(self):
        super().setUp()
        self.design = self.folder / "design.yaml"
        self.state = self.folder / "state"

    def drill(self, *arguments, check=0, now=LATER, **more):
        return run("drill", *arguments, "--now", now, env={"XDG_STATE_HOME": str(self.state)}, check=check, **more)

    def start(self, name="ad-events", *more):
        return self.drill("start", name, "-o", self.design, *more, now=NOW)

    def grade(self, path, *more):
        return json.loads(self.drill("grade", path, "--format", "json", *more).out)

    def content(self):
        return yaml.safe_load(self.design.read_text())

    def test_start_writes_the_prompt_and_nothing_else(self):
        told = self.start("ad-events", "--minutes", "30", "--seed", "7").out
        self.assertIn("Design a pipeline for ad click and impression events.", told)
        self.assertIn("30 minutes", told)
        self.assertEqual(sorted(self.content()), ["dedesign", "drill", "prompt", "scenario", "title"])
        self.assertIn("started: 2026-11-25T17:00:00Z\n  minutes: 30\n  seed: 7\n", self.design.read_text())
        self.drill("start", "ad-events", "-o", self.design, check=2)
        self.assertIn("did you mean ad-events?", self.drill("start", "ad-event", check=2).err)

    def test_a_question_is_answered_and_logged(self):
        self.start()
        told = self.drill("ask", self.design, "How late can events arrive?")
        self.assertIn("Phones buffer while offline.", told.out)
        self.assertEqual(self.content()["scope"]["lateness"]["max"], "72 h")
        self.assertEqual(self.content()["drill"]["asked"]["q1"]["answer"], "lateness")
        before = self.design.read_bytes()
        self.drill("ask", self.design, "how late can events arrive")
        self.assertEqual(before, self.design.read_bytes())

    def test_tools_too_early_and_what_nobody_knows(self):
        self.start()
        eyebrow = json.loads(self.drill("ask", self.design, "Should I use Kafka or Kinesis?", "--format", "json").out)
        self.assertEqual(eyebrow["reply"], "tools")
        nobody = self.drill("ask", self.design, "What colour are the walls of your office?")
        self.assertIn("Assume something, and say so.", nobody.out)
        self.assertNotIn("scope", self.content())

    def test_hints_come_one_step_at_a_time(self):
        self.start()
        first = json.loads(self.drill("hint", self.design, "--format", "json").out)
        second = json.loads(self.drill("hint", self.design, "--format", "json").out)
        third = json.loads(self.drill("hint", self.design, "--format", "json").out)
        self.assertEqual([len(x["steps"]) for x in (first, second, third)], [1, 2, 3])
        self.assertTrue(third["steps"][2].startswith("Say: "))
        self.assertEqual(self.content()["drill"]["hints"], {"volume": 3})

    def test_follow_ups_change_the_world_in_the_order_of_the_seed(self):
        orders = []
        for seed in ("1", "1", "5"):
            self.design.unlink(missing_ok=True)
            self.start("ad-events", "--seed", seed)
            for _ in range(6):
                self.drill("pivot", self.design)
            self.assertEqual(self.drill("pivot", self.design, check=1).out.split("\n")[0], "No follow-up is left.")
            orders.append(list(self.content()["drill"]["pivots"]))
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])
        self.assertEqual(sorted(orders[0]), sorted(orders[2]))
        self.assertEqual(self.content()["scope"]["volume"]["peak"], "150k/s")

    def test_seals_that_a_follow_up_breaks_are_no_burden(self):
        self.start()
        text = (SCENARIOS / "ad-events/reference.yaml").read_text()
        self.design.write_text(self.design.read_text() + text[text.index("\nscope:"):])
        for stage in ("scope", "model", "partition", "backfill-check", "close"):
            run(stage, self.design, "--today", "2026-11-25", check=0)
        self.assertIn("sealed", self.content())
        before = self.grade(self.design)
        self.drill("pivot", self.design)
        self.assertIn("F007", run("lint", self.design, "--today", "2026-11-25").out)
        after = self.grade(self.design)
        self.assertEqual(after["points"], before["points"])
        self.assertNotIn("F007", json.dumps(after))

    def test_a_broken_rule_is_aimed_at_first(self):
        text = (SCENARIOS / "ad-events/reference.yaml").read_text()
        self.design.write_text(re.sub(r"range: 90 d\n(\s+)write: \w+", r"range: 90 d\n\1write: append", text))
        told = json.loads(self.drill("pivot", self.design, "--format", "json").out)
        if told["aimed_at"] is None:
            self.fail("no rule was aimed at: " + run("lint", self.design).out)
        self.assertIn(told["aimed_at"], ("B401", "M214"))

    def test_grades(self):
        for name in ("ad-events", "iot-telemetry"):
            self.assertGreaterEqual(self.grade(SCENARIOS / name / "reference.yaml")["points"], 90)
            first = self.grade(SCENARIOS / name / "first-try.yaml")
            self.assertLess(first["points"], 60)
            self.assertEqual(len(first["sentences"]), 3)
        empty = self.folder / "empty.yaml"
        empty.write_text("")
        self.assertEqual(self.grade(empty)["points"], 0)
        empty.write_text("dedesign: 1\nscenario: ad-events\n")
        self.assertEqual(self.grade(empty)["points"], 0)
        self.drill("grade", empty, "--at-least", "50", check=1)

    def test_asking_before_deciding_earns(self):
        reference = (SCENARIOS / "ad-events/reference.yaml").read_text()
        body = "\n" + reference[reference.index("\nmodel:"):]
        asks = ["how late can events arrive", "how many events are there per day", "can the same thing be sent again"]
        points = []
        for early in (True, False):
            self.design.unlink(missing_ok=True)
            self.start()
            if not early:
                self.design.write_text(self.design.read_text() + body)
            for question in asks:
                self.drill("ask", self.design, question)
            if early:
                self.design.write_text(self.design.read_text() + body)
            grade = self.grade(self.design)
            points.append(grade["points"])
            if not early:
                self.assertIn({"part": "pipelines", "answer": "lateness", "asked": True},
                              [{k: e[k] for k in ("part", "answer", "asked")} for e in grade["decided_before_asked"]])
        self.assertGreater(points[0], points[1])
        self.assertIn("retention", grade["never_asked"])

    def test_the_history_is_kept_and_listed(self):
        self.drill("grade", SCENARIOS / "ad-events/first-try.yaml")
        best = self.grade(SCENARIOS / "ad-events/reference.yaml")["points"]
        lines = (self.state / "dedesign/drills.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), 2)
        listed = json.loads(self.drill("list", "--format", "json").out)["scenarios"]
        self.assertGreaterEqual(len(listed), 20)
        row = next(row for row in listed if row["scenario"] == "ad-events")
        self.assertEqual(row["best"], {"points": best, "at": LATER})
        self.assertIn("ad-events", self.drill("list").out)

    def test_a_pipe_works(self):
        begun = self.drill("start", "ad-events", "-o", "-", now=NOW)
        asked = self.drill("ask", "-", "how late can events arrive", stdin=begun.out)
        self.assertIn("lateness:", asked.out)
        self.assertIn("Phones buffer", asked.err)
        self.assertIn("of 100", self.drill("grade", "-", stdin=asked.out).out)

    def test_a_new_scenario_verifies(self):
        folder = self.folder / "mine"
        self.drill("new", "my-scenario", "-o", folder / "my-scenario")
        self.assertIn("ok", self.drill("verify", "my-scenario", "--scenarios", folder).out)
        path = folder / "my-scenario/scenario.yaml"
        path.write_text(path.read_text().replace("scope.lateness.max", "scope.lateness.most"))
        wrong = self.drill("verify", "my-scenario", "--scenarios", folder, check=1).out
        self.assertRegex(wrong, r"scenario.yaml:\d+:\d+: `scope.lateness.most` is no path of a design")

    def test_every_field_of_the_state_changes_what_is_said(self):
        self.start("ad-events", "--minutes", "30", "--seed", "7")
        self.drill("ask", self.design, "How late can events arrive?", now="2026-11-25T17:02:00Z")
        self.drill("hint", self.design, now="2026-11-25T17:03:00Z")
        self.design.write_text(self.design.read_text() + "model: {tables: {clicks: {role: raw}}}\n")
        self.drill("ask", self.design, "Do invoices come from these counts?", now="2026-11-25T17:04:00Z")
        self.drill("pivot", self.design, now="2026-11-25T17:05:00Z")
        state = json.loads(json.dumps(self.content(), default=lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")))

        def said(design):
            for command in (("grade", "--format", "json"), ("hint",), ("pivot",), ("ask", "How late can events arrive?")):
                self.design.write_text(yaml.safe_dump(design, sort_keys=False))
                result = self.drill(command[0], self.design, *command[1:], check=None)
                yield result.out + result.err

        def without(path):
            copy = json.loads(json.dumps(state))
            at = copy
            for key in path[:-1]:
                at = at[key]
            del at[path[-1]]
            return copy

        def paths(node, path):
            for key in node if isinstance(node, dict) else ():
                yield (*path, key)
                yield from paths(node[key], (*path, key))

        before = list(said(state))
        self.assertEqual([line for text in before for line in text.splitlines() if re.search("F00[123]", line)], [])
        self.assertIn("points", json.loads(before[0]))
        silent = [".".join(path) for path in [("scenario",), *paths(state["drill"], ("drill",))]
                  if all(now == then for now, then in zip(said(without(path)), before))]
        self.assertEqual(silent, [])

    def test_settings_name_further_scenarios(self):
        self.drill("new", "my-scenario", "-o", self.folder / "more/my-scenario")
        self.write(".dedesign.yaml", "scenarios: [more/]\n")
        listed = json.loads(self.drill("list", "--format", "json", cwd=self.folder).out)["scenarios"]
        self.assertIn("my-scenario", [row["scenario"] for row in listed])

    def test_usage(self):
        self.assertIn("drill ask takes FILE QUESTION", self.drill("ask", "x.yaml", check=2).err)
        self.assertIn("takes no --seed", self.drill("grade", "x.yaml", "--seed", "3", check=2).err)
        self.assertIn("needs a terminal", self.drill("watch", "x.yaml", check=2).err)
        self.assertEqual(run("drill", "list", "--now", "noon").returncode, 2)


if __name__ == "__main__":
    unittest.main()
