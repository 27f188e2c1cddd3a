#include "config/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "config/preset.h"
#include "units/quantity.h"
#include "yaml/complaint.h"

namespace decide::config {
namespace {

using units::Dimension;
using yaml::complaint;
using yaml::Document;
using yaml::Kind;
using yaml::NodeId;
using yaml::place_of;

constexpr double day = 86400;

/// How a value of a fact is spelled, and how many base units of its dimension one unit of the fact is.
struct Unit {
  std::string_view name;
  Dimension dimension;
  double size;
};
constexpr std::array units_of_facts{
    Unit{"count", Dimension::count, 1},
    Unit{"rows", Dimension::count, 1},
    Unit{"keys", Dimension::count, 1},
    Unit{"B", Dimension::bytes, 1},
    Unit{"MB/s", Dimension::byte_rate, 1e6},
    Unit{"s", Dimension::duration, 1},
    Unit{"h", Dimension::duration, 3600},
    Unit{"d", Dimension::duration, day},
    Unit{"month", Dimension::duration, 30 * day},
    Unit{"y", Dimension::duration, 365 * day},
    Unit{"1/s", Dimension::rate, 1},
    Unit{"1/min", Dimension::rate, 1.0 / 60},
    Unit{"1/d", Dimension::rate, 1 / day},
    Unit{"count/d", Dimension::rate, 1 / day},
};

/// Factors, prices and the rest are plain numbers.
Unit unit_of(const facts::Fact& fact) {
  const auto* const found = std::find_if(units_of_facts.begin(), units_of_facts.end(),
                                         [&](const Unit& unit) { return unit.name == fact.unit; });
  return found != units_of_facts.end() ? *found : Unit{fact.unit, Dimension::ratio, 1};
}

std::string offer(std::string_view word, const std::vector<std::string_view>& names, std::string_view usual) {
  const std::string_view near = nearest(word, names);
  return near.empty() ? std::string(usual) : fmt::format("`{}`?", near);
}

Error no_mapping(const Document& document, NodeId node, std::string_view what, std::string_view example) {
  return complaint(document, node, fmt::format("{} is no mapping", what), fmt::format("write `{}`", example));
}

Given given(const Document& document, NodeId node) {
  return {document[node].text, place_of(document, node)};
}

/// Calls `use(key, value)` with each pair until one is refused.
template <class Use>
Status for_each_pair(const Document& document, NodeId mapping, Use use) {
  for (NodeId key = document[mapping].first; key != yaml::none;) {
    const NodeId value = document[key].next;
    if (auto done = use(key, value); !done) return done;
    key = document[value].next;
  }
  return Done{};
}

Error unknown_fact(const Document& document, NodeId key) {
  std::vector<std::string_view> names;
  for (const facts::Fact& fact : facts::all()) names.push_back(fact.name);
  const std::string& seen = document[key].text;
  return complaint(document, key, fmt::format("`{}` is no fact", sanitize(seen)),
                   offer(seen, names, "name one that a figure or a finding cites"));
}

Status read_fact(const Document& document, NodeId key, NodeId value, Config& config) {
  const facts::Fact& fact = facts::fact(document[key].text);
  if (fact.name.empty()) return unknown_fact(document, key);
  const Unit unit = unit_of(fact);
  const auto example = [&] { return fmt::format("it is measured in {}", fact.unit); };
  if (document[value].kind != Kind::scalar)
    return complaint(document, value, fmt::format("`{}` takes one value", fact.name), example());
  const auto number = units::parse(unit.dimension, document[value].text);
  if (!number) {
    const Error& why = number.error();
    return complaint(document, value,
                     fmt::format("`{}` of `{}`: {}", sanitize(document[value].text), fact.name, why.message),
                     why.help.empty() ? example() : why.help);
  }
  config.facts->push_back(
      {{std::string(fact.name), place_of(document, key)}, *number / unit.size, document[value].text});
  return Done{};
}

/// What the file may say: one row a key.
struct Key {
  KeyRow shown;
  Status (*read)(const Document&, const Key&, NodeId, Config&);
};

Status read_facts(const Document& document, const Key& row, NodeId node, Config& config) {
  config.facts.emplace();
  if (document[node].kind == Kind::null) return Done{};
  if (document[node].kind != Kind::mapping) return no_mapping(document, node, "`facts`", row.shown.example);
  return for_each_pair(document, node,
                       [&](NodeId key, NodeId value) { return read_fact(document, key, value, config); });
}

constexpr std::array<std::string_view, 4> severities{"error", "warning", "note", "off"};
constexpr std::array<std::string_view, 4> thresholds{"error", "warning", "note", "never"};

Error no_word(const Document& document, NodeId node, std::span<const std::string_view> words) {
  const std::string& seen = document[node].text;
  const auto what = document[node].kind == Kind::scalar
                        ? fmt::format("`{}` is none of {}", sanitize(seen), join_words(words))
                        : fmt::format("one of {} is wanted", join_words(words));
  return complaint(
      document, node, what,
      offer(seen, {words.begin(), words.end()}, fmt::format("write one of {}", join_words(words))));
}

bool is_one_of(const Document& document, NodeId node, std::span<const std::string_view> words) {
  return document[node].kind == Kind::scalar &&
         std::find(words.begin(), words.end(), document[node].text) != words.end();
}

std::optional<diag::Severity> severity_called(std::string_view word) {
  for (const auto severity : {diag::Severity::note, diag::Severity::warning, diag::Severity::error}) {
    if (diag::severity_name(severity) == word) return severity;
  }
  return std::nullopt;
}

Status read_severity(const Document& document, NodeId key, NodeId value, Config& config) {
  if (!is_one_of(document, value, severities)) return no_word(document, value, severities);
  if (!config.severities) config.severities.emplace();
  config.severities->push_back({given(document, key), severity_called(document[value].text)});
  return Done{};
}

Status read_severities(const Document& document, const Key& row, NodeId node, Config& config) {
  if (!config.severities) config.severities.emplace();
  if (document[node].kind == Kind::null) return Done{};
  if (document[node].kind != Kind::mapping)
    return no_mapping(document, node, "`severities`", row.shown.example);
  return for_each_pair(document, node,
                       [&](NodeId key, NodeId value) { return read_severity(document, key, value, config); });
}

Status read_fail_on(const Document& document, const Key& /*row*/, NodeId node, Config& config) {
  if (!is_one_of(document, node, thresholds)) return no_word(document, node, thresholds);
  config.fail_on = given(document, node);
  return Done{};
}

/// A list of words; a single word stands for a list of one.
template <std::optional<std::vector<Given>> Config::*member>
Status read_words(const Document& document, const Key& row, NodeId node, Config& config) {
  std::vector<Given>& words = (config.*member).emplace();
  const auto add = [&](NodeId item) -> Status {
    if (document[item].kind != Kind::scalar || document[item].text.empty())
      return complaint(document, item, fmt::format("an item of `{}` is no word", row.shown.name),
                       fmt::format("write `{}`", row.shown.example));
    words.push_back(given(document, item));
    return Done{};
  };
  if (document[node].kind == Kind::null) return Done{};
  if (document[node].kind != Kind::sequence) return add(node);
  for (NodeId item = document[node].first; item != yaml::none; item = document[item].next) {
    if (auto added = add(item); !added) return added;
  }
  return Done{};
}

Status read_presets(const Document& document, const Key& row, NodeId node, Config& config) {
  if (auto done = read_words<&Config::presets>(document, row, node, config); !done) return done;
  std::vector<std::string_view> names;
  for (const Preset& preset : presets()) names.push_back(preset.name);
  for (const Given& word : *config.presets) {
    if (preset_named(word.text) != nullptr) continue;
    return Error{fmt::format("{}: `{}` is no preset", sanitize(word.place), sanitize(word.text)),
                 offer(word.text, names, fmt::format("there are {}", join_words(names)))};
  }
  return Done{};
}

constexpr std::array rows{
    Key{{"presets",
         "Named sets of the settings below, in this order; what the file says itself comes after them.",
         "presets: [billing, ci]"},
        read_presets},
    Key{{"severities",
         "How severe the findings of a rule are, by code or name: error, warning, note or off. A code may "
         "stand "
         "at the top of the file as well: `P304: note`.",
         "severities: {P304: note, better-layout: off}"},
        read_severities},
    Key{{"only", "Run only these rules, by code or name; --only takes the place of it.",
         "only: [P303, P304]"},
        read_words<&Config::only>},
    Key{{"skip", "Leave these rules out, by code or name; --skip adds to it.", "skip: [better-layout]"},
        read_words<&Config::skip>},
    Key{{"fail_on",
         "The least severity that makes the exit status 1: error, warning, note or never; --fail-on takes "
         "the "
         "place of it.",
         "fail_on: warning"},
        read_fail_on},
    Key{{"facts",
         "Limits and constants of the organisation, in the place of those that figures and findings cite.",
         "facts: {parquet.row_group_bytes: 64 MB}"},
        read_facts},
    Key{{"rules", "Files and folders with rules of the organisation, relative to the folder of this file.",
         "rules: [rules/]"},
        read_words<&Config::rules>},
    Key{{"scenarios", "Folders with further scenarios, relative to the folder of this file.",
         "scenarios: [scenarios/]"},
        read_words<&Config::scenarios>},
    Key{{"ignore",
         "What lint passes over in folders: patterns as in an ignore file that lies in the folder of this "
         "file.",
         "ignore: [drafts/, \"*.old.yaml\"]"},
        read_words<&Config::ignore>},
};

/// "P304": capitals, then digits.
bool is_code(std::string_view word) {
  const std::size_t digits = word.find_first_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos) return false;
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(digits), capital) &&
         word.find_first_not_of("0123456789", digits) == std::string_view::npos;
}

