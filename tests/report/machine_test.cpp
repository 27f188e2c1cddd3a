#include "report/machine.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catch.h"
#include "report/findings_schema.h"
#include "report/formats.h"
#include "samples.h"

using namespace decide;
using nlohmann::json;

namespace {

using Files = std::vector<report::FileReport>;

Files run_of(const Source& source, std::vector<diag::Finding> findings) {
  return {{&source, std::move(findings)}};
}

report::About about() {
  return {.tool = {"1.2.3", "https://home.example"}};
}

std::string text_in(std::string_view format, const Files& files) {
  return report::text_in(*report::format_named(format), files, about());
}

json sarif_run(const Files& files) {
  return json::parse(text_in("sarif", files))["runs"][0];
}

json first_result(const Source& source, const diag::Finding& finding) {
  return sarif_run(run_of(source, {finding}))["results"][0];
}

/// Made safe line by line it stays what it is.
bool is_shown(const std::string& text) {
  const auto lines = split(text, '\n');
  return std::all_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return sanitize(line) == line; });
}

}  // namespace

TEST_CASE("machine: names are told from the root of the repository") {
  const report::Places inside{"/home/me/repo/designs", "/home/me/repo"};
  CHECK(report::from_root("a.yaml", inside) == "designs/a.yaml");
  CHECK(report::from_root("./x/../a.yaml", inside) == "designs/a.yaml");
  CHECK(report::from_root("/home/me/repo/a.yaml", inside) == "a.yaml");
  CHECK(report::from_root("../../a.yaml", inside) == "/home/me/a.yaml");
  CHECK(report::from_root("..a.yaml", {"/repo", "/repo"}) == "..a.yaml");
  CHECK(report::from_root("./a.yaml", {}) == "a.yaml");
  CHECK(report::from_root("<stdin>", inside) == "<stdin>");
}

TEST_CASE("machine: a path as a URI") {
  CHECK(report::uri_of("a/b-c_d.~1.yaml") == "a/b-c_d.~1.yaml");
  CHECK(report::uri_of("a b:\xC3\xA9%\xFF") == "a%20b%3A%C3%A9%25%FF");
  CHECK(report::uri_of("/a") == "file:///a");
}

TEST_CASE("sarif: a finding with all its parts") {
  const Source source = samples::clicks();
  diag::Finding one = samples::explosion(source);
  one.fix = diag::Fix{true, "drop it", {{one.span, ""}, {{0, 0}, "x"}}};
  one.trace =
      diag::Trace{"1 event", "quick", "s", "l", "counted twice", {{"writer", "writes", "t", "r"}, {}}};
  const json result = first_result(source, one);
  CHECK(result["ruleId"] == "P303");
  CHECK(result["level"] == "error");
  CHECK(result["message"]["text"] ==
        "`by` makes 4.0 billion partitions of 31 kB each. Partition by day(event_time), cluster by "
        "campaign_id: "
        "400 partitions, files of 251 MB. Behind it: [high-cardinality](1).");
  CHECK(result["locations"][0]["physicalLocation"]["region"] ==
        json{{"startLine", 188}, {"startColumn", 10}, {"endLine", 188}, {"endColumn", 21}});
  CHECK(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "partition.clicks.by");
  CHECK(result["relatedLocations"][0]["id"] == 1);
  CHECK(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 8);
  const json& replacements = result["fixes"][0]["artifactChanges"][0]["replacements"];
  CHECK_FALSE(replacements[0].contains("insertedContent"));
  CHECK(replacements[1]["insertedContent"]["text"] == "x");
  const json& flow = result["codeFlows"][0];
  CHECK(flow["message"]["text"] == "counted twice");
  CHECK(flow["threadFlows"][0]["locations"][0]["location"]["message"]["text"] == "writer: writes");
  CHECK(flow["threadFlows"][0]["locations"].size() == 2);
  CHECK_FALSE(result.contains("suppressions"));
}

TEST_CASE("sarif: the place of the constraint is linked by its name, the others by their paths") {
  const Source source = samples::clicks();
  diag::Finding one = samples::explosion(source);
  one.help.clear();
  one.related.push_back({"scope.a[b]", one.span, "high-cardinality: 10M values"});
  CHECK(first_result(source, one)["message"]["text"] ==
        "`by` makes 4.0 billion partitions of 31 kB each. Behind it: [high-cardinality](2). See "
        "[facts.clicks.average](1).");
  one.constraint.clear();
  CHECK(
      first_result(source, one)["message"]["text"] ==
      "`by` makes 4.0 billion partitions of 31 kB each. See [facts.clicks.average](1), [scope.a\\[b\\]](2).");
}

