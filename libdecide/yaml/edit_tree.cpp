#include "yaml/edit_tree.h"

#include <algorithm>
#include <charconv>

#include "yaml/edit.h"

namespace decide::yaml::edits {
namespace {

void add_pairs(Tree& tree, const Document& document, const Node& node) {
  for (NodeId key = node.first; key != none;) {
    const NodeId value = document[key].next;
    tree.pairs.emplace_back(document[key].text, tree_of(document, value));
    key = document[value].next;
  }
}

std::string scalar_text(const Node& node, Core core) {
  std::string text = node.text;
  if (core != Core::boolean) return text;
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Tree* child(Tree& tree, const std::string& segment) {
  if (tree.kind == Kind::sequence) {
    const std::size_t number = item_number(segment);
    return number < tree.items.size() ? &tree.items[number] : nullptr;
  }
  const auto is_segment = [&](const auto& pair) { return pair.first == segment; };
  const auto found = std::find_if(tree.pairs.begin(), tree.pairs.end(), is_segment);
  return found == tree.pairs.end() ? nullptr : &found->second;
}

Tree& child_or_new(Tree& tree, const std::string& segment) {
  if (Tree* found = child(tree, segment)) return *found;
  if (tree.kind == Kind::null) {
    tree.kind = item_number(segment) == KeyIndex::missing ? Kind::mapping : Kind::sequence;
    tree.text.clear();
  }
  if (tree.kind == Kind::sequence) return tree.items.emplace_back();
  return tree.pairs.emplace_back(segment, Tree{}).second;
}

bool same_pairs(const Tree& a, const Tree& b);

bool same_values(const Tree& a, const Tree& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Kind::null) return true;
  if (a.kind == Kind::scalar) return a.core == b.core && a.text == b.text;
  if (a.kind == Kind::sequence) {
    return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_values);
  }
  return same_pairs(a, b);
}

bool same_pairs(const Tree& a, const Tree& b) {
  if (a.pairs.size() != b.pairs.size()) return false;
  const KeyIndex index(b);
  return std::all_of(a.pairs.begin(), a.pairs.end(), [&](const auto& pair) {
    const std::size_t place = index.find(pair.first);
    return place != KeyIndex::missing && same_values(pair.second, b.pairs[place].second);
  });
}

}  // namespace

Tree tree_of(const Document& document, NodeId id) {
  const Node& node = document[id];
  Tree tree;
  tree.kind = node.kind;
  if (node.kind == Kind::scalar) {
    tree.core = core_type(node);
    tree.text = scalar_text(node, tree.core);
  }
  if (node.kind == Kind::mapping) add_pairs(tree, document, node);
  if (node.kind != Kind::sequence) return tree;
  for (NodeId item = node.first; item != none; item = document[item].next) {
    tree.items.push_back(tree_of(document, item));
  }
  return tree;
}

KeyIndex::KeyIndex(const Tree& mapping) {
  places_.reserve(mapping.pairs.size());
  for (std::size_t i = 0; i < mapping.pairs.size(); ++i) places_.try_emplace(mapping.pairs[i].first, i);
}

KeyIndex::KeyIndex(const Document& document, NodeId mapping) {
  places_.reserve(document[mapping].count);
  for (NodeId key = document[mapping].first; key != none;) {
    const NodeId value = document[key].next;
    places_.try_emplace(document[key].text, value);
    key = document[value].next;
  }
}

std::size_t KeyIndex::find(std::string_view key) const {
  const auto found = places_.find(key);
  return found == places_.end() ? missing : found->second;
}

std::size_t item_number(std::string_view segment) {
  std::uint32_t number = 0;
  const char* end = segment.data() + segment.size();
  const auto [stopped, error] = std::from_chars(segment.data(), end, number);
  if (error != std::errc{} || stopped != end) return KeyIndex::missing;
  const bool padded = segment.size() > 1 && segment.front() == '0';
  return padded ? KeyIndex::missing : number;
}

void set_in(Tree& tree, std::span<const std::string> path, const Tree& value) {
  Tree* at = &tree;
  for (const std::string& segment : path) at = &child_or_new(*at, segment);
  *at = value;
}

void unset_in(Tree& tree, std::span<const std::string> path) {
  Tree* parent = find_in(tree, path.first(path.size() - 1));
  if (parent == nullptr) return;
  if (parent->kind == Kind::sequence) {
    const std::size_t number = item_number(path.back());
    if (number < parent->items.size()) {
      parent->items.erase(parent->items.begin() + static_cast<std::ptrdiff_t>(number));
    }
    return;
  }
  const auto is_last = [&](const auto& pair) { return pair.first == path.back(); };
  parent->pairs.erase(std::remove_if(parent->pairs.begin(), parent->pairs.end(), is_last),
                      parent->pairs.end());
}

void merge_in(Tree& tree, const Tree& fragment) {
  if (tree.kind != Kind::mapping || fragment.kind != Kind::mapping) {
    if (!same_values(tree, fragment)) tree = fragment;
    return;
  }
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < tree.pairs.size(); ++i) places.try_emplace(tree.pairs[i].first, i);
  for (const auto& [key, value] : fragment.pairs) {
    const auto [place, added] = places.try_emplace(key, tree.pairs.size());
    if (added) {
      tree.pairs.emplace_back(key, value);
    } else {
      merge_in(tree.pairs[place->second].second, value);
    }
  }
}

Tree* find_in(Tree& tree, std::span<const std::string> path) {
  Tree* at = &tree;
  for (const std::string& segment : path) {
    if (at != nullptr) at = child(*at, segment);
  }
  return at;
}

}  // namespace decide::yaml::edits

namespace decide::yaml {

bool same(const Document& a, NodeId a_node, const Document& b, NodeId b_node) {
  return edits::same_values(edits::tree_of(a, a_node), edits::tree_of(b, b_node));
}

}  // namespace decide::yaml
