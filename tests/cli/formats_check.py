"""Checks of the machine formats by programs that are not ours: jsonschema, xmllint; and what code hosts require."""
import json
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import xml.etree.ElementTree

import jsonschema

SCHEMAS = pathlib.Path(__file__).resolve().parent / "schemas"
LEVELS = ("note", "warning", "error")
COMMAND = re.compile(r"::(error|warning|notice) title=dedesign \([^,:\r\n]+\),file=([^,:\r\n]*),line=\d+,"
                     r"(col=\d+,endLine=\d+,endColumn=\d+|endLine=\d+)::([^\r\n]+)")


def fail(what, seen):
    raise AssertionError(f"{what}: {json.dumps(seen)[:300]}")


def strings(node):
    """Every text of a document."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, (dict, list)):
        for child in node.values() if isinstance(node, dict) else node:
            yield from strings(child)


def check_region(region):
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    if tuple(region) != keys or min(region.values()) < 1:
        fail("a region needs four positions from 1 on", region)
    if (region["startLine"], region["startColumn"]) > (region["endLine"], region["endColumn"]):
        fail("a region ends before it begins", region)


def check_place(place):
    uri = place["artifactLocation"]["uri"]
    if not re.fullmatch(r"(file://)?[A-Za-z0-9._~/%-]+", uri) or uri.startswith("./"):
        fail("no relative URI", uri)
    check_region(place["region"])


def check_rule(rule):
    for key, most in (("name", 255), ("shortDescription", 1024), ("fullDescription", 1024)):
        text = rule[key] if key == "name" else rule[key]["text"]
        if not 0 < len(text) <= most:
            fail(f"{key} has a length that is not taken", rule["id"])
    if not rule["help"]["text"] or not urllib.parse.urlparse(rule["helpUri"]).scheme:
        fail("a rule without help", rule["id"])
    properties = rule["properties"]
    if (rule["defaultConfiguration"]["level"] not in LEVELS or len(properties["tags"]) > 20
            or properties["precision"] not in ("very-high", "high", "medium", "low")
            or properties["problem.severity"] not in ("error", "warning", "recommendation")):
        fail("a rule with words that are not taken", rule["id"])


def check_result(result, rules):
    if rules[result["ruleIndex"]]["id"] != result["ruleId"] or result["level"] not in LEVELS:
        fail("no such rule or level", result["ruleId"])
    for place in result["locations"] + result.get("relatedLocations", []):
        check_place(place["physicalLocation"])
    if not re.fullmatch(r"[0-9a-f]{1,16}:[1-9]\d*", result["partialFingerprints"]["primaryLocationLineHash"]):
        fail("no fingerprint", result["partialFingerprints"])
    ids = [place["id"] for place in result.get("relatedLocations", [])]
    if sorted(map(int, re.findall(r"\]\((\d+)\)", result["message"]["text"]))) != ids:
        fail("links and related places differ", result["message"])
    if re.search(r"\]\((?!\d+\))", result["message"]["text"]):
        fail("a foreign link", result["message"])
    for fix in result.get("fixes", []):
        for replacement in fix["artifactChanges"][0]["replacements"]:
            check_region(replacement["deletedRegion"])
    for flow in result.get("codeFlows", []):
        for step in flow["threadFlows"][0]["locations"]:
            check_place(step["location"]["physicalLocation"])


def sarif(text):
    """What code scanning requires of a log, besides the schema of SARIF."""
    log = json.loads(text)
    if log["version"] != "2.1.0" or not log["$schema"].startswith("https://") or len(log["runs"]) != 1:
        fail("the head", log["version"])
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    for key in ("name", "semanticVersion", "informationUri"):
        if not driver[key]:
            fail("the driver", key)
    if run["columnKind"] != "unicodeCodePoints" or not run["automationDetails"]["id"].endswith("/"):
        fail("the run", run["automationDetails"])
    for rule in driver["rules"]:
        check_rule(rule)
    for result in run["results"]:
        check_result(result, driver["rules"])
    if len({"suppressions" in result for result in run["results"]}) > 1:
        fail("some results say whether they are suppressed", len(run["results"]))
    if not all(strings(log)):
        fail("an empty text", [])
    return run["results"]


def github(text):
    """The commands of a text; what follows them counts them."""
    lines = [line for line in text.split("\n") if line.startswith("::")]
    for line in lines:
        if not COMMAND.fullmatch(line):
            fail("no command", line)
    rest = [line for line in text.split("\n") if not line.startswith("::")]
    if len(rest) > 2 or any("::" in line or "##[" in line for line in rest):
        fail("more than commands and their number", rest)
    return lines


def gitlab(text):
    report = json.loads(text)
    jsonschema.Draft7Validator(json.loads((SCHEMAS / "gitlab.json").read_text())).validate(report)
    if len({entry["fingerprint"] for entry in report}) != len(report):
        fail("equal fingerprints", [])
    return report


def junit(text):
    """The failed and skipped cases, as xmllint and Python both read them."""
    if shutil.which("xmllint"):
        result = subprocess.run(["xmllint", "--noout", "--schema", SCHEMAS / "junit.xsd", "-"], input=text.encode(),
                                capture_output=True, timeout=60)
        if result.returncode:
            fail("xmllint", result.stderr.decode())
    root = xml.etree.ElementTree.fromstring(text)
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        counts = {"tests": len(cases), "failures": len(list(element.iter("failure"))), "errors": 0,
                  "skipped": len(list(element.iter("skipped")))}
        if element is root:
            del counts["skipped"]
        if counts != {key: int(element.get(key)) for key in counts}:
            fail("counts", element.attrib)
    return [case for case in root.iter("testcase") if len(case)]


def rdjson(text):
    report = json.loads(text)
    jsonschema.Draft7Validator(json.loads((SCHEMAS / "rdjson.json").read_text())).validate(report)
    return report["diagnostics"]


CHECKS = {check.__name__: check for check in (sarif, github, gitlab, junit, rdjson)}