Status read_key(const Document& document, NodeId key, NodeId value, Config& config) {
  const std::string& seen = document[key].text;
  if (is_code(seen)) return read_severity(document, key, value, config);
  std::vector<std::string_view> names;
  for (const Key& row : rows) {
    if (row.shown.name == seen) return row.read(document, row, value, config);
    names.push_back(row.shown.name);
  }
  return complaint(document, key, fmt::format("`{}` is no key of this file", sanitize(seen)),
                   offer(seen, names, fmt::format("it takes {}", join_words(names))));
}

}  // namespace

Result<Config> read(const yaml::Parsed& parsed) {
  const Document& document = parsed.document;
  if (!parsed.problems.empty()) {
    const yaml::Problem& first = parsed.problems.front();
    return complaint(document, first.span, first.message, first.help);
  }
  Config config;
  if (document.root().kind == Kind::null) return config;
  if (document.root().kind != Kind::mapping)
    return no_mapping(document, 0, "the file", "facts: {parquet.row_group_bytes: 64 MB}");
  const auto done = for_each_pair(
      document, 0, [&](NodeId key, NodeId value) { return read_key(document, key, value, config); });
  if (!done) return done.error();
  return config;
}

std::vector<KeyRow> keys() {
  std::vector<KeyRow> all;
  all.reserve(std::size(rows));
  for (const Key& row : rows) all.push_back(row.shown);
  return all;
}

std::span<const std::string_view> severity_words() {
  return severities;
}

std::span<const std::string_view> fail_on_words() {
  return thresholds;
}

bool can_be_lowered(std::string_view code) {
  constexpr std::array<std::string_view, 6> reading{"F001", "F002", "F003", "F004", "F008", "F013"};
  return std::find(reading.begin(), reading.end(), code) == reading.end();
}

}  // namespace decide::config
