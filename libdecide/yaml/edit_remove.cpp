// Plan: pairs and items that go.

#include "yaml/edit_plan.h"

namespace decide::yaml::edits {

// A last line without a line end takes the line end before it along, so that the file still has none.
void Plan::remove_lines(std::size_t begin, std::size_t end) {
  const std::string_view ended = line_break(text_, end);
  if (!ended.empty() || begin == 0) return cut(begin, end + ended.size());
  const std::size_t above = line_end(text_, line_start(text_, begin - 1));
  cut(above, end);
}

Status Plan::remove_last(NodeId collection) {
  const bool mapping = document_[collection].kind == Kind::mapping;
  return put(collection, {mapping ? "{}" : "[]", {}});
}

// The first entry of a collection that starts right after a dash: the next one takes its place, or, with
// comments between them, the line is left with the dash alone.
Status Plan::remove_after_dash(NodeId value, std::size_t begin) {
  const std::size_t end = layout_.last_line_end(value);
  const NodeId next = document_[value].next;
  const bool sequence = document_[document_[value].parent].kind == Kind::sequence;
  const std::size_t next_begin = sequence ? layout_.dash(next) : document_[next].begin;
  const std::size_t between = skip_blanks(text_, next_line(text_, end).value_or(end));
  if (between == next_begin) {
    cut(begin, next_begin);
  } else {
    cut(trim_end(text_, line_start(text_, begin), begin), end);
  }
  return Done{};
}

Status Plan::remove_in_flow(NodeId value) {
  const NodeId collection = document_[value].parent;
  if (Status allowed = refuse_multi_line(collection); !allowed) return allowed;
  const Node& node = document_[collection];
  if (node.count == 1) {
    cut(node.content + 1, node.end - 1);
    return Done{};
  }
  const NodeId entry = layout_.entry(value);
  const NodeId next = document_[value].next;
  if (next != none) {
    cut(document_[entry].begin, document_[next].begin);
    return Done{};
  }
  const bool mapping = node.kind == Kind::mapping;
  NodeId before = mapping ? document_[node.first].next : node.first;
  for (NodeId at = document_[before].next; at != entry; at = document_[before].next) {
    before = mapping ? document_[at].next : at;
  }
  cut(layout_.flow_end(before), layout_.flow_end(value));
  return Done{};
}

Status Plan::remove(NodeId value) {
  if (layout_.in_flow(value)) return remove_in_flow(value);
  const NodeId collection = document_[value].parent;
  if (document_[collection].count == 1) return remove_last(collection);
  const NodeId key = document_.key_of(value);
  if (key != none && !layout_.after_colon(key)) return unwritable(value);
  const std::size_t begin = key != none ? document_[key].begin : layout_.dash(value);
  const std::size_t start = line_start(text_, begin);
  if (skip_blanks(text_, start) != begin) return remove_after_dash(value, begin);
  remove_lines(start, layout_.last_line_end(value));
  return Done{};
}

}  // namespace decide::yaml::edits
