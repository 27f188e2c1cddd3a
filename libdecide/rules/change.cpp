#include "rules/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <map>

#include "base/text.h"
#include "schema/scalar_kinds.h"
#include "schema/type.h"
#include "units/quantity.h"
#include "yaml/edit.h"

namespace decide::rules {
namespace {

using yaml::NodeId;

constexpr std::array<std::string_view, 4> volume{"scope.volume.average", "scope.volume.peak",
                                                 "model.tables.*.rows", "model.sources.*.rows"};
constexpr std::array<std::string_view, 5> lateness{"scope.lateness.p50", "scope.lateness.p90",
                                                   "scope.lateness.p99", "scope.lateness.p999",
                                                   "scope.lateness.max"};
constexpr std::array<std::string_view, 1> duplicates{"scope.duplicates"};
constexpr std::array<std::string_view, 1> cardinality{"model.tables.*.columns.*.cardinality"};
constexpr std::array<std::string_view, 4> retention{"scope.retention.raw", "scope.retention.queryable",
                                                    "scope.retention.hot", "model.tables.*.retention"};
constexpr std::array<std::string_view, 1> outage{"scope.failure_tolerance.outage"};
constexpr std::array<std::string_view, 3> window{"model.tables.*.attribution.window",
                                                 "model.pipelines.*.window", "backfill.jobs.*.window"};

constexpr std::array<Growth, 7> all_growths{{{"volume", "scope.volume", volume},
                                             {"lateness", "scope.lateness", lateness},
                                             {"duplicates", "scope.duplicates", duplicates},
                                             {"cardinality", {}, cardinality},
                                             {"retention", "scope.retention", retention, true},
                                             {"outage", "scope.failure_tolerance.outage", outage},
                                             {"window", {}, window}}};

/// The nodes at a path in which `*` stands for any key.
void collect(const yaml::Document& document, NodeId at, std::span<const std::string_view> segments,
             std::vector<NodeId>& found) {
  if (segments.empty()) {
    found.push_back(at);
    return;
  }
  const auto rest = segments.subspan(1);
  if (segments.front() != "*") {
    const NodeId next = document.find(at, segments.front());
    if (next != yaml::none) collect(document, next, rest, found);
    return;
  }
  if (document[at].kind != yaml::Kind::mapping) return;
  for (NodeId key = document[at].first; key != yaml::none; key = document[document[key].next].next)
    collect(document, document[key].next, rest, found);
}

std::vector<NodeId> nodes_at(const yaml::Document& document, std::string_view pattern) {
  std::vector<NodeId> found;
  const std::vector<std::string_view> segments = split(pattern, '.');
  collect(document, 0, segments, found);
  return found;
}

/// "190M/day" x 10 is "1900M/day": a single number keeps its unit. Nothing where there are several, or an
/// exponent would be needed.
std::optional<std::string> in_its_unit(std::string_view text, double factor) {
  const std::size_t digits = text.find_first_not_of("0123456789.");
  double number = 0;
  const auto [stop, error] =
      std::from_chars(text.data(), text.data() + std::min(digits, text.size()), number);
  if (error != std::errc{} || digits == 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(stop - text.data()));
  if (unit.find_first_of("0123456789_") != std::string_view::npos) return std::nullopt;
  const std::string written = fmt::format("{:.9g}", number * factor);
  if (written.find('e') != std::string::npos) return std::nullopt;
  return written + std::string(unit);
}

/// A time of whole days stays one: nobody keeps a table for a part of a day.
double in_whole_days(double before, double after) {
  constexpr double day = 86400;
  return std::fmod(before, day) == 0 ? std::ceil(after / day - 1e-9) * day : after;
}

/// To nine digits: what a product has beyond them no text takes, and it would not be scaled at all.
double in_nine_digits(double value) {
  return std::strtod(fmt::format("{:.9g}", value).c_str(), nullptr);
}

/// A number of those that come in ones.
double in_ones(double value) {
  return std::max(std::round(value), 1.0);
}

/// Percentages that are no share of anything, and may pass 100 %.
constexpr std::array<std::string_view, 1> unbounded{"scope.volume.growth"};

double fitting(units::Dimension dimension, double before, double after, Days days, bool is_share) {
  switch (dimension) {
    case units::Dimension::count:
    case units::Dimension::bytes:
      return in_ones(after);
    case units::Dimension::percent:
      return is_share ? std::min(after, 1.0) : after;
    case units::Dimension::duration:
      return days == Days::whole ? in_whole_days(before, after) : after;
    default:
      return after;
  }
}

/// A quantity times a factor; nothing for what is not one that the kind takes, or would be too large to
/// write.
std::optional<std::string> scaled_text(const schema::ScalarKind& kind, std::string_view text, double factor,
                                       Days days, bool is_share = true) {
  using units::Dimension;
  for (const Dimension dimension : kind.measures) {
    const auto value = units::parse(dimension, text);
    if (!value) continue;
    const bool as_is = dimension == Dimension::rate || dimension == Dimension::byte_rate;
    if (auto kept = as_is ? in_its_unit(text, factor) : std::nullopt; kept && units::parse(dimension, *kept))
      return kept;
    const double scaled = fitting(dimension, *value, in_nine_digits(*value * factor), days, is_share);
    std::string written = units::print(dimension, scaled);
    if (!units::parse(dimension, written)) return std::nullopt;
    return written;
  }
  return std::nullopt;
}

/// The kind of the scalars at a path; null where the format has none there. `*` stands for any key.
const schema::ScalarKind* kind_at(std::string path) {
  std::replace(path.begin(), path.end(), '*', 'x');
  const auto located = schema::locate(path);
  if (!located || located->type == nullptr) return nullptr;
  const schema::Type* type = located->type;
  return type->form == schema::Form::list ? type->item->scalar : type->scalar;
}

/// All scalars at or below a node that are quantities, scaled. `kind`: of all of them; null: as the format
/// says.
void scale_below(const yaml::Document& document, NodeId at, double factor, Days days, Texts& texts,
                 const schema::ScalarKind* kind = nullptr) {
  const yaml::Node& node = document[at];
  if (node.kind == yaml::Kind::scalar && !node.is_key) {
    const std::string path = kind == nullptr ? document.path(at) : std::string();
    if (kind == nullptr) kind = kind_at(path);
    const bool is_share = std::find(unbounded.begin(), unbounded.end(), path) == unbounded.end();
    auto text = kind != nullptr ? scaled_text(*kind, node.text, factor, days, is_share) : std::nullopt;
    if (text) texts.emplace_back(at, *std::move(text));
    return;
  }
  for (NodeId child = node.first; child != yaml::none; child = document[child].next)
    if (!document[child].is_key) scale_below(document, child, factor, days, texts, kind);
}

/// What a field of a growth holds; looked up once, since growths are tried time and again.
const schema::ScalarKind* kind_of_field(std::string_view field) {
  static const auto kinds = [] {
    std::map<std::string_view, const schema::ScalarKind*> all;
    for (const Growth& growth : all_growths) {
      for (const std::string_view one : growth.fields) all.emplace(one, kind_at(std::string(one)));
    }
    return all;
  }();
  return kinds.at(field);
}

/// The growth that a factor on a path means: of its root, or, since rows follow it, of the average volume.
Texts scaled_at(const yaml::Document& document, std::string_view path, double factor) {
  for (const Growth& growth : all_growths) {
    if (!growth.root.empty() && growth.root == path) return scaled(document, growth, factor, Days::exact);
  }
  Texts texts;
  const NodeId at = document.at(path);
  if (at != yaml::none) scale_below(document, at, factor, Days::exact, texts);
  if (path == volume[0]) {
    for (const std::string_view rows : {volume[2], volume[3]}) {
      for (const NodeId node : nodes_at(document, rows))
        scale_below(document, node, factor, Days::exact, texts);
    }
  }
  return texts;
}

Error nothing_to_scale(const yaml::Document& document, std::string_view path) {
  if (document.at(path) == yaml::none)
    return {fmt::format("`{}` is not in the design, so it cannot be scaled", sanitize(path)),
            "give the path of a value that is there, such as scope.volume"};
  return {fmt::format("`{}` holds no quantity that could be scaled", sanitize(path)),
          "set it instead: --set PATH=VALUE"};
}

/// True for a text that means the same however a plain scalar is written.
bool is_plain(std::string_view text) {
  const auto harmless = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' ||
           c == '.' || c == '/' || c == '%' || c == '_';
  };
  return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), harmless);
}

