#include "yaml/document.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace decide::yaml {
namespace {

std::optional<std::uint32_t> as_index(std::string_view text) {
  std::uint32_t index = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return index;
}

}  // namespace

NodeId Document::find(NodeId mapping, std::string_view key) const {
  if (mapping >= nodes_.size() || nodes_[mapping].kind != Kind::mapping) return none;
  for (NodeId id = nodes_[mapping].first; id != none; id = nodes_[nodes_[id].next].next) {
    if (nodes_[id].text == key) return nodes_[id].next;
  }
  return none;
}

NodeId Document::item(NodeId sequence, std::string_view index) const {
  const auto wanted = as_index(index);
  if (!wanted || *wanted >= nodes_[sequence].count) return none;
  NodeId id = nodes_[sequence].first;
  for (std::uint32_t i = 0; i < *wanted; ++i) id = nodes_[id].next;
  return id;
}

NodeId Document::at(std::string_view path) const {
  if (empty()) return none;
  if (path.empty()) return 0;
  NodeId id = 0;
  for (const std::string_view segment : split(path, '.')) {
    id = nodes_[id].kind == Kind::sequence ? item(id, segment) : find(id, segment);
    if (id == none) return none;
  }
  return id;
}

NodeId Document::key_of(NodeId value) const {
  return value < keys_.size() ? keys_[value] : none;
}

std::string Document::path(NodeId id) const {
  std::vector<std::string> keys;
  for (; id < nodes_.size(); id = nodes_[id].parent) {
    const NodeId key = nodes_[id].is_key ? id : keys_[id];
    if (key != none) keys.push_back(nodes_[key].text);
  }
  std::reverse(keys.begin(), keys.end());
  return join(keys, ".");
}

}  // namespace decide::yaml
