#include "yaml/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "yaml/prescan.h"
#include "yaml/words.h"

namespace decide::yaml {

std::string_view Builder::keep(Document& document, Source source) {
  document.source_ = std::move(source);
  return document.source_.text();
}

Builder::Builder(Parsed& parsed, Source source, const Limits& limits)
    : parsed_(parsed),
      document_(parsed.document),
      limits_(limits),
      text_(keep(document_, std::move(source))),
      bom_(text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0),
      squeezed_(text_.substr(bom_)) {
  // A design file has a node every ten to twenty bytes.
  const std::size_t guess = std::min<std::size_t>(limits.nodes, text_.size() / 8 + 8);
  document_.nodes_.reserve(guess);
  document_.keys_.reserve(guess);
}

std::size_t Builder::offset(const YAML::Mark& mark) const {
  const auto pos = static_cast<std::size_t>(std::max(mark.pos, 0));
  return std::min(squeezed_.offset(pos) + bom_, text_.size());
}

/// The value of a scalar that begins at `content`, as it is in the text.
std::string Builder::whole(const std::string& value, std::size_t content) const {
  const char first = byte_at(text_, content);
  // The header of a block scalar may have a comment.
  const bool is_block = first == '|' || first == '>';
  return squeezed_.expanded(value, (is_block ? line_end(text_, content) : content) - bom_);
}

void Builder::discard() {
  document_.nodes_.clear();
  document_.keys_.clear();
  std::erase_if(parsed_.problems, [](const Problem& p) { return p.what == Problem::What::duplicate_key; });
}

void Builder::add_empty_root(std::size_t at) {
  Node node;
  node.style = Style::absent;
  node.begin = node.content = node.end = static_cast<std::uint32_t>(at);
  append(std::move(node));
}

std::int64_t Builder::column(std::size_t at) const {
  return static_cast<std::int64_t>(at - std::max(line_begin(text_, at), bom_));
}

bool Builder::expects_key() const {
  return !open_.empty() && document_.nodes_[open_.back().id].kind == Kind::mapping &&
         !open_.back().value_next;
}

NodeId Builder::append(Node&& node) {
  if (document_.nodes_.size() >= limits_.nodes) {
    refuse(character(text_, node.begin),
           fmt::format("The file holds more than {} keys and values.", limits_.nodes),
           "Split the design, or keep data out of it.");
  }
  const auto id = static_cast<NodeId>(document_.nodes_.size());
  document_.nodes_.push_back(std::move(node));
  document_.keys_.push_back(none);
  if (!open_.empty()) link(id);
  return id;
}

void Builder::link(NodeId id) {
  Frame& frame = open_.back();
  Node& node = document_.nodes_[id];
  Node& parent = document_.nodes_[frame.id];
  node.parent = frame.id;
  (frame.last == none ? parent.first : document_.nodes_[frame.last].next) = id;
  if (parent.kind == Kind::mapping) {
    node.is_key = !frame.value_next;
    if (frame.value_next) document_.keys_[id] = frame.last;
    frame.value_next = !frame.value_next;
  }
  if (parent.kind == Kind::sequence || node.is_key) ++parent.count;
  frame.last = id;
}

void Builder::grow(std::uint32_t height) {
  if (open_.empty()) return;
  open_.back().height = std::max(open_.back().height, height + 1);
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  feed_->progress();
  start_ = offset(mark);
}

Properties Builder::properties_of(std::size_t at, const std::string& tag, YAML::anchor_t anchor) const {
  const Properties found = properties(text_, at, anchor != YAML::NullAnchor, tag != "?");
  const char after = byte_at(text_, found.end);
  const bool glued = found.end > at && !is_space(after) && std::string_view(",]}").find(after) == npos;
  if (glued) refuse(character(text_, found.end), "A space is missing here, after the tag or anchor.");
  return found;
}

/// Text on a later line belongs to a block collection's value only if it is indented deeper than its keys.
bool Builder::belongs_here(std::size_t content) const {
  if (content >= text_.size()) return false;
  return open_.empty() || open_.back().flow || column(content) > open_.back().column;
}

/// A tag that the text ends with: yaml-cpp drops it. Empty if there is none.
std::string Builder::last_tag(std::size_t at, bool anchored) const {
  const Properties found = properties(text_, at, anchored, true);
  const std::string_view tag = text_.substr(found.tag.begin, found.tag.end - found.tag.begin);
  if (tag.empty() || found.content < text_.size() || !open_.empty()) return {};
  return tag.starts_with("!!") ? std::string(core_prefix).append(tag.substr(2)) : std::string(tag);
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  feed_->progress();
  const std::string tag = last_tag(offset(mark), anchor != YAML::NullAnchor);
  if (!tag.empty()) {
    OnScalar(mark, tag, anchor, {});
    return;
  }
  const Properties found = properties(text_, offset(mark), anchor != YAML::NullAnchor, false);
  Node node;
  node.begin = static_cast<std::uint32_t>(offset(mark));
  node.content = static_cast<std::uint32_t>(found.content);
  const std::size_t end = null_end(text_, found.content);
  if (end != npos && (expects_key() || belongs_here(found.content))) {
    node.end = static_cast<std::uint32_t>(end);
    node.text = text_.substr(found.content, end - found.content);
  } else {
    place_absent(node, found);
  }
  name_anchor(anchor, append(std::move(node)));
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  feed_->progress();
  const std::size_t begin = offset(mark);
  const Properties found = properties_of(begin, tag, anchor);
  Node node;
  node.kind = Kind::scalar;
  node.begin = static_cast<std::uint32_t>(begin);
  node.content = static_cast<std::uint32_t>(found.content);
  node.text = whole(value, found.content);
  const char first = byte_at(text_, found.content);
  const bool written = first == '"' || first == '\'' || first == '|' || first == '>';
  if (value.empty() && !(written && (expects_key() || belongs_here(found.content)))) {
    place_absent(node, found);
  } else {
    measure(node);
    check_indentation(node);
  }
  apply_tag(node, tag, text_, found.tag);
  if (expects_key()) check_key(node);
  name_anchor(anchor, append(std::move(node)));
}

void Builder::start(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) {
  feed_->progress();
  const std::size_t begin = offset(mark);
  const Properties found = properties_of(begin, tag, anchor);
  Node node;
  node.kind = kind;
  node.style = style == YAML::EmitterStyle::Block ? Style::block : Style::flow;
  node.begin = static_cast<std::uint32_t>(begin);
  node.content = node.end = static_cast<std::uint32_t>(found.content);
  apply_tag(node, tag, text_, found.tag);
  if (expects_key()) check_key(node);
  check_indentation(node);
  if (open_.size() >= limits_.depth) refuse_depth(found.content);
  Frame frame;
  frame.flow = node.style == Style::flow;
  frame.bracketed = frame.flow && byte_at(text_, found.content) == (kind == Kind::mapping ? '{' : '[');
  if (!frame.flow) frame.column = column(found.content);
  frame.id = append(std::move(node));
  name_anchor(anchor, frame.id);
  open_.push_back(frame);
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value style) {
  start(Kind::sequence, mark, tag, anchor, style);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) {
  start(Kind::mapping, mark, tag, anchor, style);
}

void Builder::OnSequenceEnd() {
  finish();
}

void Builder::OnMapEnd() {
  report_duplicates(open_.back().id);
  finish();
}

void Builder::finish() {
  feed_->progress();
  const Frame frame = open_.back();
  document_.nodes_[frame.id].end = static_cast<std::uint32_t>(end_of(frame));
  open_.pop_back();
  close_anchor(frame.id, frame.height);
  grow(frame.height);
}

/// In a small mapping every two keys are compared, which is less than to sort them.
bool Builder::may_have_equal_keys() const {
  constexpr std::size_t small = 12;
  if (keys_.size() > small) return true;
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    const std::string& text = document_.nodes_[keys_[i]].text;
    for (std::size_t j = 0; j < i; ++j) {
      if (document_.nodes_[keys_[j]].text == text) return true;
    }
  }
  return false;
}

void Builder::report_duplicates(NodeId mapping) {
  const std::vector<Node>& nodes = document_.nodes_;
  keys_.clear();
  for (NodeId key = nodes[mapping].first; key != none; key = nodes[nodes[key].next].next)
    keys_.push_back(key);
  if (!may_have_equal_keys()) return;
  const auto less = [&nodes](NodeId a, NodeId b) {
    const int order = nodes[a].text.compare(nodes[b].text);
    return order != 0 ? order < 0 : a < b;
  };
  std::sort(keys_.begin(), keys_.end(), less);
  std::size_t first = 0;
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    const Node& a = nodes[keys_[first]];
    const Node& b = nodes[keys_[i]];
    if (a.text != b.text) {
      first = i;
      continue;
    }
    parsed_.problems.push_back({Problem::What::duplicate_key,
                                {b.content, b.end},
                                fmt::format("The key '{}' is already in this mapping.", shown(b.text)),
                                "Keep one of the two.",
                                {a.content, a.end},
                                keys_[i]});
  }
}

}  // namespace decide::yaml