/// The scalar that takes the text of a change as it is, or none.
NodeId plain_scalar(const yaml::Document& document, const Change& change) {
  const NodeId at = document.at(change.path);
  const bool is_taken = at != yaml::none && document[at].kind == yaml::Kind::scalar &&
                        document[at].style == yaml::Style::plain && document[at].tag == yaml::Tag::unset &&
                        is_plain(change.value);
  return is_taken ? at : yaml::none;
}

Result<yaml::Document> with_value(const yaml::Document& document, const Change& change) {
  auto segments = yaml::split_path(change.path);
  if (!segments) return segments.error();
  auto text = yaml::apply(document, {yaml::Change::Verb::set, *std::move(segments), change.value});
  if (!text) return text.error();
  yaml::Parsed parsed = yaml::parse(Source(document.source().name(), *std::move(text)));
  if (!parsed.readable()) return Error{parsed.problems.front().message, {}};
  return std::move(parsed.document);
}

/// What the factors among the changes scale, each node once.
Result<Texts> all_scaled(const yaml::Document& document, const std::vector<Change>& changes) {
  std::map<NodeId, std::string> texts;
  for (const Change& change : changes) {
    if (!change.factor) continue;
    Texts some = scaled_at(document, change.path, *change.factor);
    if (some.empty()) return nothing_to_scale(document, change.path);
    // What a more exact path has scaled already is not scaled twice.
    for (auto& [node, text] : some) texts.emplace(node, std::move(text));
  }
  return Texts(std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end()));
}

}  // namespace

