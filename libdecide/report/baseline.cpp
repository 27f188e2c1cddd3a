#include "report/baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/json_text.h"

namespace decide::report {
namespace {

Error wrong(std::string_view name, std::string_view what) {
  return {fmt::format("{} is no baseline: {}", sanitize(name), sanitize(what)),
          "write it anew with --write-baseline"};
}

/// The text of a member; empty if it has none.
std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// 0 if it is no count.
std::size_t count_of(const Json& object) {
  const auto found = object.find("count");
  if (found == object.end()) return 1;
  return found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

}  // namespace

bool fits_baseline(const diag::Finding& finding) {
  return !finding.accepted && finding.rule != "F001";
}

Result<Baseline> Baseline::read(std::string_view text, std::string_view name) {
  const Json root = Json::parse(text, nullptr, false);
  if (root.is_discarded()) return wrong(name, "it is not JSON");
  const bool known = root.is_object() && root.contains("version") && root["version"] == 1;
  if (!known) return wrong(name, "it does not say `\"version\": 1`");
  if (!root.contains("entries") || !root["entries"].is_array())
    return wrong(name, "it has no list `entries`");
  Baseline baseline;
  std::size_t number = 0;
  for (const Json& entry : root["entries"]) {
    ++number;
    if (!entry.is_object()) return wrong(name, fmt::format("entry {} is no object", number));
    const Key key{text_of(entry, "file"), text_of(entry, "path"), text_of(entry, "rule")};
    if (std::get<0>(key).empty() || std::get<2>(key).empty() || count_of(entry) == 0)
      return wrong(name,
                   fmt::format("entry {} lacks a file or a rule, or its count is no number above 0", number));
    baseline.counts_[key] += count_of(entry);
  }
  return baseline;
}

std::string Baseline::json() const {
  std::string text = "{\"version\": 1, \"entries\": [";
  const char* before = "\n";
  for (const auto& [key, count] : counts_) {
    Json entry;
    entry["file"] = std::get<0>(key);
    entry["path"] = std::get<1>(key);
    entry["rule"] = std::get<2>(key);
    if (count > 1) entry["count"] = count;
    text += before + entry.dump(-1, ' ', false, Json::error_handler_t::replace);
    before = ",\n";
  }
  return printed(text + "\n]}");
}

void Baseline::add(const std::string& file, const diag::Finding& finding) {
  if (fits_baseline(finding)) ++counts_[{file, finding.path, finding.rule}];
}

void Baseline::mark(const std::string& file, std::vector<diag::Finding>& findings) {
  for (diag::Finding& finding : findings) {
    if (!fits_baseline(finding)) continue;
    const Key key{file, finding.path, finding.rule};
    const auto known = counts_.find(key);
    if (known == counts_.end() || matched_[key] >= known->second) continue;
    ++matched_[key];
    finding.in_baseline = true;
  }
}

std::vector<Baseline::Stale> Baseline::stale(const std::function<bool(const Key&)>& was_judged) const {
  std::vector<Stale> all;
  for (const auto& [key, count] : counts_) {
    const auto found = matched_.find(key);
    const std::size_t matched = found == matched_.end() ? 0 : found->second;
    if (matched >= count || !was_judged(key)) continue;
    all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count, matched});
  }
  return all;
}

void Baseline::prune(const std::vector<Stale>& stale) {
  for (const Stale& one : stale) {
    const auto found = counts_.find({one.file, one.path, one.rule});
    if (one.matched == 0) {
      counts_.erase(found);
    } else {
      found->second = one.matched;
    }
  }
}

}  // namespace decide::report
