#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "rules/marked.h"
#include "rules/mended.h"

/// Designs of one table with a layout, for tests of the rules that compute with it.
namespace decide::test {

/// A table of rows of 200 B, which take 40 B where the compression is 5; a pipeline that writes it; a layout.
struct Design {
  std::string rows = "1B/day";
  std::string retention = "400 d";
  std::string pipeline = "mode: batch";
  std::string layout;
  std::string jobs;
  std::string skew = "0%";

  std::string text() const {
    return fmt::format(
        "model:\n  sources: {{s: {{kind: kafka}}}}\n  tables:\n    t:\n      role: raw\n"
        "      rows: {}\n      row_size: 200 B\n{}      columns:\n"
        "        id: {{type: string, cardinality: unique}}\n"
        "        campaign_id: {{type: int64, cardinality: 10M, skew: {}}}\n"
        "        region: {{type: string, cardinality: 50, skew: {}}}\n"
        "        unknown: {{type: string}}\n"
        "        day: {{type: date, time: event}}\n        at: {{type: timestamp, time: event}}\n"
        "  pipelines: {{p: {{from: [s], to: t, {}}}}}\npartition:\n  {}\n{}",
        rows, retention.empty() ? "" : fmt::format("      retention: {}\n", retention), skew, skew, pipeline,
        layout, jobs.empty() ? "" : fmt::format("backfill: {{jobs: {{{}}}}}\n", jobs));
  }
};

inline bool fires(std::string_view rule, const Design& design) {
  return fires(rule, design.text());
}
inline bool silent(std::string_view rule, const Design& design) {
  return silent(rule, design.text());
}
inline bool mends(std::string_view rule, const Design& design) {
  return mends(rule, design.text());
}
inline diag::Finding only_finding(std::string_view rule, const Design& design) {
  return only_finding(rule, design.text());
}

inline Design laid_out(std::string layout) {
  Design design;
  design.layout = fmt::format("t: {{{}}}", layout);
  return design;
}

inline bool has_input(const diag::Finding& finding, std::string_view value) {
  return std::any_of(finding.figures.begin(), finding.figures.end(), [&](const diag::Figure& figure) {
    return std::any_of(figure.inputs.begin(), figure.inputs.end(),
                       [&](const auto& input) { return input.second == value; });
  });
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace decide::test
