#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "report/json_text.h"
#include "report/machine.h"
#include "report/sarif_result.h"
#include "report/sarif_rules.h"

namespace decide::report {
namespace {

constexpr std::string_view schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr std::size_t item_indent = 8, member_indent = item_indent + 2;
constexpr std::string_view before_hole = "\"ruleIndex\": ";
/// What an item ends with: where further members go.
constexpr std::string_view item_end = "\n        }";

/// An item that was taken down; its text and then its suppressions lie in the spool.
struct Kept {
  std::string_view rule;
  std::size_t begin = 0, hole = 0, end = 0, suppressions_end = 0;
  diag::Severity severity = diag::Severity::error;
  bool in_baseline = false;
};

/// For each severity how many of its items there is room for, the highest first.
std::array<std::size_t, 3> room_for(const std::vector<Kept>& all, std::size_t most) {
  std::array<std::size_t, 3> of_each{};
  for (const Kept& one : all) ++of_each.at(static_cast<std::size_t>(one.severity));
  for (std::size_t severity = of_each.size(); severity-- > 0;) {
    of_each.at(severity) = std::min(most, of_each.at(severity));
    most -= of_each.at(severity);
  }
  return of_each;
}

Json invocation(std::size_t left_out, std::size_t most_results) {
  Json object{{"executionSuccessful", true}};
  if (left_out == 0) return object;
  const std::string text = fmt::format(
      "{} findings of the lowest severities are left out: a run may hold {}.", left_out, most_results);
  object["toolExecutionNotifications"].push_back(
      Json{{"level", "warning"}, {"message", Json{{"text", text}}}});
  return object;
}

class Sarif final : public Document {
 public:
  Sarif(About about, std::size_t most_results) : Document(std::move(about)), most_results_(most_results) {}

  Part part(const Source& source, const std::vector<diag::Finding>& findings) const override {
    Part part;
    part.summary = diag::summarize(findings);
    if (findings.empty()) return part;
    const SarifFile file(source, about().places);
    for (const diag::Finding& finding : findings) {
      const std::string item = json_item(file.result(finding), item_indent);
      // No value is like it: quotes are escaped in one.
      const std::size_t hole = item.find(before_hole) + before_hole.size();
      part.items.push_back(item);
      part.marks.push_back({finding.rule, finding.name, finding.severity, !excuse(finding).empty(),
                            finding.in_baseline, hole,
                            json_value(file.suppressions(finding), member_indent)});
    }
    return part;
  }

  Status write(const Sink& sink) const override {
    const auto rules = describe_rules(rules_, about().tool);
    auto room = room_for(kept_, most_results_);
    const Frame around = frame(rules);
    if (auto written = sink(around.before); !written) return written;
    std::string piece;
    bool is_first = true;
    for (const Kept& one : kept_) {
      std::size_t& left = room.at(static_cast<std::size_t>(one.severity));
      if (left == 0) continue;
      --left;
      piece = is_first ? "" : json_between;
      is_first = false;
      if (auto read = add_item(one, rules.index.at(one.rule), piece); !read) return read;
      if (auto written = sink(piece); !written) return written;
    }
    return sink(around.after);
  }

 private:
  void add_items(Part part) override {
    for (std::size_t i = 0; i < part.items.size(); ++i) {
      ItemMark& mark = part.marks[i];
      const auto rule = rules_.emplace(std::move(mark.rule), RuleSample{std::move(mark.name), mark.severity});
      const std::size_t begin = text().size(), end = begin + part.items[i].size();
      text().append(part.items[i]);
      text().append(mark.suppressions);
      kept_.push_back(
          {rule.first->first, begin, begin + mark.hole, end, text().size(), mark.severity, mark.in_baseline});
      any_excused_ = any_excused_ || mark.is_excused;
      has_baseline_ = has_baseline_ || mark.in_baseline;
    }
  }

  Status add_item(const Kept& item, std::size_t rule, std::string& out) const {
    const auto take = [&](std::size_t begin, std::size_t end) {
      return text().read(begin, end, [&out](std::string_view bytes) {
        out += bytes;
        return Done{};
      });
    };
    if (auto read = take(item.begin, item.hole); !read) return read;
    out += fmt::to_string(rule);
    constexpr std::size_t number = 1;
    if (auto read = take(item.hole + number, item.end - item_end.size()); !read) return read;
    // All results have the key or none has: else a reader cannot tell "no" from "not said".
    if (any_excused_) {
      add_member(out, "suppressions");
      if (auto read = take(item.end, item.suppressions_end); !read) return read;
    }
    if (has_baseline_) {
      add_member(out, "baselineState");
      out += item.in_baseline ? "\"unchanged\"" : "\"new\"";
    }
    out += item_end;
    return Done{};
  }

  static void add_member(std::string& out, std::string_view name) {
    out += fmt::format(",\n{:{}}\"{}\": ", "", member_indent, name);
  }

  Frame frame(const SarifRules& rules) const {
    const std::size_t left_out = kept_.size() - std::min(kept_.size(), most_results_);
    Json one;
    one["tool"]["driver"] = driver(rules);
    const std::string& stage = about().extras.stage;
    // A category only, and no name of the run: it is the same from run to run.
    one["automationDetails"]["id"] = fmt::format("dedesign/{}/", stage.empty() ? "lint" : stage);
    one["columnKind"] = "unicodeCodePoints";
    one["invocations"] = Json::array({invocation(left_out, most_results_)});
    one["results"] = Json::array();
    const Json root{{"$schema", schema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(one)})}};
    const std::string text = json_text(root);
    // Behind the list there are brackets only.
    return json_frame(text, text.rfind("[]"), !kept_.empty() && most_results_ > 0);
  }

  Json driver(const SarifRules& rules) const {
    Json object;
    object["name"] = "dedesign";
    object["version"] = about().tool.version;
    object["semanticVersion"] = about().tool.version;
    object["informationUri"] = about().tool.homepage;
    object["rules"] = rules.descriptors;
    return object;
  }

  std::size_t most_results_;
  RuleSamples rules_;
  std::vector<Kept> kept_;
  bool any_excused_ = false, has_baseline_ = false;
};

}  // namespace

std::unique_ptr<Document> sarif(About about, std::size_t most_results) {
  return std::make_unique<Sarif>(std::move(about), most_results);
}

}  // namespace decide::report
