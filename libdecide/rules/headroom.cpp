#include "rules/headroom.h"

#include <algorithm>
#include <cmath>
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

std::set<Key> keys_of(const std::vector<diag::Finding>& findings) {
  std::set<Key> keys;
  for (const diag::Finding& finding : findings) {
    if (finding.severity != diag::Severity::note) keys.emplace(finding.rule, finding.path);
  }
  return keys;
}

class Search {
 public:
  Search(const Checked& base, CheckOptions options)
      : document_(base.parsed.document), options_(std::move(options)) {
    options_.computing = true;
    options_.fixes = false;
    options_.stage.reset();
    if (!options_.memo) options_.memo = base.memo;
    at_one_ = check(yaml::Parsed{document_, {}}, options_)->findings;
  }

  Headroom of(const Growth& growth) const {
    const double most = options_.values.fact("headroom.max_factor").value;
    Headroom result{growth.name, {}, {}, most};
    double below = 1;
    for (double factor = stride; below < most; factor *= stride) {
      const double at = std::min(factor, most);
      auto found = found_at(growth, at);
      if (!found.empty()) return narrowed(result, growth, below, at, std::move(found));
      below = at;
    }
    return result;
  }

 private:
  std::vector<diag::Finding> found_at(const Growth& growth, double factor) const {
    yaml::Parsed parsed{document_.with_texts(scaled(document_, growth, factor)), {}};
    return new_findings(at_one_, check(std::move(parsed), options_)->findings);
  }

  Headroom narrowed(Headroom result, const Growth& growth, double below, double at,
                    std::vector<diag::Finding> found) const {
    const double precision = 1 + options_.values.fact("headroom.precision").value;
    while (at / below > precision) {
      const double middle = std::sqrt(at * below);
      auto earlier = found_at(growth, middle);
      if (earlier.empty()) {
        below = middle;
      } else {
        at = middle;
        found = std::move(earlier);
      }
    }
    result.factor = at;
    result.findings = std::move(found);
    return result;
  }

  const yaml::Document& document_;
  CheckOptions options_;
  std::vector<diag::Finding> at_one_;
};

}  // namespace

std::vector<diag::Finding> new_findings(const std::vector<diag::Finding>& before,
                                        const std::vector<diag::Finding>& after) {
  const std::set<Key> known = keys_of(before);
  std::vector<diag::Finding> found;
  std::copy_if(after.begin(), after.end(), std::back_inserter(found), [&](const diag::Finding& finding) {
    return is_new(finding) && !known.contains({finding.rule, finding.path});
  });
  return found;
}

std::vector<Headroom> headroom(const Checked& base, const CheckOptions& options) {
  const Search search(base, options);
  std::vector<Headroom> all;
  for (const Growth& growth : growths()) {
    if (!scaled(base.parsed.document, growth, 2).empty()) all.push_back(search.of(growth));
  }
  return all;
}

std::optional<Headroom> headroom(const Checked& base, const CheckOptions& options, std::string_view growth) {
  for (const Growth& one : growths()) {
    if (one.name == growth && !scaled(base.parsed.document, one, 2).empty())
      return Search(base, options).of(one);
  }
  return std::nullopt;
}

}  // namespace decide::rules
