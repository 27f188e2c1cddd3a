#!/usr/bin/env python3
"""The formats that other programs read, each judged by one that is not ours, with hostile text everywhere."""
import json
import re
import shutil
import unittest
import urllib.parse

import jsonschema

from cli import CliTest, SCENARIO, TODAY, run
from formats_check import CHECKS, github, gitlab, junit, rdjson, sarif

MACHINE = ["json", *CHECKS]
SHORT = """dedesign: 1
accept:
  no-question: {rule: C541, at: close, because: [they lead], until: 2096-01-31}
scope:
  volume: {"\u00e9\u65e5\U0001f600": 1, averge: 35k/s, pattern: spikey}
  consumers: {"\u00e9\u65e5\U0001f600": {kind: dashboard}, finance: {kind: biling}}
"""
EVIL = ["::error::x", "\n::error::x", "\u00e9\u65e5\U0001f600", "]]>", "<b a=\"&amp;\">", "\x1b[2J\x07\x7f\x9b", "%0A::error::x",
        "[here](http://evil.example)", "{0}", "x" * 900, "\u202e\u200b\ufeff\u2028", "##[error]x", "--><!--", "\t\\", "\ufffd"]
EVIL_NAME = "::error,\u00e9\u65e5\U0001f600 ]]><&%0A\n##[x](y)\x1b[2J.yaml"


def unescaped(text):
    return urllib.parse.unquote(text)


def is_shown(text, formats):
    """No byte that a terminal would obey, no line that a CI log would."""
    bad = [c for c in text if (ord(c) < 32 and c != "\n") or 0x7f <= ord(c) <= 0x9f or c in "\u202e\u200b\u2028\ufeff"]
    return not bad and (formats == "github" or not re.search(r"^\s*::", text, re.M))


class FormatTest(CliTest):
    def in_all(self, *arguments, check, **options):
        """What one run writes in every machine format."""
        words = [word for name in MACHINE for word in ("--format", f"{name}={self.folder / ('out.' + name)}")]
        result = run(*arguments, *words, "--today", TODAY, cwd=options.pop("cwd", self.folder), check=check, **options)
        self.assertEqual(result.out, "")
        return {name: (self.folder / f"out.{name}").read_text() for name in MACHINE}

    def judge(self, texts):
        """Each text by its check; they tell of the same findings."""
        counts = {name: len(check(texts[name])) for name, check in CHECKS.items()}
        report = json.loads(texts["json"])
        schema = json.loads(run("schema", "--of", "findings", check=0).out)
        jsonschema.Draft7Validator.check_schema(schema)
        jsonschema.Draft7Validator(schema).validate(report)
        self.assertEqual(set(counts.values()), {len(report["findings"])}, counts)
        return report["findings"]


