#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catch.h"
#include "report/concise.h"
#include "report/diff.h"
#include "report/formats.h"
#include "report/full.h"
#include "report/table.h"
#include "samples.h"

using namespace decide;

namespace {

/// Hostile strings, random bytes and harmless words, one after the other.
rc::Gen<std::string> texts() {
  const auto hostile =
      rc::gen::elementOf(std::vector<std::string>(samples::hostile().begin(), samples::hostile().end()));
  const auto word =
      rc::gen::element<std::string>("key: 1\n", " ", "\r\n", "\xF0\x9F\x98\x80", "e\xCC\x81", "##", "[", ":");
  const auto part = rc::gen::oneOf(hostile, word, rc::gen::arbitrary<std::string>());
  return rc::gen::map(rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(part)),
                      [](const auto& parts) {
                        std::string all;
                        for (const std::string& one : parts) all += one;
                        return all;
                      });
}

Span span_in(const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto begin = *rc::gen::inRange<std::uint32_t>(0, size + 3);
  return {begin, begin + *rc::gen::inRange<std::uint32_t>(0, size + 3)};
}

/// A finding whose fields are taken in turn from a few texts: making a new one for each takes too long.
diag::Finding finding_in(const std::string& text) {
  const std::vector<std::string> pool{*texts(), *texts(), *texts(), *texts()};
  std::size_t next = *rc::gen::inRange<std::size_t>(0, 4);
  const auto some = [&] { return pool[next++ % pool.size()]; };
  diag::Finding one = samples::finding(some(), some(), span_in(text), some());
  one.label = some();
  one.help = some();
  one.path = some();
  one.related = {{some(), span_in(text), some()}};
  one.figures = {{some(), 1.5, some(), some(), {{some(), some()}}}};
  one.fix = diag::Fix{false, some(), {{span_in(text), some()}}};
  if (*rc::gen::arbitrary<bool>()) one.accepted = diag::Accepted{some(), span_in(text)};
  return one;
}

bool is_control(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const bool c1 = byte == 0xC2U && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
  return (byte < 0x20U && byte != '\n') || byte == 0x7FU || c1;
}

bool has_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_control(text, at)) return true;
  }
  return false;
}

/// As a log reader sees a line: white space is skipped, `::name` begins a command, `##[` does anywhere.
bool is_log_command(std::string_view line) {
  if (line.find("##[") != std::string_view::npos) return true;
  for (const std::string_view blank : {" ", "\xC2\xA0"}) {
    while (line.starts_with(blank)) line.remove_prefix(blank.size());
  }
  return line.starts_with("::") && !line.starts_with("::: ");
}

/// What is wrong with a text for a terminal; empty if nothing is.
std::string defect(std::string_view text) {
  if (has_control(text)) return "control character";
  if (invalid_utf8(text) != std::string_view::npos) return "invalid UTF-8";
  if (!text.empty() && !text.ends_with('\n')) return "no line end";
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with("::") || is_log_command(line)) return "log command";
    if (line.ends_with(' ')) return "blank at the end of a line";
  }
  return {};
}

/// Removes the colours; a colour that is not reset, or any other sequence, is left in.
std::string without_colours(std::string_view text) {
  std::string plain;
  constexpr std::string_view reset = "\x1b[0m";
  while (!text.empty()) {
    const std::size_t end = text.find('m');
    const std::size_t closed = text.find(reset);
    const bool opens = text.starts_with("\x1b[") && end != std::string_view::npos &&
                       text.substr(2, end - 2).find_first_not_of("0123456789;") == std::string_view::npos;
    if (opens && closed != std::string_view::npos && closed > end) {
      plain += text.substr(end + 1, closed - end - 1);
      text.remove_prefix(closed + reset.size());
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  return plain;
}

report::Style style(bool color) {
  return {color, *rc::gen::element<std::size_t>(0, 1, 20, 33, 100, 500), *rc::gen::arbitrary<bool>()};
}

}  // namespace

TEST_CASE("hostile: each known string in every field of a finding") {
  for (const std::string& text : samples::hostile()) {
    CAPTURE(text);
    const Source source(text, text + "\n" + text + ": " + text);
    diag::Finding one = samples::finding(text, text, {0, 3}, text);
    one.label = one.help = one.path = text;
    one.related = {{text, {1, 9}, text}};
    one.figures = {{text, 1, text, text, {{text, text}}}};
    one.fix = diag::Fix{true, text, {}};
    one.accepted = diag::Accepted{text, {0, 1}};
    CHECK(defect(report::full(source, {one}, {false, 20, true})).empty());
    CHECK(defect(report::concise(source, {one})).empty());
    CHECK(defect(report::table({{text, text}, {{text, text}}, {}}, {})).empty());
    CHECK(defect(report::show_diff(report::unified_diff(text, "", text), {})).empty());
    CHECK(!has_control(samples::json({{&source, {one}}}, {.stage = text})));
  }
}

TEST_CASE("hostile: nothing harmful reaches a terminal") {
  CHECK(rc::check("full and concise", [] {
    const Source source(*texts(), *texts());
    const std::vector<diag::Finding> findings{finding_in(source.text())};
    RC_ASSERT(defect(report::full(source, findings, style(false))).empty());
    RC_ASSERT(defect(report::concise(source, findings)).empty());
  }));
  CHECK(rc::check("table", [] {
    const std::vector<std::string> row{*texts(), *texts(), *texts()};
    RC_ASSERT(defect(report::table({{*texts(), *texts()}, {row, row}, {}}, style(false))).empty());
  }));
  CHECK(rc::check("diff", [] {
    RC_ASSERT(
        defect(report::show_diff(report::unified_diff(*texts(), *texts(), *texts()), style(false))).empty());
  }));
}

TEST_CASE("hostile: colours are the only escapes and change no character") {
  CHECK(rc::check("full", [] {
    const Source source(*texts(), *texts());
    const std::vector<diag::Finding> findings{finding_in(source.text())};
    report::Style look = style(true);
    const std::string coloured = report::full(source, findings, look);
    look.color = false;
    RC_ASSERT(without_colours(coloured) == report::full(source, findings, look));
  }));
}

TEST_CASE("hostile: json is read back as it was written") {
  CHECK(rc::check("json", [] {
    const Source source(*texts(), *texts());
    const diag::Finding one = finding_in(source.text());
    const std::string out = samples::json({{&source, {one}}});
    RC_ASSERT(!has_control(out));
    const auto parsed = nlohmann::ordered_json::parse(out);
    RC_ASSERT(samples::json({{&source, {one}}}) == out);
    const std::string back = parsed["findings"][0]["message"];
    RC_ASSERT(invalid_utf8(one.message) != std::string::npos || back == one.message);
  }));
}
