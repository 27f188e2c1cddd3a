#include "stage/stage.h"

#include <set>

#include "catch.h"
#include "derive/seal.h"
#include "stage/fresh.h"
#include "stage/question.h"

namespace decide {
namespace {

using design::Section;

constexpr design::Date today{20782};

Source source(std::string text) {
  return {"design.yaml", std::move(text)};
}

stage::Edits from(std::string fragment) {
  stage::Edits edits;
  edits.from = Source("fragment.yaml", std::move(fragment));
  return edits;
}

std::string edited(const std::string& text, const stage::Edits& edits, Section section = Section::scope) {
  const auto result = stage::edit(source(text), section, edits);
  return result ? *result : "error: " + result.error().message;
}

TEST_CASE("an assignment is split at its first equals sign") {
  CHECK(stage::split_assignment("a.b=c=d")->second == "c=d");
  CHECK(stage::split_assignment("a=")->second.empty());
  CHECK_FALSE(stage::split_assignment("a.b"));
  CHECK_FALSE(stage::split_assignment("=x"));
}

TEST_CASE("a fragment is the section, or stands under its key, or is a whole design") {
  const std::string fresh = stage::fresh_design("T", "P", "");
  const std::string plain = edited(fresh, from("duplicates: 1%\n"));
  CHECK(plain.find("\nscope:\n  duplicates: 1%\n") != std::string::npos);
  CHECK(edited(fresh, from("scope:\n  duplicates: 1%\n")) == plain);
  CHECK(edited(fresh, from("dedesign: 1\nscope:\n  duplicates: 1%\nclose:\n  question: more?\n")) == plain);
  CHECK(edited(fresh, from("dedesign: 1\nclose:\n  question: more?\n")) == fresh);
  CHECK(edited(fresh, from("a: [1\n")).starts_with("error: fragment.yaml:"));
  CHECK(edited(fresh, from("- 1\n")).starts_with("error: fragment.yaml"));
}

TEST_CASE("paths are relative to the section, and checked against the format") {
  const std::string text = "dedesign: 1\nscope:\n  duplicates: 1%\n";
  stage::Edits edits;
  edits.set = {{"volume.average", "35k/s"}};
  edits.unset = {"duplicates"};
  CHECK(edited(text, edits).find("average: 35k/s") != std::string::npos);
  CHECK(edited(text, edits).find("duplicates") == std::string::npos);
  edits.set = {{"volume.averege", "35k/s"}};
  CHECK(edited(text, edits).starts_with("error: no path `scope.volume.averege`"));
}

TEST_CASE("what follows `when` is one key, dots and all") {
  const std::string text =
      "dedesign: 1\nclose:\n  what_if:\n    ten:\n      when: {scope.volume.peak: x10}\n";
  stage::Edits edits;
  edits.set = {{"what_if.ten.when.scope.volume.average", "x10"}};
  CHECK(
      edited(text, edits, Section::close).find("when: {scope.volume.peak: x10, scope.volume.average: x10}") !=
      std::string::npos);
}

TEST_CASE("a section is sealed when it and all earlier ones are sound") {
  const auto outcome =
      stage::run(source("dedesign: 1\nscope:\n  duplicates: 1%\n"), Section::scope, {}, {}, "f.yaml");
  REQUIRE(outcome);
  CHECK_FALSE(outcome->sealed);
  CHECK(outcome->seal_note == "`scope` is not sealed: it has errors");
  CHECK(outcome->text == "dedesign: 1\nscope:\n  duplicates: 1%\n");
  const auto empty =
      stage::run(source("dedesign: 1\nclose:\n  question: more?\n"), Section::partition, {}, {}, "f.yaml");
  REQUIRE(empty);
  CHECK(empty->seal_note.find("run `dedesign scope f.yaml` first") != std::string::npos);
}

TEST_CASE("a text that cannot be read comes back as it is") {
  const auto outcome = stage::run(source("scope: [\n"), Section::scope, from("duplicates: 1%\n"), {}, "");
  REQUIRE(outcome);
  CHECK_FALSE(outcome->checked->readable());
  CHECK(outcome->text == "scope: [\n");
}

rules::CheckOptions asking() {
  rules::CheckOptions options;
  options.today = today;
  return options;
}

TEST_CASE("questions come in the order of the format, each once, until nothing is open") {
  Source design = source(stage::fresh_design("T", "P", ""));
  std::set<std::string> asked;
  std::vector<std::string> paths;
  while (const auto question = stage::next_question(design, Section::scope, asking(), asked)) {
    CHECK(asked.insert(question->path).second);
    CHECK_FALSE(question->asks.empty());
    CHECK(question->reason.find('[') != std::string::npos);
    paths.push_back(question->path);
    REQUIRE(paths.size() < 100);
  }
  REQUIRE(paths.size() >= 7);
  CHECK(paths.front() == "scope.volume.average");
}

TEST_CASE("a text means itself, whatever signs are in it") {
  const auto set = [](std::string_view path, std::string_view value) {
    stage::Edits edits;
    edits.set.emplace_back(path, value);
    return stage::edit(source("dedesign: 1\n"), Section::close, edits);
  };
  CHECK(set("question", "on ticket #3 or on #4?")->find("question: \"on ticket #3 or on #4?\"") !=
        std::string::npos);
  CHECK(set("question", "Two options: a or b?")->find("question: \"Two options: a or b?\"") !=
        std::string::npos);
  CHECK(set("question", "[a] or b")->find("question: \"[a] or b\"") != std::string::npos);
  CHECK(set("question", "'in quotes'")->find("question: 'in quotes'") != std::string::npos);
  CHECK(set("question", "plain, it's")->find("question: plain, it's") != std::string::npos);
  CHECK(set("question", "\"open")->find("question: \"\\\"open\"") != std::string::npos);
  const auto cut = set("checks.c.max", "3 h # not 4");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message.find("`# not 4` would be read as a comment") != std::string::npos);
}

TEST_CASE("a fragment of another section is refused, and what no format knows can be taken out") {
  const Source design = source("dedesign: 1\nscope:\n  sources: {t: {kind: kafka}}\n");
  stage::Edits edits = from("sources:\n  topic: {kind: kafka}\n");
  const auto merged = stage::edit(design, Section::scope, edits);
  REQUIRE_FALSE(merged);
  CHECK(merged.error().message.find(":1:1: ") != std::string::npos);
  CHECK(merged.error().message.find("no field `sources`") != std::string::npos);
  CHECK(stage::edit(design, Section::model, edits));
  CHECK_FALSE(stage::edit(design, Section::scope, from("model: {}\npartition: {}\n")));
  CHECK(stage::edit(design, Section::scope, from("scope: {duplicates: 1%}\nmodel: {}\n"))
            ->find("duplicates: 1%") != std::string::npos);
  stage::Edits out;
  out.unset = {"sources"};
  CHECK(stage::edit(design, Section::scope, out)->find("sources") == std::string::npos);
  out.unset = {"sinks"};
  CHECK_FALSE(stage::edit(design, Section::scope, out));
}

TEST_CASE("an answer is read as its field reads it") {
  const Source design = source(stage::fresh_design("T", "P", ""));
  const auto question = stage::next_question(design, Section::scope, asking(), {});
  REQUIRE(question);
  CHECK(stage::answer(design, *question, "35k/s")->find("average: 35k/s") != std::string::npos);
  const auto bare = stage::answer(design, *question, "35000");
  REQUIRE_FALSE(bare);
  CHECK(bare.error().message.find("rate") != std::string::npos);
}

TEST_CASE("a fresh design reads cleanly, whatever its title") {
  for (const char* title : {"A platform", "yes", "a: b", "\"quoted\"", "12", "line\nbreak"}) {
    const auto parsed = yaml::parse(source(stage::fresh_design(title, "P", "ad-events")));
    REQUIRE(parsed.readable());
    CHECK(parsed.document[parsed.document.at("title")].text == title);
    CHECK(schema::read(parsed).findings.empty());
  }
}

}  // namespace
}  // namespace decide