TEST_CASE("sarif: text of a file is no link and no placeholder") {
  const Source source("a.yaml", "key: 1\n");
  const auto text_of = [&](std::string message) {
    return first_result(source, samples::finding("S101", "x", {0, 3}, std::move(message)))["message"]["text"]
        .get<std::string>();
  };
  CHECK(text_of("see [here](http://evil.example)") == "see [here] (http://evil.example).");
  CHECK(text_of("{0} {12} {a: 1} {}") == "{{0}} {{12}} {a: 1} {}.");
  CHECK(text_of("{{0}") == "{{0}.");
  CHECK(text_of("") == "x.");
}

TEST_CASE("sarif: rules are those that fired, once each, with what code scanning asks for") {
  const Source source("a.yaml", "key: 1\n");
  const auto finding = [](const char* rule) { return samples::finding(rule, "some-name", {0, 3}, "m"); };
  const json run =
      sarif_run(run_of(source, {finding("X900"), finding("P303"), finding("S101"), finding("P303")}));
  const json& rules = run["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == 3);
  CHECK(rules[0]["id"] == "S101");
  CHECK(rules[1]["id"] == "P303");
  CHECK(rules[1]["name"] == "partition-explosion");
  CHECK(rules[1]["helpUri"] == "https://home.example/rules/P303");
  CHECK(rules[1]["help"]["markdown"].get<std::string>().find("```yaml\n") != std::string::npos);
  CHECK(rules[1]["properties"]["tags"][1] == "partition");
  // One that an organisation added is known by its findings only.
  CHECK(rules[2]["id"] == "X900");
  CHECK(rules[2]["shortDescription"]["text"] == "some-name");
  CHECK(run["results"][0]["ruleIndex"] == 2);
  CHECK(run["results"][3]["ruleIndex"] == 1);
  CHECK(run["tool"]["driver"]["semanticVersion"] == "1.2.3");
}

TEST_CASE("sarif: if one result is suppressed all say whether they are") {
  const Source source("a.yaml", "key: 1\nby: x\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  diag::Finding two = one;
  two.accepted = diag::Accepted{"later", {7, 9}};
  const json results = sarif_run(run_of(source, {one, two}))["results"];
  CHECK(results[0]["suppressions"] == json::array());
  CHECK(results[1]["suppressions"][0]["kind"] == "inSource");
  CHECK(results[1]["suppressions"][0]["justification"] == "accepted by `later`");
  CHECK(results[1]["suppressions"][0]["location"]["physicalLocation"]["region"]["startLine"] == 2);
}

TEST_CASE("machine: what a baseline knows is shown and does not count") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  diag::Finding two = one;
  two.in_baseline = true;
  const Files run = run_of(source, {one, two});
  const json results = sarif_run(run)["results"];
  CHECK(results[0]["baselineState"] == "new");
  CHECK(results[1]["baselineState"] == "unchanged");
  CHECK(results[0]["suppressions"] == json::array());
  CHECK(results[1]["suppressions"][0]["kind"] == "external");
  CHECK(text_in("github", run).find("::notice title=dedesign (S101),file=a.yaml") != std::string::npos);
  CHECK(text_in("junit", run).find("failures=\"1\" errors=\"0\" skipped=\"1\" time") != std::string::npos);
  CHECK(json::parse(text_in("gitlab", run))[1]["severity"] == "info");
  const json plain = json::parse(text_in("json", run));
  CHECK_FALSE(plain["findings"][0].contains("baseline"));
  CHECK(plain["findings"][1]["baseline"] == true);
  CHECK(plain["summary"]["error"] == 1);
  CHECK(plain["summary"]["baseline"] == 1);
  const std::string text = text_in("concise", run);
  CHECK(text == "a.yaml:1:1: error[S101] m\na.yaml:1:1: known[S101] m\n");
}

TEST_CASE("sarif: no more results than a run may hold, the most severe ones") {
  const Source source("a.yaml", "key: 1\n");
  std::vector<diag::Finding> many(11, samples::finding("S101", "x", {0, 3}, "m"));
  many[3].severity = many[10].severity = diag::Severity::note;
  many[4].severity = diag::Severity::warning;
  const auto document = report::sarif(about(), 10);
  document->add(document->part(source, many));
  const auto text = collected([&](const Sink& sink) { return document->write(sink); });
  REQUIRE(text);
  const json run = json::parse(*text)["runs"][0];
  REQUIRE(run["results"].size() == 10);
  CHECK(run["results"][3]["level"] == "note");
  CHECK(run["results"][4]["level"] == "warning");
  CHECK(run["results"][9]["level"] == "error");
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
            .get<std::string>()
            .starts_with("1 findings"));
}