std::span<const Growth> growths() {
  return all_growths;
}

Texts scaled(const yaml::Document& document, const Growth& growth, double factor, Days days) {
  Texts texts;
  if (!growth.in_days) days = Days::exact;
  for (const std::string_view field : growth.fields) {
    for (const NodeId node : nodes_at(document, field))
      scale_below(document, node, factor, days, texts, kind_of_field(field));
  }
  return texts;
}

bool can_scale(const yaml::Document& document, std::string_view path, double factor) {
  return !scaled_at(document, path, factor).empty();
}

std::optional<Texts> as_texts(const yaml::Document& document, const std::vector<Change>& changes) {
  const auto scales = [](const Change& change) { return change.factor.has_value(); };
  if (std::all_of(changes.begin(), changes.end(), scales)) {
    auto texts = all_scaled(document, changes);
    return texts ? std::optional(*std::move(texts)) : std::nullopt;
  }
  Texts texts;
  for (const Change& change : changes) {
    // A factor beside it scales what the value sets.
    const NodeId node = change.factor ? yaml::none : plain_scalar(document, change);
    if (node == yaml::none) return std::nullopt;
    texts.emplace_back(node, change.value);
  }
  return texts;
}

Result<yaml::Parsed> changed(const yaml::Document& document, const std::vector<Change>& changes) {
  yaml::Parsed made;
  yaml::Document& now = made.document;
  now = document;
  auto texts = as_texts(document, changes);
  if (!texts) {
    // Values first: setting one reads the file's text again, which a factor does not touch.
    for (const Change& change : changes) {
      if (change.factor) continue;
      auto next = with_value(now, change);
      if (!next) return next.error();
      now = *std::move(next);
    }
    auto scaled = all_scaled(now, changes);
    if (!scaled) return scaled.error();
    texts = *std::move(scaled);
  }
  for (auto& [node, text] : *texts) now.set_text(node, std::move(text));
  return made;
}

}  // namespace decide::rules
