#include "rules/report.h"

#include <algorithm>

#include "base/text.h"
#include "yaml/edit.h"

namespace decide::rules {

using yaml::NodeId;

Span culprit_span(const yaml::Document& document, NodeId node) {
  const yaml::Node& at = document[node];
  const bool collection = at.kind == yaml::Kind::mapping || at.kind == yaml::Kind::sequence;
  const bool block = collection && at.style == yaml::Style::block;
  const bool invisible = at.style == yaml::Style::absent;
  const NodeId key = document.key_of(node);
  if ((block || invisible) && key != yaml::none) return document.span(key);
  if (block) return document.span(at.first);
  return document.span(node);
}

Draft& Draft::severity(diag::Severity severity) {
  finding_.severity = severity;
  return *this;
}

Draft& Draft::error_if(bool strict) {
  return severity(strict ? diag::Severity::error : diag::Severity::warning);
}

Draft& Draft::because(derive::ConstraintId id, design::Place preferred) {
  if (!words_) return *this;
  finding_.constraint = derive::info(id).name;
  const derive::Constraint* constraint = facts_.constraints.get(id);
  if (constraint == nullptr) return *this;
  const auto shows = [&](const derive::Origin& origin) {
    return origin.at && culprit_span(facts_.document, origin.at.node) != finding_.span;
  };
  const auto is_preferred = [&](const derive::Origin& origin) {
    return origin.at.node == preferred.node && shows(origin);
  };
  const auto& origins = constraint->origins;
  const auto shown = preferred ? std::find_if(origins.begin(), origins.end(), is_preferred)
                               : std::find_if(origins.begin(), origins.end(), shows);
  if (shown == origins.end()) return *this;
  return relate(shown->at, fmt::format("{}: {}", derive::info(id).name, shown->text));
}

Draft& Draft::relate(design::Place at, std::string message) {
  if (!at) return *this;
  finding_.related.push_back(
      {facts_.document.path(at.node), culprit_span(facts_.document, at.node), std::move(message)});
  return *this;
}

Draft& Draft::trace(diag::Trace trace) {
  if (words_) finding_.trace = std::move(trace);
  return *this;
}

Draft& Draft::figure(diag::Figure figure) {
  if (words_) finding_.figures.push_back(std::move(figure));
  return *this;
}

namespace {

/// The one replacement that turns `before` into `after`.
diag::Edit difference(std::string_view before, std::string_view after) {
  const std::size_t most = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < most && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  return {{static_cast<std::uint32_t>(head), static_cast<std::uint32_t>(before.size() - tail)},
          std::string(after.substr(head, after.size() - tail - head))};
}

}  // namespace

Draft& Draft::fix_set(bool safe, std::string title, std::string_view path, std::string_view value) {
  const std::size_t dot = path.rfind('.');
  const std::string_view parent = dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
  const std::string_view field = dot == std::string_view::npos ? path : path.substr(dot + 1);
  return fix_sets(safe, std::move(title), parent, {{std::string(field), std::string(value)}});
}

Draft& Draft::fix_sets(bool safe, std::string title, std::string_view path,
                       const std::vector<std::pair<std::string, std::string>>& fields) {
  const std::string& before = facts_.document.source().text();
  if (!edits_.take(before.size() * fields.size())) return *this;
  std::string after = before;
  yaml::Parsed parsed;
  for (const auto& [field, value] : fields) {
    auto segments = yaml::split_path(path.empty() ? field : fmt::format("{}.{}", path, field));
    if (!segments) return *this;
    const yaml::Document& now = parsed.readable() ? parsed.document : facts_.document;
    auto next = yaml::apply(now, {yaml::Change::Verb::set, *std::move(segments), value});
    if (!next) return *this;
    after = *std::move(next);
    if (fields.size() > 1) parsed = yaml::parse(Source(facts_.document.source().name(), after));
  }
  if (after != before) finding_.fix = diag::Fix{safe, std::move(title), {difference(before, after)}};
  return *this;
}

Draft& Draft::fix_word(design::Place at, std::string_view word) {
  const yaml::Node& node = facts_.document[at.node];
  const bool block = node.style == yaml::Style::literal || node.style == yaml::Style::folded;
  if (!edits_.any() || !at || node.aliased || node.anchored || block) return *this;
  finding_.fix = diag::Fix{
      true, fmt::format("write {}", word), {{facts_.document.span(at.node), yaml::scalar(word, true)}}};
  return *this;
}

Draft Report::add(std::string path, Span span, bool absent) {
  diag::Finding& finding = findings_.emplace_back();
  finding.rule = rule_.code;
  finding.name = rule_.name;
  finding.severity = rule_.severity;
  finding.path = std::move(path);
  finding.span = span;
  finding.absent = absent;
  return {facts_, finding, edits_, words_};
}

Draft Report::at(design::Place place) {
  return add(facts_.document.path(place.node), culprit_span(facts_.document, place.node), false);
}

Draft Report::missing(design::Place parent, std::string_view key) {
  const yaml::Document& document = facts_.document;
  std::string path = document.path(parent.node);
  if (!path.empty()) path += '.';
  path += key;
  // What exists of the path is pointed at; for the file as a whole, its first key.
  NodeId nearest = parent.node;
  for (const std::string_view segment : split(key, '.')) {
    const NodeId found = document.find(nearest, segment);
    if (found == yaml::none) break;
    nearest = found;
  }
  const NodeId owner = document.key_of(nearest);
  const Span span = owner != yaml::none ? document.span(owner) : culprit_span(document, nearest);
  return add(std::move(path), document.root().count == 0 ? Span{} : span, true);
}

}  // namespace decide::rules
