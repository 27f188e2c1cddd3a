#include <limits>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "samples.h"

using namespace decide;
using samples::json;

TEST_CASE("json: no findings") {
  const Source source("a.yaml", "key: 1\n");
  CHECK(json({{&source, {}}}) ==
        R"({
  "version": 1,
  "files": 1,
  "findings": [],
  "summary": {
    "error": 0,
    "warning": 0,
    "note": 0,
    "accepted": 0,
    "fixable": 0
  }
}
)");
}

TEST_CASE("json: every part of a finding, in the documented order") {
  const Source source = samples::clicks();
  diag::Finding one = samples::explosion(source);
  one.figures = {{"partitions", 4e9, "partitions", "values * days", {{"values", "10M"}, {"days", "400"}}}};
  one.fix = diag::Fix{true, "drop it", {{one.span, "day"}}};
  one.accepted = diag::Accepted{"P303", samples::span_of(source, "by")};
  CHECK(json({{&source, {one}}}) ==
        R"({
  "version": 1,
  "files": 1,
  "findings": [
    {
      "rule": "P303",
      "name": "partition-explosion",
      "severity": "error",
      "path": "partition.clicks.by",
      "file": "design.yaml",
      "line": 188,
      "column": 10,
      "end_line": 188,
      "end_column": 21,
      "message": "`by` makes 4.0 billion partitions of 31 kB each",
      "help": "partition by day(event_time), cluster by campaign_id: 400 partitions, files of 251 MB",
      "constraint": "high-cardinality",
      "related": [
        {
          "path": "facts.clicks.average",
          "file": "design.yaml",
          "line": 8,
          "column": 14,
          "end_line": 8,
          "end_column": 19,
          "message": "3.0B rows a day make 10M partitions a day, 400 days are kept"
        }
      ],
      "figures": [
        {
          "name": "partitions",
          "value": 4000000000,
          "unit": "partitions",
          "formula": "values * days",
          "inputs": [
            {
              "name": "values",
              "value": "10M"
            },
            {
              "name": "days",
              "value": "400"
            }
          ]
        }
      ],
      "fix": {
        "safe": true,
        "edits": [
          {
            "line": 188,
            "column": 10,
            "end_line": 188,
            "end_column": 21,
            "text": "day",
            "begin": 214,
            "end": 225
          }
        ]
      },
      "accepted": {
        "by": "P303",
        "line": 188
      }
    }
  ],
  "summary": {
    "error": 0,
    "warning": 0,
    "note": 0,
    "accepted": 1,
    "fixable": 0
  }
}
)");
}

TEST_CASE("json: absent parts are left out, but for the word that a finding counts") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  one.path.clear();
  const auto parsed = nlohmann::json::parse(json({{&source, {one}}}));
  const nlohmann::json expected{
      {"rule", "S101"}, {"name", "x"},   {"severity", "error"}, {"file", "a.yaml"}, {"line", 1},
      {"column", 1},    {"end_line", 1}, {"end_column", 4},     {"message", "m"},   {"accepted", nullptr}};
  CHECK(parsed["findings"] == nlohmann::json::array({expected}));
}

TEST_CASE("json: columns count code points") {
  const Source source("a.yaml", "\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80: bad\n");
  const auto parsed = nlohmann::json::parse(
      json({{&source, {samples::finding("S101", "x", samples::span_of(source, "bad"), "m")}}}));
  CHECK(parsed["findings"][0]["column"] == 6);
  CHECK(parsed["findings"][0]["end_column"] == 9);
}

TEST_CASE("json: several files are counted together") {
  const Source first("a.yaml", "key: 1\n");
  const Source second("b.yaml", "key: 1\n");
  diag::Finding warning = samples::finding("S101", "x", {0, 3}, "m");
  warning.severity = diag::Severity::warning;
  const auto parsed = nlohmann::json::parse(
      json({{&first, {warning}}, {&second, {warning, samples::finding("S102", "y", {0, 3}, "m")}}}));
  CHECK(parsed["files"] == 2);
  CHECK(parsed["findings"][0]["file"] == "a.yaml");
  CHECK(parsed["findings"][2]["rule"] == "S102");
  CHECK(parsed["summary"]["warning"] == 2);
  CHECK(parsed["summary"]["error"] == 1);
}

TEST_CASE("json: a stage adds its name and its constraints") {
  const Source source("a.yaml", "key: 1\n");
  const std::vector<report::ConstraintRow> rows{
      {"late-data", "hard", "up to 3 d late", "3 d", {{"facts.late", 4, 9}}}, {"cheap", "wish", "", "", {}}};
  const auto parsed = nlohmann::json::parse(json({{&source, {}}}, {"scope", rows, {}}));
  CHECK(parsed["stage"] == "scope");
  CHECK(parsed["constraints"] ==
        nlohmann::json::parse(R"([{"name": "late-data", "strength": "hard", "demand": "up to 3 d late",
          "quantity": "3 d", "from": [{"path": "facts.late", "line": 4, "column": 9}]},
          {"name": "cheap", "strength": "wish", "demand": "", "from": []}])"));
}

TEST_CASE("json: numbers keep their value, what is no number is null") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  const double infinite = std::numeric_limits<double>::infinity();
  one.figures = {
      {"a", 0.1, "", "", {}}, {"b", 1e300, "", "", {}}, {"c", infinite, "", "", {}}, {"d", -3, "", "", {}}};
  const auto figures = nlohmann::json::parse(json({{&source, {one}}}))["findings"][0]["figures"];
  CHECK(figures[0]["value"].get<double>() == 0.1);
  CHECK(figures[1]["value"].get<double>() == 1e300);
  CHECK(figures[2]["value"].is_null());
  CHECK(figures[3].dump() == R"({"name":"d","value":-3})");
}

TEST_CASE("json: what a terminal obeys or hides is escaped, and read back as it was") {
  const std::string text =
      "a\x1b[2J\x7f\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8\xE2\x80\x8B\xEF\xBB\xBF\xC3\xA9\xE6\x97\xA5";
  const Source source("a.yaml", "key: 1\n");
  const std::string out = json({{&source, {samples::finding("S101", "x", {0, 3}, text)}}});
  CHECK(out.find(R"("a\u001b[2J\u007f\u009b\u202e\u2028\u200b\ufeff)"
                 "\xC3\xA9\xE6\x97\xA5\"") != std::string::npos);
  CHECK(nlohmann::json::parse(out)["findings"][0]["message"] == text);
}

TEST_CASE("json: bytes that are no UTF-8 are replaced") {
  const Source source("a\xFF.yaml", "key: 1\n");
  const auto parsed =
      nlohmann::json::parse(json({{&source, {samples::finding("S101", "x", {0, 3}, "\xE6\x97 b")}}}));
  CHECK(parsed["findings"][0]["file"] == "a\xEF\xBF\xBD.yaml");
  CHECK(parsed["findings"][0]["message"] == "\xEF\xBF\xBD b");
}
