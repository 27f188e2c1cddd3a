"""backfill-check --simulate: how often, from the real binary."""
import json
import unittest

from cli import CliTest, SCENARIO, run

DESIGN = SCENARIO / "first-try.yaml"


def simulated(*options, check=0):
    return run("backfill-check", DESIGN, "--check", "--fail-on", "never", "--simulate", *options, check=check).out


class Simulate(CliTest):
    def test_text(self):
        out = simulated("200k", "--seed", "7")
        begin = out.index("How often:")
        self.assert_golden("simulate.txt", out[begin:out.index("\nerror[", begin)])

    def test_threads_change_nothing_and_the_seed_does(self):
        one = json.loads(simulated("200k", "--seed", "7", "--format", "json"))["simulation"]
        self.assertEqual(one, json.loads(simulated("200k", "--seed", "7", "--jobs", "3", "--format", "json"))["simulation"])
        self.assertNotEqual(one["results"], json.loads(simulated("200k", "--seed", "8", "--format", "json"))["simulation"]["results"])
        self.assertEqual(one["events"], 200000)

    def test_refused(self):
        simulated("0", check=2)
        simulated("lots", check=2)
        simulated("10", "--seed", "-1", check=2)


if __name__ == "__main__":
    unittest.main()