class Written(FormatTest):
    def test_no_format_overwrites_another(self):
        self.write("design.yaml", SHORT)
        result = run("lint", "design.yaml", "--format", "json=out", "--format", "sarif=out", cwd=self.folder, check=2)
        self.assertIn("out would be written by two formats; the first is in it", result.err)
        self.assertIn("findings", json.loads((self.folder / "out").read_text()))

    def test_goldens(self):
        self.write("design.yaml", SHORT)
        texts = self.in_all("lint", "design.yaml", check=1)
        self.judge(texts)
        for name, text in texts.items():
            self.assert_golden(f"formats.{name}", text)

    def test_xmllint_is_there(self):
        self.assertTrue(shutil.which("xmllint"), "install libxml2-utils")

    def test_a_whole_first_try(self):
        texts = self.in_all("lint", SCENARIO / "first-try.yaml", check=1)
        findings = self.judge(texts)
        self.assertGreater(len(findings), 50)
        with_trace = [result for result in sarif(texts["sarif"]) if "codeFlows" in result]
        self.assertEqual(len(with_trace), sum("trace" in finding for finding in findings))

    def test_nothing_found(self):
        texts = self.in_all("lint", SCENARIO / "reference.yaml", check=0)
        self.assertEqual(self.judge(texts), [])
        self.assertIn('<testcase name="No findings"', texts["junit"])
        self.assertEqual(texts["github"], "No findings in 1 file.\n")
        self.assertEqual(texts["gitlab"], "[]\n")

    def test_a_file_that_cannot_be_parsed_is_a_finding(self):
        for text in ("a: [\n", b"\xff\xfe", b"dedesign: \x00\n", b"\x80: 1\n"):
            self.write("broken.yaml", text)
            self.write("other.yaml", SHORT)
            texts = self.in_all("lint", "broken.yaml", "other.yaml", check=2)
            rules = {finding["file"]: finding["rule"] for finding in self.judge(texts)}
            self.assertEqual(rules["broken.yaml"], "F001")
            self.assertEqual(set(rules), {"broken.yaml", "other.yaml"})

    def test_one_file_by_two_names_is_written_once(self):
        path = self.write("one.yaml", "dedesign: 1\n")
        out = self.folder / "out"
        result = run("lint", path, "--format", "json=out", "--format", "sarif=./out", cwd=self.folder, check=2)
        self.assertIn("would be written by two formats", result.err)
        self.assertIn("findings", json.loads(out.read_text()))

    def test_no_report_of_an_earlier_run_stays(self):
        out = self.folder / "out.json"
        run("lint", self.write("one.yaml", "dedesign: 1\n"), "--format", f"json={out}")
        run("lint", self.folder / "missing.yaml", "--format", f"json={out}", check=2)
        self.assertEqual(json.loads(out.read_text())["files"], 0)

    def test_stages_write_them_too(self):
        design = self.write("design.yaml", SHORT)
        texts = self.in_all("scope", design, "--check", check=1)
        self.judge(texts)
        self.assertEqual(json.loads(texts["sarif"])["runs"][0]["automationDetails"]["id"], "dedesign/scope/")
        piped = run("scope", "--format", "sarif", stdin=SHORT, check=1)
        sarif(piped.err)
        self.assertEqual(piped.out, SHORT)

    def test_the_same_bytes_twice(self):
        self.write("design.yaml", SHORT)
        self.assertEqual(self.in_all("lint", "design.yaml", check=1), self.in_all("lint", "design.yaml", check=1))

    def test_accepted_findings_are_shown_and_do_not_count(self):
        self.write("design.yaml", SHORT)
        texts = self.in_all("lint", "design.yaml", check=1)
        accepted = [result for result in sarif(texts["sarif"]) if result["suppressions"]]
        self.assertEqual([(one["ruleId"], one["suppressions"][0]["kind"]) for one in accepted], [("C541", "inSource")])
        self.assertEqual([line.split(" ")[0] for line in github(texts["github"]) if "(C541)" in line], ["::notice"])
        self.assertEqual([one["severity"] for one in gitlab(texts["gitlab"]) if one["check_name"] == "C541"], ["info"])
        self.assertEqual([one["severity"] for one in rdjson(texts["rdjson"]) if one["code"]["value"] == "C541"], ["INFO"])
        self.assertEqual([case.get("name")[:4] for case in junit(texts["junit"]) if case.find("skipped") is not None],
                         ["C541"])
        findings = json.loads(texts["json"])["findings"]
        self.assertEqual({finding["rule"]: finding["accepted"] for finding in findings}["C541"],
                         {"by": "no-question", "line": 3})
        self.assertTrue(all(finding["accepted"] is None for finding in findings if finding["rule"] != "C541"))

    def test_fingerprints_do_not_hang_on_lines(self):
        self.write("design.yaml", SHORT)
        before = {one["fingerprint"] for one in gitlab(self.in_all("lint", "design.yaml", check=1)["gitlab"])}
        self.write("design.yaml", SHORT.replace("accept:", "# a line more\n\naccept:"))
        self.assertEqual({one["fingerprint"] for one in gitlab(self.in_all("lint", "design.yaml", check=1)["gitlab"])}, before)


