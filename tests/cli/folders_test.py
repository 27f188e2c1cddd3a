#!/usr/bin/env python3
"""lint over folders, patterns and Markdown documents: what is taken, in what order, and at which places."""
import json
import os
import unittest

from cli import CliTest, ROOT, SCENARIO, TODAY, run

BAD = "dedesign: 1\nscope:\n  volume: {averge: 35k/s}\n"


class Folders(CliTest):
    def linted(self, *arguments, cwd=None, check=1):
        result = run("lint", *arguments, "--only", "F002", "--format", "json", cwd=cwd or self.folder, check=check)
        return [f["file"] for f in json.loads(result.out)["findings"] if f["rule"] == "F002"]

    def put(self, *names, text=BAD):
        for name in names:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def test_a_folder_gives_its_designs_in_order_and_nothing_else(self):
        self.put("b/z.yml", "b/a.yaml", "a.yaml", "c/deep/er/x.YAML", ".hidden/a.yaml", "b/.a.yaml", "note.txt")
        self.put("ci.yaml", text="on: push\njobs: {dedesign: {}}\n")
        self.put("broken.yaml", text="{{ template }}\n")
        expected = ["a.yaml", "b/a.yaml", "b/z.yml", "c/deep/er/x.YAML"]
        self.assertEqual(self.linted("."), expected)
        self.assertEqual(self.linted("c", "a.yaml", "b/", "./a.yaml"), ["a.yaml"] + expected[1:])
        absolute = [str(self.folder / name) for name in expected]
        self.assertEqual(self.linted(self.folder), absolute)
        said = run("lint", ".", "--verbose", cwd=self.folder, check=1).err
        self.assertIn("passing by ci.yaml: not a design", said)
        self.assertIn("passing by broken.yaml: not a design", said)

    def test_what_is_shown_file_by_file_is_what_a_whole_run_shows(self):
        """Text formats are made while a file is at hand, unless another format needs all files at the end."""
        self.put("a.yaml", "b.yaml", "c/d.yaml")
        self.put("good.yaml", text="dedesign: 1\n")
        for form in ("full", "concise"):
            apart = run("lint", ".", "--only", "F002", "--format", form, cwd=self.folder, check=1)
            file_too = run("lint", ".", "--only", "F002", "--format", form, "--format", f"{form}=apart.txt",
                           cwd=self.folder, check=1)
            whole = run("lint", ".", "--only", "F002", "--format", form, "--format", f"{form}=whole.txt", "--format",
                        "json=all.json", cwd=self.folder, check=1)
            self.assertIn("3 errors in 4 files", apart.out)
            self.assertEqual(apart.out, whole.out)
            self.assertEqual(apart.out, file_too.out)
            self.assertEqual((self.folder / "apart.txt").read_text(), (self.folder / "whole.txt").read_text())
            for name in ("apart.txt", "whole.txt", "all.json"):
                (self.folder / name).unlink()

    def test_standard_input_that_is_no_design_is_called_so(self):
        self.assertIn("<stdin> is not a design", run("lint", "-", stdin="on: push\n", check=2).err)

    def test_what_was_named_and_is_no_design_is_an_error(self):
        self.put("ci.yaml", text="on: push\n")
        self.put("empty.md", text="# nothing\n")
        self.put("d/other.yaml", text="a: b\n")
        for arguments, said in ((["ci.yaml"], "ci.yaml is not a design"), (["empty.md"], "empty.md holds no design"),
                                (["d"], "there is no design"), (["e"], "e: no such file"), (["*.txt"], "nothing to lint"),
                                (["d/*.yml"], "nothing to lint"), ([str(self.folder / "d" / "x" / "*")], "nothing to")):
            with self.subTest(arguments):
                result = run("lint", *arguments, cwd=self.folder, check=2)
                self.assertIn(said, result.err)
                self.assertEqual(result.out, "")

    def test_one_bad_file_hides_no_other(self):
        self.put("a.yaml")
        self.put("b.yaml", text="dedesign: 1\nscope: [\n")
        self.put("c.yaml")
        (self.folder / "c.yaml").chmod(0 if os.geteuid() else 0o600)
        self.put("d.yaml")
        os.mkfifo(self.folder / "pipe.yaml")
        result = run("lint", ".", "gone.yaml", "--only", "F002", "--format", "concise", cwd=self.folder, check=2)
        for text in ("a.yaml:3:12: error[F002]", "b.yaml:2:8: error[F001]", "d.yaml:3:12: error[F002]"):
            self.assertIn(text, result.out)
        self.assertIn("gone.yaml", result.err)

    def test_patterns(self):
        self.put("x/a.yaml", "x/y/b.yaml", "x/y/c.yml", "z/a.yaml")
        self.assertEqual(self.linted("x/**/*.yaml"), ["x/a.yaml", "x/y/b.yaml"])
        self.assertEqual(self.linted("*/a.yaml"), ["x/a.yaml", "z/a.yaml"])
        self.assertEqual(self.linted("./**/[bc].y*ml"), ["x/y/b.yaml", "x/y/c.yml"])
        self.assertEqual(self.linted("x/*.yaml"), ["x/a.yaml"])
        self.put("odd[1].yaml")
        self.assertEqual(self.linted("odd[1].yaml"), ["odd[1].yaml"])

    def test_ignore_files(self):
        (self.folder / ".git" / "info").mkdir(parents=True)
        (self.folder / ".git/info/exclude").write_text("mine.yaml\n")
        self.put("a.yaml", "mine.yaml", "old/a.yaml", "old/keep/a.yaml", "b/gen/x.yaml", "b/gen/y.yaml", "b/deep/gen/z.yaml",
                 "c/t.yaml", "c/draft.yaml")
        self.put(".gitignore", text="old/\n!old/keep/\n/b/**/gen/*\n!/b/gen/y.yaml\n")
        self.put("c/.gitignore", text="*.yaml\n")
        self.put("c/.ignore", text="!t.yaml\n")
        self.assertEqual(self.linted("."), ["a.yaml", "b/gen/y.yaml", "c/t.yaml"])
        # from below, the files above count as well; what is named is linted all the same
        self.assertEqual(self.linted(".", cwd=self.folder / "b"), ["gen/y.yaml"])
        self.assertEqual(self.linted("c/draft.yaml"), ["c/draft.yaml"])
        self.assertIn("passing by old: ignored", run("lint", ".", "--verbose", cwd=self.folder, check=1).err)
        self.put(".dedesign.yaml", text="ignore: ['gen/', '!c/draft.yaml']\n")
        self.assertEqual(self.linted("."), ["a.yaml", "c/t.yaml"])

    def test_links(self):
        self.put("a/x.yaml")
        os.symlink("..", self.folder / "a" / "loop")
        os.symlink("self.yaml", self.folder / "a" / "self.yaml")
        os.symlink("x.yaml", self.folder / "a" / "y.yaml")
        os.symlink("a", self.folder / "b")
        self.assertEqual(self.linted("."), ["a/x.yaml", "a/y.yaml"])
        self.assertEqual(self.linted("b"), ["b/x.yaml", "b/y.yaml"])

    def test_any_number_of_jobs_gives_the_same_bytes(self):
        arguments = ("lint", "scenarios/ad-events", "scenarios/cdc-replica", "--today", TODAY, "--format", "json", "--format", "full")
        seen = {run(*arguments, "--jobs", jobs, cwd=ROOT, check=1).stdout for jobs in (1, 3)}
        self.assertEqual(len(seen), 1)
        for jobs in ("0", "-1", "many", "65"):
            self.assertIn("is no number of threads", run("lint", "a.yaml", f"--jobs={jobs}", check=2).err)

    def test_the_time_is_said(self):
        said = run("lint", SCENARIO / "reference.yaml", "--verbose", check=0).err
        self.assertRegex(said, r"time: derive [0-9.]+ ms, .*parse .*read .*report .*rules ")


