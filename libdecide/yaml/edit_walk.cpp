#include "yaml/edit_walk.h"

#include <fmt/format.h>

#include "base/text.h"
#include "yaml/edit_tree.h"

namespace decide::yaml::edits {
namespace {

std::uint32_t line_of(const Document& document, NodeId node) {
  return document.source().position(document[node].begin).line;
}

bool has_anchor_below(const Document& document, NodeId node) {
  if (document[node].anchored) return true;
  if (document[node].aliased) return false;
  for (NodeId child = document[node].first; child != none; child = document[child].next) {
    if (has_anchor_below(document, child)) return true;
  }
  return false;
}

Error anchored(const Document& document, NodeId node) {
  return {fmt::format(
              "line {}: this value has an anchor (`&`) that is used in other places, which would change too",
              line_of(document, node)),
          "write the value out where its alias (`*`) stands, then try again"};
}

Result<NodeId> find_key(const Document& document, NodeId mapping, const std::string& segment) {
  NodeId found = none;
  for (NodeId key = document[mapping].first; key != none; key = document[document[key].next].next) {
    if (document[key].text != segment) continue;
    if (found != none) {
      return Error{fmt::format("`{}` is there twice, on lines {} and {}", sanitize(segment),
                               line_of(document, document.key_of(found)), line_of(document, key)),
                   "remove one of them first"};
    }
    found = document[key].next;
  }
  return found;
}

Result<NodeId> find_item(const Document& document, NodeId sequence, const std::string& segment) {
  const std::size_t number = item_number(segment);
  const std::uint32_t count = document[sequence].count;
  if (number > count) {
    return Error{fmt::format("line {}: this is a list of {}; `{}` is not a place in it",
                             line_of(document, sequence), count, sanitize(segment)),
                 fmt::format("items are numbered from 0; {} adds one at the end", count)};
  }
  NodeId item = document[sequence].first;
  for (std::size_t i = 0; i < number && item != none; ++i) item = document[item].next;
  return item;
}

Result<NodeId> find_child(const Document& document, NodeId node, std::span<const std::string> path,
                          std::size_t used) {
  switch (document[node].kind) {
    case Kind::mapping:
      return find_key(document, node, path[used]);
    case Kind::sequence:
      return find_item(document, node, path[used]);
    case Kind::null:
      return none;
    case Kind::scalar:
      break;
  }
  const std::string name = used == 0 ? "the file" : "`" + shown(path.first(used)) + "`";
  return Error{fmt::format("line {}: {} is a single value, so there is no `{}` in it",
                           line_of(document, node), name, sanitize(path[used])),
               fmt::format("set {} to a mapping first", name)};
}

}  // namespace

std::string shown(std::span<const std::string> path) {
  std::string text;
  for (const std::string& segment : path) text.append(text.empty() ? "" : ".").append(segment);
  return sanitize(text);
}

Status changeable(const Document& document, NodeId node) {
  if (document[node].anchored) return anchored(document, node);
  if (!document[node].aliased) return Done{};
  return Error{
      fmt::format(
          "line {}: this value is an alias (`*`) of one written elsewhere, and cannot be changed here",
          line_of(document, node)),
      "write the value out in its place, then try again"};
}

Status replaceable(const Document& document, NodeId node) {
  if (Status allowed = changeable(document, node); !allowed) return allowed;
  const NodeId key = document.key_of(node);
  if (has_anchor_below(document, node)) return anchored(document, node);
  if (key != none && document[key].anchored) return anchored(document, key);
  return Done{};
}

Result<Reached> walk(const Document& document, std::span<const std::string> path) {
  Reached at;
  while (true) {
    if (Status allowed = changeable(document, at.node); !allowed) return allowed.error();
    if (at.used == path.size()) return at;
    const Result<NodeId> child = find_child(document, at.node, path, at.used);
    if (!child) return child.error();
    if (*child == none) return at;
    at = {*child, at.used + 1};
  }
}

}  // namespace decide::yaml::edits
