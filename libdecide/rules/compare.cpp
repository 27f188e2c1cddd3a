#include "rules/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "schema/canonical.h"
#include "schema/type.h"

namespace decide::rules {
namespace {

using yaml::NodeId;

std::string spelled(const yaml::Document& document, NodeId id) {
  const yaml::Node& node = document[id];
  if (node.kind == yaml::Kind::null) return "null";
  if (node.kind == yaml::Kind::scalar) return node.text;
  std::string text;
  for (NodeId child = node.first; child != yaml::none; child = document[child].next) {
    if (!text.empty())
      text += document[id].kind == yaml::Kind::mapping && !document[child].is_key ? ": " : ", ";
    text += spelled(document, child);
  }
  return node.kind == yaml::Kind::sequence ? "[" + text + "]" : "{" + text + "}";
}

/// A value as it is written, and as it is meant: `4 d` and `96 h` are the same.
struct Leaf {
  std::string path, text, meant;
};
using Leaves = std::vector<Leaf>;

std::string meant(const yaml::Document& document, NodeId id, const std::string& path) {
  const auto located = schema::locate(path);
  return located ? schema::canonical_form(document, id, *located->type) : spelled(document, id);
}

/// Every value that is not a mapping with keys, by path; an empty file has none.
void collect(const yaml::Document& document, NodeId id, const std::string& path, Leaves& leaves) {
  const yaml::Node& node = document[id];
  if (node.kind != yaml::Kind::mapping || node.count == 0) {
    if (!path.empty()) leaves.push_back({path, spelled(document, id), meant(document, id, path)});
    return;
  }
  for (NodeId key = node.first; key != yaml::none; key = document[document[key].next].next) {
    const std::string& name = document[key].text;
    collect(document, document[key].next, path.empty() ? name : fmt::format("{}.{}", path, name), leaves);
  }
}

std::vector<ValueDifference> value_differences(const yaml::Document& before, const yaml::Document& after) {
  Leaves first;
  Leaves second;
  collect(before, 0, {}, first);
  collect(after, 0, {}, second);
  std::map<std::string_view, const Leaf*> old;
  std::map<std::string_view, const Leaf*> now;
  for (const Leaf& leaf : first) old.emplace(leaf.path, &leaf);
  for (const Leaf& leaf : second) now.emplace(leaf.path, &leaf);
  std::vector<ValueDifference> all;
  for (const Leaf& leaf : first) {
    const auto found = now.find(leaf.path);
    if (found == now.end()) {
      all.push_back({leaf.path, leaf.text, {}});
    } else if (found->second->meant != leaf.meant) {
      all.push_back({leaf.path, leaf.text, found->second->text});
    }
  }
  for (const Leaf& leaf : second) {
    if (!old.contains(leaf.path)) all.push_back({leaf.path, {}, leaf.text});
  }
  // Seals are not decisions.
  std::erase_if(all, [](const ValueDifference& one) { return one.path.starts_with("sealed"); });
  return all;
}

std::string words_of(const derive::Constraint* constraint) {
  if (constraint == nullptr) return {};
  return constraint->quantity.empty() ? constraint->demands : constraint->quantity;
}

std::vector<ConstraintDifference> constraint_differences(const derive::Constraints& before,
                                                         const derive::Constraints& after) {
  std::vector<ConstraintDifference> all;
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    const auto id = static_cast<derive::ConstraintId>(i);
    std::string old = words_of(before.get(id));
    std::string now = words_of(after.get(id));
    if (old != now) all.push_back({std::string(derive::info(id).name), std::move(old), std::move(now)});
  }
  return all;
}

/// Less than this is rounding.
bool differ(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) != std::isnan(b);
  return std::fabs(a - b) > 1e-9 * std::max(std::fabs(a), std::fabs(b));
}

std::vector<FigureDifference> figure_differences(const Checked& before, const Checked& after) {
  const auto old = estimate::sums(*before.facts, *before.estimates);
  const auto now = estimate::sums(*after.facts, *after.estimates);
  std::map<std::pair<std::string_view, std::string_view>, const estimate::Sum*> known;
  for (const estimate::Sum& sum : old)
    known.emplace(std::pair<std::string_view, std::string_view>(sum.path, sum.figure.name), &sum);
  std::vector<FigureDifference> all;
  for (const estimate::Sum& sum : now) {
    const auto found = known.find({sum.path, sum.figure.name});
    if (found == known.end()) continue;
    const diag::Figure& first = found->second->figure;
    if (!differ(first.value, sum.figure.value)) continue;
    const std::string& unit = sum.known() ? sum.figure.unit : first.unit;
    all.push_back({sum.path, sum.figure.name, unit, first.value, sum.figure.value});
  }
  return all;
}

using Key = std::tuple<std::string_view, std::string_view, diag::Severity>;

std::vector<diag::Finding> without(const std::vector<diag::Finding>& all,
                                   const std::vector<diag::Finding>& other) {
  std::set<Key> known;
  for (const diag::Finding& finding : other) known.emplace(finding.rule, finding.path, finding.severity);
  std::vector<diag::Finding> left;
  std::copy_if(all.begin(), all.end(), std::back_inserter(left), [&](const diag::Finding& finding) {
    return !known.contains({finding.rule, finding.path, finding.severity});
  });
  return left;
}

}  // namespace

Comparison compare(const Checked& before, const Checked& after) {
  Comparison comparison;
  comparison.values = value_differences(before.parsed.document, after.parsed.document);
  comparison.constraints = constraint_differences(before.facts->constraints, after.facts->constraints);
  comparison.figures = figure_differences(before, after);
  comparison.appeared = without(after.findings, before.findings);
  comparison.gone = without(before.findings, after.findings);
  return comparison;
}

}  // namespace decide::rules
