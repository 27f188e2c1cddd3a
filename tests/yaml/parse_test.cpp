#include <string>

#include "catch.h"
#include "parse_cases.h"

using namespace parse_cases;
using decide::yaml::none;

namespace {

const char* const design = R"(# a design
dedesign: 1
title: "Ad clicks"   # shown in reports
scope:
  volume: {rows: 3B/day, peak: 120k/s}
  questions:
  - who: 'analysts'
    latency: 15 min
  - who: finance
    latency: &daily 1 d
    note: |
      two
      lines
model:
  tables:
    clicks: {columns: {user_id: {type: int64, pii: true}}}
    daily:
      refresh: *daily
      by: [day,
           country]
accept:
)";

/// What must hold of every tree: links agree with each other, children lie in their parents and in order.
void check_tree(const Document& document) {
  const auto size = static_cast<std::uint32_t>(document.source().text().size());
  for (NodeId id = 0; id < document.nodes().size(); ++id) {
    const Node& node = document[id];
    REQUIRE(node.begin <= node.content);
    REQUIRE(node.content <= node.end);
    REQUIRE(node.end <= size);
    REQUIRE((node.parent == none) == (id == 0));
    std::uint32_t children = 0;
    std::uint32_t last_end = node.content;
    for (NodeId child = node.first; child != none; child = document[child].next) {
      REQUIRE(document[child].parent == id);
      REQUIRE(document[child].begin >= (node.aliased ? node.content : last_end));
      REQUIRE(document[child].end <= node.end);
      last_end = document[child].end;
      ++children;
    }
    REQUIRE(children == (node.kind == Kind::mapping ? 2 * node.count : node.count));
  }
}

}  // namespace

TEST_CASE("a design is read as it is meant", "[yaml]") {
  const Parsed parsed = read(design);
  REQUIRE(parsed.problems.empty());
  CHECK(outcome(parsed) ==
        "{dedesign: 1, title: Ad clicks, scope: {volume: {rows: 3B/day, peak: 120k/s}, questions: [{who: "
        "analysts, "
        "latency: 15 min}, {who: finance, latency: 1 d, note: two\nlines\n}]}, model: {tables: {clicks: "
        "{columns: "
        "{user_id: {type: int64, pii: true}}}, daily: {refresh: 1 d, by: [day, country]}}}, accept: }");
  check_tree(parsed.document);
}

TEST_CASE("line ends do not change what is read", "[yaml]") {
  std::string text = design;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');
  const Parsed parsed = read(text);
  CHECK(outcome(parsed) == outcome(read(design)));
  check_tree(parsed.document);
}

TEST_CASE("find, at, key_of and path", "[yaml]") {
  const Document document = read(design).document;
  const NodeId scope = document.find(0, "scope");
  REQUIRE(scope != none);
  CHECK(document.at("scope") == scope);
  CHECK(document.at("") == 0);
  CHECK(document[document.at("scope.volume.peak")].text == "120k/s");
  CHECK(document[document.at("model.tables.daily.by.1")].text == "country");
  CHECK(document[document.at("scope.questions.1.who")].text == "finance");
  for (const char* missing :
       {"nothing", "scope.nothing", "title.x", "scope.questions.2", "scope.questions.x", "scope.", ".scope",
        "scope.questions.-1", "scope.questions.0x", "scope.questions.99999999999"}) {
    CAPTURE(missing);
    CHECK(document.at(missing) == none);
  }
  CHECK(document.find(document.at("title"), "x") == none);
  CHECK(document.find(none, "x") == none);
  const NodeId peak = document.at("scope.volume.peak");
  CHECK(document[document.key_of(peak)].text == "peak");
  CHECK(document.path(peak) == "scope.volume.peak");
  CHECK(document.path(document.key_of(peak)) == "scope.volume.peak");
  CHECK(document.key_of(0) == none);
  CHECK(document.key_of(document.at("model.tables.daily.by.1")) == none);
  CHECK(document.path(document.at("model.tables.daily.by.1")) == "model.tables.daily.by");
  CHECK(document.path(document.at("scope.questions.1.who")) == "scope.questions.who");
  CHECK(document.path(0).empty());
}

TEST_CASE("a document that could not be read has no nodes, but its source", "[yaml]") {
  const Parsed parsed = read("a: [");
  CHECK_FALSE(parsed.readable());
  CHECK(parsed.document.at("a") == none);
  CHECK(parsed.document.key_of(3) == none);
  CHECK(parsed.document.path(3).empty());
  CHECK(parsed.document.source().text() == "a: [");
}

TEST_CASE("a syntax problem drops the duplicate keys found before it", "[yaml]") {
  const Parsed parsed = read("a: {b: 1, b: 2}\nc: [");
  REQUIRE(parsed.problems.size() == 1);
  CHECK(parsed.problems[0].what == decide::yaml::Problem::What::syntax);
}

TEST_CASE("a design cut at any byte is read or refused, never more", "[yaml]") {
  const std::string text = std::string("\xEF\xBB\xBF") + design;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const Parsed parsed = read(text.substr(0, length));
    CAPTURE(length);
    CHECK(parsed.readable() == parsed.problems.empty());
    if (parsed.readable()) check_tree(parsed.document);
    for (const auto& problem : parsed.problems) CHECK(problem.span.end <= length);
  }
}

TEST_CASE("every single byte as a file", "[yaml]") {
  int readable = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const Parsed parsed = read(std::string(1, static_cast<char>(byte)));
    CAPTURE(byte);
    CHECK(parsed.readable() == parsed.problems.empty());
    if (parsed.readable()) ++readable;
  }
  // Printable ASCII without indicators that need more, line feed, blank and tab.
  CHECK(readable > 80);
  CHECK(readable < 98);
}

TEST_CASE("every byte in the place of one of a small file", "[yaml]") {
  const std::string text = "a: [b]\n- \"c\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[at] = static_cast<char>(byte);
      const Parsed parsed = read(changed);
      const bool control = (byte < 0x20 && byte != '\t' && byte != '\n') || byte >= 0x7F;
      if (control && (parsed.readable() || parsed.problems.size() != 1))
        FAIL("byte " << byte << " at " << at);
    }
  }
  SUCCEED();
}
