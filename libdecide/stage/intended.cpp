#include "stage/intended.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace decide::stage {
namespace {

using yaml::Document;
using yaml::Kind;
using yaml::Node;
using yaml::NodeId;

class Comparison {
 public:
  Comparison(const Document& before, const Document& after, std::vector<diag::Edit> edits)
      : before_(before), after_(after), edits_(std::move(edits)) {
    std::sort(edits_.begin(), edits_.end(),
              [](const diag::Edit& a, const diag::Edit& b) { return a.span.begin < b.span.begin; });
  }

  bool kept(NodeId old, NodeId now) const {
    const Node& was = before_[old];
    if (is_touched(was) && was.kind == Kind::mapping && after_[now].kind == Kind::mapping)
      return keeps_pairs(old, now);
    if (is_touched(was)) return is_within_reason(was, after_[now]);
    return same(old, now);
  }

 private:
  /// The first edit that ends at or after an offset; edits do not overlap.
  std::vector<diag::Edit>::const_iterator first_from(std::size_t offset) const {
    return std::lower_bound(edits_.begin(), edits_.end(), offset,
                            [](const diag::Edit& edit, std::size_t at) { return edit.span.end < at; });
  }

  bool is_touched(const Node& node) const {
    const auto edit = first_from(node.begin);
    return (edit != edits_.end() && edit->span.begin <= node.end) || is_continued(node);
  }

  /// True if something is put in where a mapping or a list goes on: they end with their last value, and the
  /// line behind it, after a comment perhaps, may still be theirs.
  bool is_continued(const Node& node) const {
    if (node.kind != Kind::mapping && node.kind != Kind::sequence) return false;
    const auto edit = first_from(node.end + 1);
    if (edit == edits_.end() || edit->span.begin != edit->span.end) return false;
    return is_blank(before_.source().slice({node.end, edit->span.begin}));
  }

  static bool is_blank(std::string_view between) {
    bool is_comment = false;
    for (const char c : between) {
      if (c == '\n')
        is_comment = false;
      else if (c == '#')
        is_comment = true;
      else if (!is_comment && c != ' ' && c != '\t' && c != '\r')
        return false;
    }
    return true;
  }

  static bool repeats_a_key(const Document& document, NodeId mapping) {
    std::vector<std::string_view> keys;
    for (NodeId key = document[mapping].first; key != yaml::none; key = document[document[key].next].next)
      keys.push_back(document[key].text);
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
  }

  bool is_inside_one(Span span) const {
    const auto edit = first_from(span.end);
    return edit != edits_.end() && edit->span.begin <= span.begin;
  }

  /// A list may get or lose items, a scalar become a list; a mapping that turns into something else has lost
  /// its keys, unless all of it was replaced.
  bool is_within_reason(const Node& was, const Node& now) const {
    return was.kind != Kind::mapping || now.kind == Kind::mapping || is_inside_one({was.content, was.end});
  }

  bool keeps_pairs(NodeId old, NodeId now) const {
    if (repeats_a_key(after_, now) && !repeats_a_key(before_, old)) return false;
    for (NodeId key = before_[old].first; key != yaml::none; key = before_[before_[key].next].next) {
      const NodeId value = before_[key].next;
      const NodeId found = after_.find(now, before_[key].text);
      if (found != yaml::none ? !kept(value, found) : !is_replaced(key, old, now)) return false;
    }
    return true;
  }

  /// A key that is gone: taken out with its value, or it has another name now.
  bool is_replaced(NodeId key, NodeId old, NodeId now) const {
    const Node& value = before_[before_[key].next];
    if (is_inside_one({before_[key].begin, value.end})) return true;
    if (!is_touched(before_[key])) return false;
    for (NodeId other = after_[now].first; other != yaml::none; other = after_[after_[other].next].next) {
      const bool is_new = before_.find(old, after_[other].text) == yaml::none;
      if (is_new && kept(before_[key].next, after_[other].next)) return true;
    }
    return false;
  }

  bool same(NodeId old, NodeId now) const {
    const Node& a = before_[old];
    const Node& b = after_[now];
    if (a.kind != b.kind || a.text != b.text || a.count != b.count || a.tag != b.tag) return false;
    NodeId one = a.first;
    NodeId other = b.first;
    for (; one != yaml::none && other != yaml::none; one = before_[one].next, other = after_[other].next) {
      if (!same(one, other)) return false;
    }
    return one == other;
  }

  const Document& before_;
  const Document& after_;
  std::vector<diag::Edit> edits_;  ///< in the order of the text
};

}  // namespace

bool leaves_the_rest(const Document& before, const Document& after, const std::vector<diag::Edit>& edits) {
  if (before.empty() || after.empty()) return false;
  return Comparison(before, after, edits).kept(0, 0);
}

}  // namespace decide::stage
