#include <fmt/format.h>

#include <utility>

#include "yaml/builder.h"

// Anchors and aliases. An alias becomes a copy of what its anchor names, so that later layers see a plain
// tree; the copies count towards the node limit, which also bounds nested aliases.
namespace decide::yaml {

void Builder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
  const Properties found = properties(text_, offset(mark), true, true);
  const auto [known, is_new] = names_.try_emplace(name, found.anchor);
  if (is_new) return;
  refuse(found.anchor, fmt::format("The anchor '&{}' is defined twice.", name),
         "Give each anchor its own name.", known->second);
}

void Builder::name_anchor(YAML::anchor_t anchor, NodeId id) {
  if (anchor == YAML::NullAnchor) return;
  if (anchors_.size() < anchor) anchors_.resize(anchor);
  Anchor& entry = anchors_[anchor - 1];
  entry.node = id;
  const Kind kind = document_.nodes_[id].kind;
  const bool collection = kind == Kind::mapping || kind == Kind::sequence;
  if (collection) anchored_[id] = anchor - 1;
  if (!collection) entry.past = id + 1;
}

void Builder::close_anchor(NodeId id, std::uint32_t height) {
  if (anchored_.empty()) return;
  const auto found = anchored_.find(id);
  if (found == anchored_.end()) return;
  anchors_[found->second].past = static_cast<NodeId>(document_.nodes_.size());
  anchors_[found->second].height = height;
  anchored_.erase(found);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  feed_->progress();
  const Span alias = span_of(offset(mark), name_end(text_, offset(mark)));
  const bool known = anchor != YAML::NullAnchor && anchor <= anchors_.size();
  if (!known || anchors_[anchor - 1].node == none)
    refuse(alias, "There is no such anchor before this alias.");
  const Anchor from = anchors_[anchor - 1];
  if (from.past == none) {
    refuse(alias, "This alias stands inside what it refers to.", "Write the value out.");
  }
  document_.nodes_[from.node].anchored = true;
  copy(from, alias);
  grow(from.height);
}

void Builder::check_copy(const Anchor& from, Span alias) const {
  if (document_.nodes_.size() + (from.past - from.node) > limits_.nodes) {
    refuse(alias,
           fmt::format("With its aliases written out the file holds more than {} keys and values.",
                       limits_.nodes),
           "Use fewer aliases of aliases.");
  }
  if (open_.size() + from.height > limits_.depth) {
    refuse(alias, fmt::format("With this alias written out, the file is nested more than {} levels deep.",
                              limits_.depth));
  }
}

Node Builder::copied(NodeId id, Span alias) {
  Node node = document_.nodes_[id];
  expanded_ += node.text.size();
  if (expanded_ > limits_.bytes) {
    refuse(alias, fmt::format("Written out, the aliases up to here hold more than {} bytes of text.",
                              limits_.bytes));
  }
  node.begin = node.content = alias.begin;
  node.end = alias.end;
  node.aliased = true;
  node.anchored = false;
  return node;
}

void Builder::copy(const Anchor& from, Span alias) {
  check_copy(from, alias);
  const auto shift = static_cast<NodeId>(document_.nodes_.size()) - from.node;
  const auto moved = [shift](NodeId id) { return id == none ? none : id + shift; };
  Node top = copied(from.node, alias);
  top.is_key = false;
  top.next = none;
  top.first = moved(top.first);
  if (expects_key()) check_key(top);
  check_indentation(top);
  append(std::move(top));
  for (NodeId id = from.node + 1; id < from.past; ++id) {
    Node node = copied(id, alias);
    node.parent = moved(node.parent);
    node.first = moved(node.first);
    node.next = moved(node.next);
    const NodeId key = moved(document_.keys_[id]);
    document_.nodes_.push_back(std::move(node));
    document_.keys_.push_back(key);
  }
}

}  // namespace decide::yaml
