#!/usr/bin/env python3
"""action.yml, integrations/gitlab.yml and .pre-commit-hooks.yaml: their shell steps are run as they stand, with a
program on the PATH. The clients themselves are tried by tests/engines/clients.sh."""
import os
import pathlib
import re
import subprocess
import unittest

import yaml

from cli import BINARY, CliTest, ROOT, SCENARIO, clean_environment, run

BAD = "dedesign: 1\nscope:\n  volme: {average: 35k/s}  # <script>\n"
HELP = run("lint", "--help", check=0).out


class Integrations(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        (self.folder / "bin/dedesign").symlink_to(os.path.abspath(BINARY))
        self.work = self.folder / "work"
        self.work.mkdir()
        self.files = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in self.files.values():
            path.touch()

    def bash(self, script, **env):
        """As GitHub runs `shell: bash`."""
        env = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", **env,
               **{name: str(path) for name, path in self.files.items()}}
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=self.work,
                              env=clean_environment(**env), capture_output=True, text=True, timeout=60)

    def action(self, **inputs):
        """Runs the steps of the action; the last result, and the outputs."""
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        self.assertEqual(action["runs"]["using"], "composite")
        values = {"inputs." + name: row["default"] for name, row in action["inputs"].items()}
        values.update({"inputs." + name.replace("_", "-"): value for name, value in inputs.items()})
        values["github.action_path"] = str(ROOT)
        for step in action["runs"]["steps"]:
            outputs = dict(line.split("=", 1) for line in self.files["GITHUB_OUTPUT"].read_text().splitlines())
            values.update({f"steps.program.outputs.{name}": value for name, value in outputs.items()})
            self.assertNotIn("${{", step["run"])  # what comes from outside goes through the environment
            env = {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: values[m[1]], value) for name, value in step["env"].items()}
            result = self.bash(step["run"], **env)
            if result.returncode != 0:
                break
        self.outputs = dict(line.split("=", 1) for line in self.files["GITHUB_OUTPUT"].read_text().splitlines())
        return result

    def test_the_action_fails_a_job_and_writes_its_summary(self):
        (self.work / "design.yaml").write_text(BAD)
        (self.work / "a b.yaml").write_text((SCENARIO / "reference.yaml").read_text())
        result = self.action(paths="design.yaml\na b.yaml\n", format="concise")
        self.assertEqual((result.returncode, self.outputs["status"]), (1, "1"), result.stderr)
        self.assertIn("design.yaml:3:3: error[", result.stdout)
        summary = self.files["GITHUB_STEP_SUMMARY"].read_text()
        self.assertIn("design.yaml:3:3: error[", summary)
        self.assertNotIn("<script>", summary)

    def test_the_action_lets_a_job_pass(self):
        (self.work / "design.yaml").write_text((SCENARIO / "reference.yaml").read_text())
        self.assertEqual(self.action(paths="design.yaml", format="concise", fail_on="error").returncode, 0)
        (self.work / "design.yaml").write_text(BAD)
        self.assertEqual(self.action(paths="design.yaml", format="concise", fail_on="never").returncode, 0)

    def test_the_action_takes_own_rules_and_a_binary(self):
        (self.work / "design.yaml").write_text("dedesign: 1\nmodel: {tables: {a: {role: raw, retention: 1 d}}}\n")
        result = self.action(paths="design.yaml", format="concise", rules=str(ROOT / "tests/cli/rules/acme.yaml"),
                             binary=os.path.abspath(BINARY))
        self.assertIn("[ACME001]", result.stdout)

    def test_a_name_is_never_a_command(self):
        (self.work / "design.yaml").write_text(BAD)
        self.action(paths="$(touch evil)\n`touch evil`\n;touch evil\n--fix", format="concise")
        self.assertEqual([path.name for path in self.work.iterdir()], ["design.yaml"])

    @unittest.skipUnless("github" in HELP, "there is no such format")
    def test_annotations(self):
        (self.work / "design.yaml").write_text(BAD)
        self.assertRegex(self.action(paths="design.yaml").stdout, r"(?m)^::error .*file=design\.yaml,")

    @unittest.skipUnless("gitlab" in HELP, "there is no such format")
    def test_the_gitlab_job(self):
        job = yaml.safe_load((ROOT / "integrations/gitlab.yml").read_text())["dedesign"]
        (self.work / "design.yaml").write_text(BAD)
        result = self.bash("\n".join(job["script"]), **{**job["variables"], "DEDESIGN_PATHS": "design.yaml"})
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("volme", (self.work / job["artifacts"]["reports"]["codequality"]).read_text())

    def test_the_hooks_run_what_there_is(self):
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
            command = hook["entry"].split()
            self.assertEqual(command[0], "dedesign")
            file = SCENARIO / "reference.yaml" if command[1] == "lint" else ROOT / "tests/cli/rules/acme.yaml"
            run(*command[1:], file, check=0)

    def test_a_design_with_the_modeline_is_a_design(self):
        text = "# yaml-language-server: $schema=dedesign.schema.json\n" + (SCENARIO / "reference.yaml").read_text()
        run("lint", self.write("design.yaml", text), "--today", "2026-11-25", check=0)


if __name__ == "__main__":
    unittest.main()
