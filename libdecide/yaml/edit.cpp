#include "yaml/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "yaml/edit_plan.h"
#include "yaml/edit_tree.h"
#include "yaml/edit_walk.h"

namespace decide::yaml {
namespace {

using edits::Fragment;
using edits::Plan;
using edits::Reached;
using edits::Tree;
using Path = std::span<const std::string>;

Error unreadable(std::string what) {
  return {std::move(what), "it has to be readable as YAML first"};
}

Status no_aliases(const Document& document, std::string_view what) {
  for (const Node& node : document.nodes()) {
    if (!node.anchored && !node.aliased) continue;
    return Error{fmt::format("{} uses an anchor or an alias on line {}", what,
                             document.source().position(node.begin).line),
                 "write the values out"};
  }
  return Done{};
}

Result<Document> read_value(const std::string& text) {
  Parsed parsed = parse(Source("value", text));
  if (!parsed.problems.empty() || !parsed.readable()) {
    const std::string why = parsed.problems.empty() ? "" : ": " + parsed.problems.front().message;
    return Error{"the new value is not one YAML value" + why, "quote it if it is meant as text"};
  }
  if (parsed.document.root().style == Style::absent) {
    return Error{"the new value is empty", "write \"\" for an empty text, or null for no value"};
  }
  if (const Status plain = no_aliases(parsed.document, "the new value"); !plain) return plain.error();
  // In a collection a comment may stand; behind a single word it is taken for a part of it.
  const Node& root = parsed.document.root();
  const std::size_t rest = text.find_first_not_of(" \t", root.end);
  if (root.kind == Kind::scalar && rest != std::string::npos && text[rest] == '#') {
    return Error{fmt::format("`{}` would be read as a comment and left out", text.substr(rest, 40)),
                 "quote the value if it is meant as text"};
  }
  return std::move(parsed.document);
}

std::string why_not(const Document& before, const Parsed& after) {
  if (!after.readable()) {
    return "it could no longer be read: " + (after.problems.empty() ? "" : after.problems.front().message);
  }
  if (before.source().text().ends_with('\n')) return "other values would change with it";
  return "its last line has no line end, and a block text there would lose or gain one";
}

// Reads what the splices gave and holds it against what was intended.
Result<std::string> verified(const Document& before, Result<std::string> text, const Tree& intended) {
  if (!text) return text;
  const Parsed after = parse(Source(before.source().name(), *text));
  if (after.readable() && edits::tree_of(after.document, 0) == intended) return text;
  return Error{"the change cannot be made in this text: " + why_not(before, after),
               before.source().text().ends_with('\n')
                   ? "write the part around it as an indented block, or edit the file by hand"
                   : "put a line end after the last line of the file and try again"};
}

// A block text of keys, one below the other, and of dashes, with no value at the end.
std::string nested_keys(Path path, bool key_first, const edits::Habits& habits) {
  std::string text;
  std::size_t key_column = 0;
  std::size_t next_column = 0;
  char before = '\n';
  for (const std::string& segment : path) {
    const bool must_be_key = key_first && &segment == &path.front();
    const bool item = !must_be_key && edits::item_number(segment) == 0;
    if (before == ':') next_column = key_column + (item ? habits.sequence_offset : habits.step);
    text += before == '-' ? " " : (before == ':' ? "\n" : "") + std::string(next_column, ' ');
    if (!item) key_column = next_column;
    text += item ? "-" : scalar(segment, false) + ":";
    before = text.back();
    next_column += 2;
  }
  return text + "\n";
}

Result<Document> reread(Result<std::string> text) {
  if (!text) return text.error();
  Parsed parsed = parse(Source("value", std::move(*text)));
  if (!parsed.readable()) return unreadable(parsed.problems.front().message);
  return std::move(parsed.document);
}

// The new value below the keys that are missing above it.
Result<Document> nest(Path path, bool key_first, const Document& value, const edits::Habits& habits) {
  if (path.empty()) return value;
  Result<Document> keys = reread(nested_keys(path, key_first, habits));
  if (!keys) return keys;
  NodeId innermost = 0;
  while ((*keys)[innermost].kind != Kind::null) {
    const NodeId first = (*keys)[innermost].first;
    innermost = (*keys)[innermost].kind == Kind::mapping ? (*keys)[first].next : first;
  }
  Plan plan(*keys, habits);
  if (const Status put = plan.replace(innermost, Fragment(value), 0); !put) return put.error();
  return reread(plan.text());
}

// New lists start with item 0; anything else that looks like a number would be a guess.
Status check_new_items(const Document& document, const Reached& at, Path path) {
  const bool null = document[at.node].kind == Kind::null;
  for (std::size_t i = at.used + (null ? 0 : 1); i < path.size(); ++i) {
    const std::size_t number = edits::item_number(path[i]);
    if (number == 0 || number == edits::KeyIndex::missing) continue;
    return Error{fmt::format("`{}` is not there, so it has no item {}", edits::shown(path.first(i)), path[i]),
                 "a new list starts with item 0"};
  }
  return Done{};
}

Status extend(Plan& plan, const Document& document, const Reached& at, Path missing, const Document& value) {
  const Node& node = document[at.node];
  const bool keeps_list = node.kind == Kind::sequence && (node.count > 0 || !Fragment(value).is_block(0));
  const Path keys = keeps_list ? missing.subspan(1) : missing;
  const Result<Document> nested = nest(keys, node.kind == Kind::mapping, value, plan.habits());
  if (!nested) return nested.error();
  const Fragment fragment(*nested);
  if (keeps_list) return plan.append(at.node, fragment, 0);
  if (node.kind == Kind::sequence || nested->root().kind == Kind::sequence) {
    return plan.replace(at.node, fragment, 0);
  }
  const NodeId key = nested->root().first;
  return plan.add(at.node, fragment, std::span(&key, 1));
}

Result<std::string> set(const Document& document, Path path, const Document& value) {
  const Result<Reached> at = edits::walk(document, path);
  if (!at) return at.error();
  const bool exists = at->used == path.size();
  if (exists && same(document, at->node, value, 0)) return document.source().text();
  Plan plan(document);
  Status planned = exists ? edits::replaceable(document, at->node) : check_new_items(document, *at, path);
  if (planned) {
    planned = exists ? plan.replace(at->node, Fragment(value), 0)
                     : extend(plan, document, *at, path.subspan(at->used), value);
  }
  if (!planned) return planned.error();
  Tree intended = edits::tree_of(document, 0);
  edits::set_in(intended, path, edits::tree_of(value, 0));
  return verified(document, plan.text(), intended);
}

Result<std::string> unset(const Document& document, Path path) {
  const Result<Reached> at = edits::walk(document, path);
  if (!at) return at.error();
  if (at->used < path.size()) {
    return Error{fmt::format("`{}` is not there", edits::shown(path)), {}};
  }
  if (Status allowed = edits::replaceable(document, at->node); !allowed) return allowed.error();
  Plan plan(document);
  if (const Status planned = plan.remove(at->node); !planned) return planned.error();
  Tree intended = edits::tree_of(document, 0);
  edits::unset_in(intended, path);
  return verified(document, plan.text(), intended);
}

// Collects the changes of a merge: those inside first, so that lines added at one place come in order.
Status merge_mapping(Plan& plan, const Document& document, NodeId into, const Fragment& fragment,
                     NodeId from);

Status merge_value(Plan& plan, const Document& document, NodeId into, const Fragment& fragment, NodeId from) {
  const Document& source = fragment.document();
  if (document[into].kind == Kind::mapping && source[from].kind == Kind::mapping) {
    return merge_mapping(plan, document, into, fragment, from);
  }
  if (same(document, into, source, from)) return Done{};
  if (Status allowed = edits::replaceable(document, into); !allowed) return allowed;
  return plan.replace(into, fragment, from);
}

Status merge_mapping(Plan& plan, const Document& document, NodeId into, const Fragment& fragment,
                     NodeId from) {
  if (Status allowed = edits::changeable(document, into); !allowed) return allowed;
  const edits::KeyIndex index(document, into);
  if (index.size() < document[into].count) {
    return Error{fmt::format("a key is there twice in the mapping on line {}",
                             document.source().position(document[into].begin).line),
                 "remove one of the two first"};
  }
  const Document& source = fragment.document();
  std::vector<NodeId> added;
  for (NodeId key = source[from].first; key != none; key = source[source[key].next].next) {
    const std::size_t found = index.find(source[key].text);
    if (found == edits::KeyIndex::missing) {
      added.push_back(key);
      continue;
    }
    const auto value = static_cast<NodeId>(found);
    Status merged = merge_value(plan, document, value, fragment, source[key].next);
    if (!merged) return merged;
  }
  return added.empty() ? Status(Done{}) : plan.add(into, fragment, added);
}

bool has_unique_keys(const Document& document, NodeId id) {
  return document[id].kind != Kind::mapping || edits::KeyIndex(document, id).size() == document[id].count;
}

Status check_fragment(const Document& fragment) {
  if (fragment.empty()) return unreadable("the fragment cannot be read");
  const Kind kind = fragment.root().kind;
  if (kind != Kind::mapping && kind != Kind::null) {
    return Error{"the fragment is not a mapping", "write it as `key: value` lines"};
  }
  for (NodeId id = 0; id < fragment.nodes().size(); ++id) {
    if (has_unique_keys(fragment, id)) continue;
    return Error{fmt::format("the fragment has a key twice in the mapping on line {}",
                             fragment.source().position(fragment[id].begin).line),
                 "remove one of the two"};
  }
  return no_aliases(fragment, "the fragment");
}

Result<std::string> merge_existing(const Document& document, Path path, NodeId into,
                                   const Document& fragment) {
  Plan plan(document);
  const Status merged = merge_mapping(plan, document, into, Fragment(fragment), 0);
  if (!merged) return merged.error();
  Tree intended = edits::tree_of(document, 0);
  edits::merge_in(*edits::find_in(intended, path), edits::tree_of(fragment, 0));
  return verified(document, plan.text(), intended);
}

}  // namespace

Result<std::string> apply(const Document& document, const Change& change) {
  if (document.empty()) return unreadable("the file cannot be read");
  if (change.path.empty()) return Error{"the path is empty", "name the key to change"};
  if (change.verb == Change::Verb::unset) return unset(document, change.path);
  const Result<Document> value = read_value(change.value);
  if (!value) return value.error();
  return set(document, change.path, *value);
}

Result<std::string> merge(const Document& document, const std::vector<std::string>& path,
                          const Document& fragment) {
  if (document.empty()) return unreadable("the file cannot be read");
  if (const Status usable = check_fragment(fragment); !usable) return usable.error();
  if (fragment.root().count == 0) return document.source().text();
  const Result<Reached> at = edits::walk(document, path);
  if (!at) return at.error();
  const Kind kind = document[at->node].kind;
  if (at->used < path.size()) return set(document, path, fragment);
  const bool block = Fragment(fragment).is_block(0);
  if (kind == Kind::null && block) return set(document, path, fragment);
  if (kind == Kind::null || kind == Kind::mapping) return merge_existing(document, path, at->node, fragment);
  const auto line = document.source().position(document[at->node].begin).line;
  const std::string name = path.empty() ? "the file" : "`" + edits::shown(path) + "`";
  return Error{fmt::format("line {}: {} is not a mapping, so nothing can be merged into it", line, name),
               "remove it first"};
}

}  // namespace decide::yaml
