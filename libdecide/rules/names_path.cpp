#include <map>

#include "base/text.h"
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

/// The keys of mappings, each mapping gone through once however many paths lead into it.
class KeyIndex {
 public:
  explicit KeyIndex(const yaml::Document& document) : document_(document) {}

  /// The value of a key, or `none`.
  yaml::NodeId find(yaml::NodeId mapping, std::string_view key) {
    if (mapping == yaml::none) return yaml::none;
    const auto& values = keys_of(mapping).values;
    const auto found = values.find(key);
    return found == values.end() ? yaml::none : found->second;
  }
  const std::vector<std::string_view>& names(yaml::NodeId mapping) { return keys_of(mapping).names; }

 private:
  struct Keys {
    std::map<std::string_view, yaml::NodeId> values;
    std::vector<std::string_view> names;
  };

  const Keys& keys_of(yaml::NodeId mapping) {
    const auto [entry, is_new] = mappings_.try_emplace(mapping);
    if (!is_new || mapping == yaml::none || document_[mapping].kind != yaml::Kind::mapping)
      return entry->second;
    for (auto key = document_[mapping].first; key != yaml::none; key = document_[document_[key].next].next) {
      entry->second.values.emplace(document_[key].text, document_[key].next);
      entry->second.names.emplace_back(document_[key].text);
    }
    return entry->second;
  }

  const yaml::Document& document_;
  std::map<yaml::NodeId, Keys> mappings_;
};

/// How far a path was followed, and what stands there: `none` where nothing does.
struct Parent {
  yaml::NodeId at = 0;
  std::string_view path;
};

void unknown_entry(NameCheck& check, KeyIndex& index, design::Place at, std::string_view path,
                   const Parent& parent, std::size_t end) {
  const std::size_t from = parent.path.size() + 1;
  const std::string_view name = path.substr(from, end - from);
  auto draft = check.report().at(at).say("there is no `{}` under `{}` in this design", name, parent.path);
  const auto near = check.suggest(name, index.names(parent.at));
  if (near.empty()) {
    draft.help("name an entry that is declared under `{}`", parent.path);
  } else {
    draft.help("did you mean {}?", near);
    if (is_slip(name, near)) draft.fix_word(at, fmt::format("{}.{}{}", parent.path, near, path.substr(end)));
  }
}

bool takes_entries(std::string_view path) {
  const auto located = schema::locate(path);
  return located && located->type->form == schema::Form::names;
}

/// A changed value may be one that was not given yet; an entry must be declared, and a factor needs a number.
void check_change(NameCheck& check, KeyIndex& index,
                  const design::Named<design::Val<design::NewValue>>& change) {
  const std::string_view path = change.name;
  if (!is_path(check, change.key, path)) return;
  const auto& document = check.facts().document;
  Parent parent;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    const std::size_t from = parent.path.empty() ? 0 : parent.path.size() + 1;
    end = path.find('.', from);
    const std::string_view here = path.substr(0, end);
    const yaml::NodeId value = index.find(parent.at, here.substr(from));
    if (value == yaml::none && takes_entries(parent.path))
      return unknown_entry(check, index, change.key, path, parent, here.size());
    if (value != yaml::none && document[value].kind == yaml::Kind::sequence) return;
    parent = {value, here};
  }
  if (change.value->factor && parent.at == yaml::none) {
    check.report()
        .at(change.key)
        .say("`{}` has no value that a factor could change", path)
        .help("answer it, or give the new value itself");
  }
}

}  // namespace

void check_paths(NameCheck& check) {
  const design::Design& design = check.facts().design;
  KeyIndex index(check.facts().document);
  for (const auto& entry : design.accept) {
    if (entry->at) is_path(check, entry->at.at, *entry->at);
  }
  for (const auto& what_if : design.close.what_if) {
    for (const auto& change : what_if->when) check_change(check, index, change);
  }
}

void check_F005(const derive::Facts& facts, Report& report) {
  NameCheck check(facts, report);
  check_model_names(check);
  check_later_names(check);
  check_paths(check);
}

}  // namespace decide::rules