TEST_CASE("sarif and rdjson: each counts columns in its own unit, and no byte order mark") {
  const std::string wide = "\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80";
  for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
    const Source source("a.yaml", mark + wide + ": bad\n");
    const diag::Finding one = samples::finding("S101", "x", samples::span_of(source, "bad"), "m");
    CHECK(first_result(source, one)["locations"][0]["physicalLocation"]["region"]["startColumn"] == 6);
    const json range =
        json::parse(text_in("rdjson", run_of(source, {one})))["diagnostics"][0]["location"]["range"];
    CHECK(range["start"]["column"] == 12);
    CHECK(range["end"]["column"] == 15);
  }
}

TEST_CASE("rdjson: a fix of several edits is one suggestion") {
  const Source source("a.yaml", "one: 1\ntwo: 2\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  one.fix = diag::Fix{true, "t", {{{12, 13}, "b"}, {{5, 6}, "a"}}};
  const json suggestions =
      json::parse(text_in("rdjson", run_of(source, {one})))["diagnostics"][0]["suggestions"];
  REQUIRE(suggestions.size() == 1);
  CHECK(suggestions[0]["text"] == "a\ntwo: b");
  CHECK(suggestions[0]["range"]["start"] == json{{"line", 1}, {"column", 6}});
  CHECK(suggestions[0]["range"]["end"] == json{{"line", 2}, {"column", 7}});
}

TEST_CASE("github: one line gets columns, several do not") {
  const Source source("a,b:%.yaml", "one: 1\ntwo: 2\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "100 % : ,\r\n::error::y");
  CHECK(text_in("github", run_of(source, {one})) ==
        "::error title=dedesign (S101),file=a%2Cb%3A%25.yaml,line=1,col=1,endLine=1,endColumn=4::"
        "100 %25 : ,%0D%0A::error::y (x)\n");
  one.span = {0, 13};
  one.severity = diag::Severity::note;
  one.help = "h";
  one.message = "m";
  CHECK(text_in("github", run_of(source, {one})) ==
        "::notice title=dedesign (S101),file=a%2Cb%3A%25.yaml,line=1,endLine=2::m (x)%0Ahelp: h\n");
}

TEST_CASE("github: an accepted finding is a notice that says so") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  one.accepted = diag::Accepted{"later", {0, 3}};
  const std::string text = text_in("github", run_of(source, {one}));
  CHECK(text.starts_with("::notice "));
  CHECK(text.ends_with("%0Aaccepted by `later`\n"));
}

TEST_CASE("gitlab: fingerprints differ by file, rule, path and repetition, not by line or message") {
  const Source source("a.yaml", "one: 1\ntwo: 2\n");
  const Source other("b.yaml", source.text());
  const diag::Finding one = samples::finding("S101", "x", {0, 3}, "m");
  const auto prints = [](const Files& run) {
    std::vector<std::string> all;
    for (const json& entry : json::parse(text_in("gitlab", run))) all.push_back(entry["fingerprint"]);
    return all;
  };
  diag::Finding moved = one, same = one, elsewhere = one, ruled = one;
  moved.span = {7, 10};
  moved.message = "n";
  elsewhere.path = "scope";
  ruled.rule = "S102";
  CHECK(prints(run_of(source, {one})) == prints(run_of(source, {moved})));
  auto all = prints(run_of(source, {one, same, elsewhere, ruled}));
  all.push_back(prints(run_of(other, {one})).front());
  std::sort(all.begin(), all.end());
  CHECK(std::unique(all.begin(), all.end()) == all.end());
}

TEST_CASE("gitlab: a span that ends with a line end does not reach the next line") {
  const Source source("a.yaml", "one: 1\ntwo: 2\n");
  const json entry =
      json::parse(text_in("gitlab", run_of(source, {samples::finding("S101", "x", {0, 7}, "m")})))[0];
  CHECK(entry["location"]["lines"] == json{{"begin", 1}, {"end", 1}});
  CHECK(entry["description"] == "S101 x: m");
  CHECK(entry["severity"] == "major");
}

TEST_CASE("junit: what XML has no place for is left out, the rest is escaped") {
  const Source source("a.yaml", "key: 1\n");
  const std::string bad = "<]]>&\"\x1b\x01\n\t\xEF\xBF\xBF\xC2\x9B\xE2\x80\xAE\xFF";
  const std::string text = text_in("junit", run_of(source, {samples::finding("S101", "x", {0, 3}, bad)}));
  CHECK(text.find("message=\"&#60;]]&#62;&#38;&#34;&#10;&#9;&#155;&#8238;\xEF\xBF\xBD\"") !=
        std::string::npos);
  CHECK(invalid_utf8(text) == std::string_view::npos);
}

TEST_CASE("junit: something passes where nothing is found") {
  const Source source("a.yaml", "key: 1\n");
  const std::string passing = "<testcase name=\"No findings\" classname=\"";
  CHECK(text_in("junit", run_of(source, {})).find(passing + "a.yaml\"") != std::string::npos);
  CHECK(text_in("junit", {}).find(passing + "dedesign\"") != std::string::npos);
  CHECK(text_in("junit", {}).find("tests=\"1\" failures=\"0\"") != std::string::npos);
}

TEST_CASE("machine: a document that no memory holds is the same") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = samples::finding("S101", "x", {0, 3}, std::string(100'000, 'm'));
  diag::Finding two = one, three = one;
  two.accepted = diag::Accepted{"later", {0, 3}};
  three.in_baseline = true;
  const Files files(20, {&source, {one, two, three}});
  for (const report::Format& format : report::formats()) {
    CAPTURE(format.name);
    const auto document = format.begin(about());
    for (const auto& file : files) document->add(document->part(*file.source, file.findings));
    const auto text = collected([&](const Sink& sink) { return document->write(sink); });
    REQUIRE(text);
    CHECK((*text == text_in(format.name, files)));
    const auto again = collected([&](const Sink& sink) { return document->write(sink); });
    CHECK((again && *again == *text));
  }
}

TEST_CASE("machine: each hostile string in every field is read back, and no terminal obeys it") {
  for (const std::string& text : samples::hostile()) {
    CAPTURE(text);
    const Source source(text, text + "\n" + text + ": " + text);
    diag::Finding one = samples::finding(text, text, {0, 3}, text);
    one.help = one.path = one.constraint = text;
    one.related = {{text, {1, 9}, text}};
    one.figures = {{text, 1, text, text, {{text, text}}}};
    one.fix = diag::Fix{true, text, {{{0, 1}, text}}};
    one.accepted = diag::Accepted{text, {0, 1}};
    one.trace = diag::Trace{text, text, text, text, text, {{text, text, text, text}}};
    const Files run = run_of(source, {one});
    for (const report::Format& format : report::formats()) {
      CAPTURE(format.name);
      const std::string out = text_in(format.name, run);
      CHECK(is_shown(out));
      const bool is_json = out.starts_with("{") || out.starts_with("[");
      if (is_json) CHECK_FALSE(json::parse(out, nullptr, false).is_discarded());
      CHECK(is_json == (format.name != "full" && format.name != "concise" && format.name != "github" &&
                        format.name != "junit"));
      for (const std::string_view line : split(out, '\n')) {
        const bool is_ours = line.starts_with("::notice title=dedesign (");
        CHECK((is_ours || trim(line).substr(0, 2) != "::" || trim(line).starts_with("::: ")));
      }
    }
  }
}

TEST_CASE("formats: each is found by its name") {
  for (const report::Format& format : report::formats()) CHECK(report::format_named(format.name) == &format);
  CHECK(report::format_named("nonsense") == nullptr);
}

TEST_CASE("findings schema: every key that is needed is described") {
  const json schema = json::parse(report::findings_schema());
  for (const json& key : schema["definitions"]["finding"]["required"])
    CHECK(schema["definitions"]["finding"]["properties"].contains(key.get<std::string>()));
  CHECK(schema["properties"]["version"]["const"] == 1);
}