class Markdown(CliTest):
    TEXT = ("# Größe\r\n\r\n```dedesign\r\ndedesign: 1\r\nscope:\r\n  volume: {averge: 35k/s}\r\n```\r\n\r\n"
            "* then\r\n\r\n  ~~~~dedesign x\r\n  dedesign: 1\r\n  scope:\r\n    volume: {pattern: spikey}\r\n  ~~~~\r\n\r\n"
            "> ```dedesign\r\n> dedesign: 1\r\n> scope: {volume: {\"é\": 1, averge: 3/s}}\r\n> ```\r\n"
            "```dedesign\r\na: [\r\n")

    def test_places_are_those_of_the_document(self):
        path = self.write("doc.md", self.TEXT)
        result = run("lint", path, "--format", "json", check=2)
        report = json.loads(result.out)
        self.assertEqual(report["files"], 1)
        places = {(f["rule"], f["line"], f["column"]) for f in report["findings"] if f["rule"] in ("F001", "F002", "F003")}
        lines = self.TEXT.split("\r\n")
        self.assertEqual(places, {("F002", 6, 1 + lines[5].index("averge")), ("F003", 14, 1 + lines[13].index("spikey")),
                                  ("F002", 19, 1 + lines[18].index('"é"')), ("F002", 19, 1 + lines[18].index("averge")),
                                  ("F001", 22, 4)})
        shown = run("lint", path, "--only", "F002", check=2).out
        self.assertIn("19 | > scope: {volume: {\"é\": 1, averge: 3/s}}", shown)
        for finding in (f for f in report["findings"] if f["rule"] in ("F002", "F003")):
            for edit in finding.get("fix", {}).get("edits", []):
                seen = self.TEXT.encode()[edit["begin"]:edit["end"]]
                self.assertIn(seen, (b"averge", b"spikey"))

    def test_a_byte_order_mark_hides_no_block(self):
        block = "```dedesign\n" + BAD + "```\n"
        self.write("bom.md", "\ufeff" + block + "\ntext\n\n" + block)
        found = json.loads(run("lint", "bom.md", "--only", "F002", "--format", "json", cwd=self.folder, check=1).out)
        self.assertEqual([(f["line"], f["column"]) for f in found["findings"]], [(4, 12), (12, 12)])

    def test_lines_in_messages_count_so_too(self):
        path = self.write("doc.md", "one\n\n```dedesign\ndedesign: 1\nscope: {\"a\": 1 \"b\": 2}\n```\n")
        self.assertIn("line 5", run("lint", path, check=2).out)

    def test_fixes_stay_within_their_block(self):
        path = self.write("doc.md", self.TEXT.replace("a: [", "dedesign: 1"))
        result = run("lint", path, "--fix", "--only", "F002", check=2)
        expected = self.TEXT.replace("a: [", "dedesign: 1").replace("averge: 35", "average: 35").replace("spikey", "spiky")
        self.assertEqual(path.read_bytes().decode(), expected)
        self.assertIn("doc.md:18: the block is not mended: each of its lines has a mark", result.err)
        self.assertIn("error[F002]", result.out)

    def test_documents_in_a_folder(self):
        self.write("doc.md", self.TEXT)
        self.write("other.md", "# Nothing\n")
        result = run("lint", self.folder, "--format", "json", "--verbose", check=2)
        self.assertEqual(json.loads(result.out)["files"], 1)
        self.assertIn("other.md: not a design", result.err)


