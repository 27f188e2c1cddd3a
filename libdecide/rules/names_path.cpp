#include <algorithm>

#include "rules/names.h"
#include "schema/type.h"

/// F005 for paths, and its descriptor.
namespace decide::rules {

const Rule rule_F005{
    .code = "F005",
    .name = "unknown-name",
    .summary = "A table, column, source, query, check or consumer is named but not declared.",
    .rationale =
        "Every other rule follows names: from a query to its table, from a pipeline to its source, from a "
        "job "
        "to what it rebuilds. A name with a typing error silently cuts that thread, and whatever hangs on it "
        "is judged as if it were not there. The nearest declared name is offered as the fix.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: «click»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
)",
    .constraint = "",
    .facts = "",
};

namespace {

/// True if the path is one of the format; else it is reported.
bool is_path(NameCheck& check, design::Place at, std::string_view path) {
  const auto located = schema::locate(path);
  if (located) return true;
  auto draft =
      check.report().at(at).say("`{}` is not a path of the format: {}", path, located.error().message);
  const std::string& help = located.error().help;
  draft.help("{}", help.empty() ? "a path is the keys from the top, as in scope.volume.average" : help);
  return false;
}

std::vector<std::string_view> keys_of(const yaml::Document& document, yaml::NodeId mapping) {
  std::vector<std::string_view> keys;
  if (mapping == yaml::none || document[mapping].kind != yaml::Kind::mapping) return keys;
  for (auto key = document[mapping].first; key != yaml::none; key = document[document[key].next].next)
    keys.emplace_back(document[key].text);
  return keys;
}

void unknown_entry(NameCheck& check, design::Place at, std::string_view path, std::string_view parent,
                   std::size_t end) {
  const auto& document = check.facts().document;
  const std::size_t from = parent.size() + 1;
  const std::string_view name = path.substr(from, end - from);
  auto draft = check.report().at(at).say("there is no `{}` under `{}` in this design", name, parent);
  const auto near = check.suggest(name, keys_of(document, document.at(parent)));
  if (near.empty()) {
    draft.help("name an entry that is declared under `{}`", parent);
  } else {
    draft.help("did you mean {}?", near).fix_word(at, fmt::format("{}.{}{}", parent, near, path.substr(end)));
  }
}

/// A changed value may be one that was not given yet; an entry must be declared, and a factor needs a number.
void check_change(NameCheck& check, const design::Named<design::Val<design::NewValue>>& change) {
  const std::string_view path = change.name;
  if (!is_path(check, change.key, path)) return;
  const auto& document = check.facts().document;
  std::string_view parent;
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    const std::string_view here = path.substr(0, end);
    if (!parent.empty() && document.at(here) == yaml::none) {
      const auto located = schema::locate(parent);
      const bool is_entry = located && located->type->form == schema::Form::names;
      if (is_entry) return unknown_entry(check, change.key, path, parent, here.size());
    }
    if (end == std::string_view::npos) break;
    parent = here;
  }
  if (change.value->factor && document.at(path) == yaml::none) {
    check.report()
        .at(change.key)
        .say("`{}` has no value that a factor could change", path)
        .help("answer it, or give the new value itself");
  }
}

}  // namespace

void check_paths(NameCheck& check) {
  const design::Design& design = check.facts().design;
  for (const auto& entry : design.accept) {
    if (entry->at) is_path(check, entry->at.at, *entry->at);
  }
  for (const auto& what_if : design.close.what_if) {
    for (const auto& change : what_if->when) check_change(check, change);
  }
}

void check_F005(const derive::Facts& facts, Report& report) {
  NameCheck check(facts, report);
  check_model_names(check);
  check_later_names(check);
  check_paths(check);
}

}  // namespace decide::rules
