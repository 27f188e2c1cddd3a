#!/usr/bin/env python3
"""explain, rules, schema; manual pages, completions and README as the program makes them."""
import json
import shutil
import subprocess
import unittest

import generate
from cli import CliTest, ROOT, run


class Reference(CliTest):
    def test_rules_as_a_table_and_as_json(self):
        rules = json.loads(run("rules", "--format", "json", check=0).out)["rules"]
        table = run("rules", check=0).out
        self.assertGreater(len(rules), 70)
        for rule in rules:
            self.assertIn(rule["name"], table)

    def test_every_rule_constraint_and_choice_is_explained(self):
        for rule in json.loads(run("rules", "--format", "json").out)["rules"][::7]:
            text = run("explain", rule["code"], check=0).out
            self.assertIn(rule["name"], text)
            self.assertIn("Fails:", text)
            self.assertIn("^", text)
            self.assertEqual(run("explain", rule["name"]).out, text)

    def test_every_word_of_the_format_is_explained(self):
        def words(of):
            if isinstance(of, list):
                return set().union(set(), *map(words, of))
            if not isinstance(of, dict):
                return set()
            own = {word for word in of.get("enum", []) if isinstance(word, str)}
            return own.union(*map(words, of.values())) if of else own
        all_words = sorted(words(json.loads(run("schema", check=0).out)) - {"1"})  # the version
        self.assertGreater(len(all_words), 100)
        for word in all_words:
            self.assertIn(word, run("explain", word, check=0).out)
        text = run("explain", "eventual", check=0).out
        self.assertIn("scope.correctness.level", text)
        self.assertIn("scope.consumers.NAME.correctness", text)
        self.assertIn("did you mean eventual?", run("explain", "eventuel", check=2).err)

    def test_goldens(self):
        for word in ("S102", "exact-counts", "merge", "model.tables.clicks.key", "backward_transitive"):
            self.assert_golden(f"explain-{word}.txt", run("explain", word, check=0).out)
        self.assert_golden("help.txt", run("--help", check=0).out)
        self.assert_golden("help-scope.txt", run("scope", "--help", check=0).out)
        self.assert_golden("new.txt", run("new", "--scenario", "ad-events", check=0).out)

    def test_version(self):
        self.assertRegex(run("--version", check=0).out, r"^dedesign \d+\.\d+\.\d+\n$")

    def test_the_schema_is_json(self):
        self.assertEqual(json.loads(run("schema", check=0).out)["$schema"], "http://json-schema.org/draft-07/schema#")


class Generated(CliTest):
    def test_generated_files_are_current(self):
        for path, text in generate.everything():
            self.assertEqual(path.read_text(), text, f"{path.relative_to(ROOT)} is stale; `make generate` writes it again")

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_manual_pages_are_clean(self):
        pages = sorted((ROOT / "man").iterdir())
        self.assertGreater(len(pages), len(generate.PAGES))
        for page in pages:
            result = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)],
                                    capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
