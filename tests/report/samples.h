#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"
#include "diag/finding.h"
#include "report/formats.h"

namespace decide::samples {

/// A text whose given lines say something; the others are empty.
inline std::string with_lines(const std::map<std::uint32_t, std::string>& lines) {
  std::string text;
  for (std::uint32_t number = 1; number <= lines.rbegin()->first; ++number) {
    const auto found = lines.find(number);
    text += (found == lines.end() ? std::string() : found->second) + "\n";
  }
  return text;
}

/// Where a word first stands in a source.
inline Span span_of(const Source& source, std::string_view word) {
  const auto at = static_cast<std::uint32_t>(source.text().find(word));
  return {at, at + static_cast<std::uint32_t>(word.size())};
}

inline diag::Finding finding(std::string rule, std::string name, Span span, std::string message) {
  diag::Finding result;
  result.rule = std::move(rule);
  result.name = std::move(name);
  result.path = "partition.clicks.by";
  result.span = span;
  result.message = std::move(message);
  return result;
}

/// A run as JSON.
inline std::string json(const std::vector<report::FileReport>& files, report::Extras extras = {}) {
  return report::text_in(*report::format_named("json"), files, {.extras = std::move(extras)});
}

/// The example of the manual.
inline Source clicks() {
  return {"design.yaml",
          with_lines({{8, "    average: 35k/s"}, {188, "    by: [campaign_id, day(event_time)]"}})};
}

inline diag::Finding explosion(const Source& source) {
  diag::Finding result = finding("P303", "partition-explosion", span_of(source, "campaign_id"),
                                 "`by` makes 4.0 billion partitions of 31 kB each");
  result.label = "10M distinct values";
  result.help = "partition by day(event_time), cluster by campaign_id: 400 partitions, files of 251 MB";
  result.constraint = "high-cardinality";
  result.related = {{"facts.clicks.average", span_of(source, "35k/s"),
                     "3.0B rows a day make 10M partitions a day, 400 days are kept"}};
  return result;
}

/// What a design from a stranger may carry: terminal and log commands, hidden and broken characters.
inline const std::array<std::string, 24>& hostile() {
  using namespace std::string_literals;
  static const std::array<std::string, 24> texts{
      "\x1b[2J\x1b[H",
      "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
      "\x1b]52;c;ZXZpbA==\x07",
      "\x07",
      "\rerror",
      "\b\b\b",
      "\x7f",
      "\xC2\x9B"
      "31m",
      "\xC2\x85",
      "\xC2\x90",
      "\xE2\x80\xAE"
      "abc",
      "\xE2\x81\xA6",
      "\xE2\x80\x8B",
      "\0"s,
      "\xFF\xFE",
      "\xE6\x97",
      "\x80\x9B",
      "::error file=a::b",
      "\n::error::b",
      " \t ::stop-commands::x",
      "\xC2\xA0::error::b",
      "##[error]b",
      "\xE2\x80\xA8::error::b",
      "::: ::error::b",
  };
  return texts;
}

}  // namespace decide::samples
