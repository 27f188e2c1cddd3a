#include "config/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "units/quantity.h"

namespace decide::config {
namespace {

using units::Dimension;
using yaml::Document;
using yaml::Kind;
using yaml::NodeId;

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

/// An error with the place of a span in front.
Error at(const Document& document, Span span, std::string_view message, std::string help) {
  const Position place = document.source().position(span.begin);
  return {fmt::format("{}:{}:{}: {}", sanitize(document.source().name()), place.line, place.column, message),
          std::move(help)};
}

std::string offer(std::string_view word, const std::vector<std::string_view>& names, std::string_view usual) {
  const std::string_view near = nearest(word, names);
  return near.empty() ? std::string(usual) : fmt::format("`{}`?", near);
}

Error no_mapping(const Document& document, NodeId node, std::string_view what) {
  return at(document, document.span(node), fmt::format("{} is no mapping", what),
            "write `facts: {parquet.row_group_bytes: 64 MB}`");
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
  return at(document, document.span(key), fmt::format("`{}` is no fact", sanitize(seen)),
            offer(seen, names, "name one that a figure or a finding cites"));
}

Status read_fact(const Document& document, NodeId key, NodeId value, Config& config) {
  const facts::Fact& fact = facts::fact(document[key].text);
  if (fact.name.empty()) return unknown_fact(document, key);
  const Unit unit = unit_of(fact);
  const auto example = [&] { return fmt::format("it is measured in {}", fact.unit); };
  if (document[value].kind != Kind::scalar)
    return at(document, document.span(value), fmt::format("`{}` takes one value", fact.name), example());
  const auto number = units::parse(unit.dimension, document[value].text);
  if (!number) {
    const Error& why = number.error();
    return at(document, document.span(value),
              fmt::format("`{}` of `{}`: {}", sanitize(document[value].text), fact.name, why.message),
              why.help.empty() ? example() : why.help);
  }
  config.values.replace(fact.name, *number / unit.size);
  return Done{};
}

Status read_facts(const Document& document, NodeId node, Config& config) {
  if (document[node].kind == Kind::null) return Done{};
  if (document[node].kind != Kind::mapping) return no_mapping(document, node, "`facts`");
  return for_each_pair(document, node,
                       [&](NodeId key, NodeId value) { return read_fact(document, key, value, config); });
}

/// What the file may say: one row a key.
struct Key {
  std::string_view name;
  Status (*read)(const Document&, NodeId, Config&);
};
constexpr std::array keys{Key{"facts", read_facts}};

Status read_key(const Document& document, NodeId key, NodeId value, Config& config) {
  const std::string& seen = document[key].text;
  std::vector<std::string_view> names;
  for (const Key& row : keys) {
    if (row.name == seen) return row.read(document, value, config);
    names.push_back(row.name);
  }
  return at(document, document.span(key), fmt::format("`{}` is no key of this file", sanitize(seen)),
            offer(seen, names, fmt::format("it takes {}", join_words(names))));
}

}  // namespace

Result<Config> read(const yaml::Parsed& parsed) {
  const Document& document = parsed.document;
  if (!parsed.problems.empty()) {
    const yaml::Problem& first = parsed.problems.front();
    return at(document, first.span, first.message, first.help);
  }
  Config config;
  if (document.root().kind == Kind::null) return config;
  if (document.root().kind != Kind::mapping) return no_mapping(document, 0, "the file");
  const auto done = for_each_pair(
      document, 0, [&](NodeId key, NodeId value) { return read_key(document, key, value, config); });
  if (!done) return done.error();
  return config;
}

}  // namespace decide::config