class Places(FormatTest):
    def test_each_unit_of_columns_marks_the_same_text(self):
        for mark, end in (("", "\n"), ("\ufeff", "\n"), ("", "\r\n")):
            self.write("design.yaml", mark + SHORT.replace("\n", end))
            texts = self.in_all("lint", "design.yaml", check=1)
            lines = SHORT.split("\n")
            after = 0
            for result, diagnostic, command in zip(sarif(texts["sarif"]), rdjson(texts["rdjson"]), github(texts["github"])):
                region = result["locations"][0]["physicalLocation"]["region"]
                span = diagnostic["location"]["range"]
                line = lines[region["startLine"] - 1]
                after += "\u00e9" in line[:region["startColumn"] - 1]
                if region["startLine"] != region["endLine"]:
                    continue
                by_points = line[region["startColumn"] - 1:region["endColumn"] - 1]
                by_bytes = line.encode()[span["start"]["column"] - 1:span["end"]["column"] - 1].decode()
                self.assertEqual(by_points, by_bytes)
                self.assertIn(f",line={region['startLine']},col={region['startColumn']},", command)
            self.assertGreater(after, 0)

    def test_replacements_mend_what_fix_mends(self):
        for mark in ("", "\ufeff"):
            path = self.write("design.yaml", mark + SHORT)
            texts = self.in_all("lint", path, check=1)
            lines = SHORT.splitlines(keepends=True)
            by_points, by_bytes = list(lines), [line.encode() for line in lines]
            fixed = {f["rule"] + f["path"] for f in json.loads(texts["json"])["findings"] if f.get("fix", {}).get("safe")}
            self.assertGreater(len(fixed), 1)
            for result, diagnostic in reversed(list(zip(sarif(texts["sarif"]), rdjson(texts["rdjson"])))):
                if result["ruleId"] + result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] not in fixed:
                    continue
                for one in reversed(result["fixes"][0]["artifactChanges"][0]["replacements"]):
                    region, at = one["deletedRegion"], one["deletedRegion"]["startLine"] - 1
                    text = by_points[at]
                    by_points[at] = (text[:region["startColumn"] - 1] + one["insertedContent"]["text"]
                                     + text[region["endColumn"] - 1:])
                for one in diagnostic["suggestions"]:
                    start, stop = one["range"]["start"], one["range"]["end"]
                    text = by_bytes[start["line"] - 1]
                    by_bytes[start["line"] - 1] = text[:start["column"] - 1] + one["text"].encode() + text[stop["column"] - 1:]
            run("lint", path, "--fix", "--today", TODAY)
            self.assertEqual(mark + "".join(by_points), path.read_text())
            self.assertEqual(mark + b"".join(by_bytes).decode(), path.read_text())

    def test_names_are_told_from_the_root_of_the_repository(self):
        (self.folder / ".git").mkdir()
        inner = self.folder / "a b/designs"
        inner.mkdir(parents=True)
        (inner / "design.yaml").write_text(SHORT)
        for name in ("./design.yaml", "../designs/design.yaml", inner / "design.yaml"):
            texts = self.in_all("lint", name, cwd=inner, check=1)
            place = sarif(texts["sarif"])[0]["locations"][0]["physicalLocation"]["artifactLocation"]
            self.assertEqual(place, {"uri": "a%20b/designs/design.yaml", "uriBaseId": "%SRCROOT%"})
            self.assertEqual(gitlab(texts["gitlab"])[0]["location"]["path"], "a b/designs/design.yaml")
            self.assertIn("file=a b/designs/design.yaml,", github(texts["github"])[0])
            self.assertEqual(rdjson(texts["rdjson"])[0]["location"]["path"], str(name))
        outside = self.in_all("lint", SCENARIO / "first-try.yaml", cwd=inner, check=1)
        uri = sarif(outside["sarif"])[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        self.assertEqual(unescaped(uri), f"file://{SCENARIO}/first-try.yaml")


class Hostile(FormatTest):
    def design(self):
        quoted = [json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\x9b", "\\x9b")
                  .replace("\ufeff", "\\ufeff").replace("\u2028", "\\u2028") for text in EVIL]
        body = "".join(f"{text}: 1\n" for text in quoted)
        body += "scope:\n  consumers:\n" + "".join(f"    {text}: {{uses: {text}, latency: {text}}}\n" for text in quoted)
        body += "  priority: [" + ", ".join(quoted) + "]\nmodel:\n  tables:\n"
        body += "".join(f"    {text}: {{key: [{text}], grain: {text}}}\n" for text in quoted)
        head = "".join(f"  {text}: {{rule: M202, at: {text}, because: [{text}]}}\n" for text in quoted)
        return "dedesign: 1\naccept:\n" + head + body

    def test_text_of_a_file_stays_text(self):
        self.write("design.yaml", self.design())
        texts = self.in_all("lint", "design.yaml", check=1)
        findings = self.judge(texts)
        self.assertGreater(len(findings), 3 * len(EVIL))
        for name, text in texts.items():
            self.assertTrue(is_shown(text, name), name)
        told = " ".join(finding["message"] + finding.get("path", "") for finding in findings)
        self.assertTrue(all(text in told for text in EVIL if text.isprintable() and len(text) < 20), told[:3000])

    def test_a_name_of_a_file_stays_a_name(self):
        self.write(EVIL_NAME, SHORT)
        texts = self.in_all("lint", EVIL_NAME, check=1)
        self.judge(texts)
        for name, text in texts.items():
            self.assertTrue(is_shown(text, name), name)
        uri = sarif(texts["sarif"])[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        self.assertEqual(unescaped(uri), EVIL_NAME)
        self.assertEqual(rdjson(texts["rdjson"])[0]["location"]["path"], EVIL_NAME)
        self.assertEqual(gitlab(texts["gitlab"])[0]["location"]["path"], EVIL_NAME)
        file = github(texts["github"])[0].split(",file=")[1].split(",")[0]
        self.assertEqual(unescaped(file), EVIL_NAME.replace("\x1b", "\u241b").replace("##[", "## ["))
        self.assertEqual(junit(texts["junit"])[0].get("classname"), EVIL_NAME.replace("\x1b", ""))

    def test_names_that_are_no_utf8(self):
        name = b"b\xff.yaml"
        (self.folder / "x").mkdir()
        with open(bytes(self.folder / "x") + b"/" + name, "wb") as file:
            file.write(SHORT.encode())
        for path in (self.folder / "x").iterdir():
            texts = self.in_all("lint", b"x/" + name if isinstance(path, bytes) else path, check=1)
            self.judge(texts)


class Mistakes(FormatTest):
    def test_formats_and_files_that_are_not(self):
        design = self.write("design.yaml", SHORT)
        self.assertIn("did you mean sarif?", run("lint", design, "--format", "sarf", check=2).err)
        self.assertIn("`sarif=` names no file", run("lint", design, "--format", "sarif=", check=2).err)
        missing = self.folder / "none/out.sarif"
        result = run("lint", design, "--format", f"sarif={missing}", "--format", "github", check=2)
        self.assertIn(str(missing.parent), result.err)
        github(result.out)

    def test_a_dash_is_where_the_report_goes(self):
        design = self.write("design.yaml", SHORT)
        self.assertEqual(run("lint", design, "--format", "gitlab=-", check=1).out,
                         run("lint", design, "--format", "gitlab", check=1).out)

    def test_a_pipe_and_a_device_take_a_report(self):
        design = self.write("design.yaml", SHORT)
        gitlab(run("lint", design, "--format", "gitlab=/dev/stdout", check=1).out)
        self.assertEqual(run("lint", design, "--format", "gitlab=/dev/null", check=1).out, "")

    def test_help_names_every_format(self):
        self.assertIn("full, concise, json, sarif, github, gitlab, junit or rdjson",
                      " ".join(run("lint", "--help", check=0).out.split()))


if __name__ == "__main__":
    unittest.main()