class Fixes(CliTest):
    def test_diff_writes_nothing(self):
        for name in ("a.yaml", "b.yaml"):
            self.write(name, BAD)
        for arguments in (("--fix", "--diff"), ("--diff",)):
            result = run("lint", ".", *arguments, cwd=self.folder, check=1)
            self.assertEqual(result.out.count("-  volume: {averge: 35k/s}\n+  volume: {average: 35k/s}\n"), 2)
            self.assertIn("--- a/b.yaml" if "--- a/" in result.out else "--- b.yaml", result.out)
            self.assertNotIn("F002", result.err)
        self.assertEqual((self.folder / "a.yaml").read_text(), BAD)
        piped = run("lint", "--diff", "-", stdin=BAD, check=1)
        self.assertIn("+  volume: {average: 35k/s}", piped.out)
        for flag in ("--fix", "--unsafe-fixes"):
            self.assertIn(f"{flag} needs a file to write to", run("lint", flag, "-", stdin=BAD, check=2).err)

    def test_links_to_one_file_are_mended_once(self):
        path = self.write("a.yaml", BAD)
        for name in ("b.yaml", "c.yaml"):
            (self.folder / name).symlink_to("a.yaml")
        self.assertEqual(run("lint", ".", "--diff", cwd=self.folder).out.count("+  volume: {average"), 1)
        for jobs in ("1", "2", "8"):
            path.write_text(BAD)
            result = run("lint", ".", "--fix", "--only", "F002", "--jobs", jobs, cwd=self.folder, check=0)
            self.assertEqual((result.out, result.err), ("No findings in 3 files.\n", ""))
            self.assertIn("average", path.read_text())

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_what_cannot_be_written_is_judged_as_it_stands(self):
        self.write("a.yaml", BAD).chmod(0o444)
        result = run("lint", "a.yaml", "--fix", "--only", "F002", cwd=self.folder, check=2)
        self.assertIn("F002", result.out)
        self.assertIn("1 can be fixed", result.out)
        self.assertIn("cannot write", result.err)

    def test_what_was_not_mended_is_not_promised_again(self):
        quoted = "> ```dedesign\n> dedesign: 1\n> titel: x\n> ```\n"
        self.write("q.md", quoted + "\n" + quoted)
        result = run("lint", "q.md", "--fix", "--only", "F002", cwd=self.folder, check=2)
        self.assertEqual(result.err.count("the block is not mended"), 2)
        self.assertNotIn("can be fixed", result.out)

    def test_fixing_twice_is_fixing_once(self):
        for flag in ("--fix", "--unsafe-fixes"):
            for name in ("late-mobile", "erasure-platform"):
                path = self.write(f"{name}.yaml", (SCENARIO.parent / name / "first-try.yaml").read_text())
            run("lint", self.folder, flag, "--fail-on", "never", "--today", TODAY, check=0)
            once = {p.name: p.read_text() for p in self.folder.iterdir()}
            run("lint", self.folder, flag, "--fail-on", "never", "--today", TODAY, check=0)
            self.assertEqual({p.name: p.read_text() for p in self.folder.iterdir()}, once)
            self.assertEqual(run("lint", self.folder, flag, "--diff", "--today", TODAY).out, "")


if __name__ == "__main__":
    unittest.main()
