#include "rules/headroom.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "rules/change.h"

namespace decide::rules {
namespace {

/// Factors between two samples of the first pass.
constexpr double stride = 1.3335;  // eight to a factor of ten

/// A rule, and the path that it speaks of.
using Key = std::pair<std::string_view, std::string_view>;

bool is_new(const diag::Finding& finding) {
  return finding.severity != diag::Severity::note && !finding.accepted;
}

/// How severe what is found there is at most; notes do not count.
std::map<Key, diag::Severity> severities_of(const std::vector<diag::Finding>& findings) {
  std::map<Key, diag::Severity> all;
  for (const diag::Finding& finding : findings) {
    if (finding.severity == diag::Severity::note) continue;
    auto& most = all.try_emplace({finding.rule, finding.path}, finding.severity).first->second;
    most = std::max(most, finding.severity);
  }
  return all;
}

std::vector<std::string> rules_of(const std::vector<diag::Finding>& findings) {
  std::set<std::string> codes;
  for (const diag::Finding& finding : findings) codes.insert(finding.rule);
  return {codes.begin(), codes.end()};
}

CheckOptions for_trials(const Checked& base, CheckOptions options) {
  options.computing = true;
  options.fixes = false;
  options.words = false;
  options.stage.reset();
  if (!options.memo) options.memo = base.memo;
  return options;
}

class Search {
 public:
  /// `at_one`: what is found as it is; asked for where it is not known.
  Search(const Checked& base, const CheckOptions& options, Again& trial,
         const std::vector<diag::Finding>* at_one = nullptr)
      : base_(base), options_(for_trials(base, options)), trial_(trial) {
    at_one_ = at_one != nullptr ? *at_one : check(yaml::Parsed{base.parsed.document, {}}, options_)->findings;
  }

  Headroom of(const Growth& growth) {
    const double most = options_.values.fact("headroom.max_factor").value;
    const auto unknown = [](const std::vector<diag::Finding>&) { return false; };
    double below = 1;
    for (double factor = stride; below < most; factor *= stride) {
      const double at = std::min(factor, most);
      auto found = found_at(growth, at, options_);
      if (!found.empty()) return in_words(growth, *halved(growth, below, at, std::move(found), unknown));
      below = at;
    }
    return {growth.name, {}, {}, most};
  }

  std::optional<Headroom> quick(const Growth& growth, const QuickLook& look) {
    auto found = look.at_most ? *look.at_most : found_at(growth, look.most, options_);
    if (found.empty()) return std::nullopt;
    auto result = halved(growth, 1, look.most, std::move(found), look.known);
    if (result) result->most = look.most;
    return result;
  }

 private:
  /// What was found, asked again of the rules that found it, with what they say.
  Headroom in_words(const Growth& growth, Headroom room) {
    CheckOptions options = options_;
    options.words = true;
    options.only = rules_of(room.findings);
    room.findings = found_at(growth, *room.factor, options);
    return room;
  }

  std::vector<diag::Finding> found_at(const Growth& growth, double factor, const CheckOptions& options) {
    const auto found = trial_.with(scaled(base_.parsed.document, growth, factor), options);
    return found ? new_findings(at_one_, *found) : std::vector<diag::Finding>();
  }

  /// Between a factor at which nothing new is found and one at which `found` is: the smallest with something,
  /// or nothing as soon as all that is found is known. What breaks at less load breaks at more, so that only
  /// the rules of what was found are asked again.
  std::optional<Headroom> halved(const Growth& growth, double below, double at,
                                 std::vector<diag::Finding> found, const Known& known) {
    const double precision = 1 + options_.values.fact("headroom.precision").value;
    CheckOptions options = options_;
    while (at / below > precision) {
      if (known(found)) return std::nullopt;
      options.only = rules_of(found);
      const double middle = std::sqrt(at * below);
      auto earlier = found_at(growth, middle, options);
      if (earlier.empty()) {
        below = middle;
      } else {
        at = middle;
        found = std::move(earlier);
      }
    }
    return Headroom{growth.name, at, std::move(found), options_.values.fact("headroom.max_factor").value};
  }

  const Checked& base_;
  CheckOptions options_;
  Again& trial_;
  std::vector<diag::Finding> at_one_;
};

}  // namespace

std::vector<diag::Finding> new_findings(const std::vector<diag::Finding>& before,
                                        const std::vector<diag::Finding>& after) {
  const auto known = severities_of(before);
  std::vector<diag::Finding> found;
  std::copy_if(after.begin(), after.end(), std::back_inserter(found), [&](const diag::Finding& finding) {
    const auto there = known.find({finding.rule, finding.path});
    return is_new(finding) && (there == known.end() || there->second < finding.severity);
  });
  return found;
}

std::vector<Headroom> headroom(const Checked& base, const CheckOptions& options) {
  Again trial(base);
  Search search(base, options, trial);
  std::vector<Headroom> all;
  for (const Growth& growth : growths()) {
    if (!scaled(base.parsed.document, growth, 2).empty()) all.push_back(search.of(growth));
  }
  return all;
}

namespace {

/// The growth of that name, if the design has that load.
const Growth* growth_in(const Checked& base, std::string_view name) {
  for (const Growth& one : growths()) {
    if (one.name == name && !scaled(base.parsed.document, one, 2).empty()) return &one;
  }
  return nullptr;
}

}  // namespace

std::optional<Headroom> headroom(const Checked& base, const CheckOptions& options, std::string_view growth) {
  const Growth* one = growth_in(base, growth);
  if (one == nullptr) return std::nullopt;
  Again trial(base);
  return Search(base, options, trial).of(*one);
}

std::optional<Headroom> quick_headroom(const Checked& base, const CheckOptions& options,
                                       std::string_view growth, const QuickLook& look) {
  const Growth* one = growth_in(base, growth);
  return one == nullptr ? std::nullopt : Search(base, options, look.trial, &look.before).quick(*one, look);
}

}  // namespace decide::rules
