// Plan: new pairs and items.

#include "yaml/edit_plan.h"

namespace decide::yaml::edits {
namespace {

// What separates the members of a flow collection: as between the first two.
std::string_view separator(std::string_view text, std::size_t first_end) {
  const std::size_t comma = skip_blanks(text, first_end);
  const bool tight = text.substr(comma).starts_with(",") && skip_blanks(text, comma + 1) == comma + 1;
  return tight ? "," : ", ";
}

std::string joined(const std::vector<std::string>& members, std::string_view between) {
  std::string text;
  for (const std::string& member : members)
    text.append(&member == &members.front() ? "" : between).append(member);
  return text;
}

}  // namespace

std::vector<std::string> Plan::pairs_as_lines(const Fragment& fragment, std::span<const NodeId> keys,
                                              std::size_t column) const {
  std::vector<std::string> lines;
  for (const NodeId key : keys) {
    for (std::string& line : fragment.pair_lines(key, place(column, 0))) lines.push_back(std::move(line));
  }
  return lines;
}

Status Plan::add(NodeId mapping, const Fragment& fragment, std::span<const NodeId> keys) {
  if (layout_.is_block(mapping)) {
    if (!layout_.after_colon(document_[mapping].first)) return unwritable(mapping);
    const std::size_t at = layout_.last_line_end(mapping);
    const std::string_view newline_here = newline(at);
    const auto lines = pairs_as_lines(fragment, keys, layout_.column(mapping));
    cut(at, at, std::string(newline_here) + join_lines(lines, newline_here));
    return Done{};
  }
  const Node& node = document_[mapping];
  if (node.count == 0 && !layout_.in_flow(mapping) && !layout_.is_multi_line(mapping)) {
    const std::size_t column = layout_.child_column(mapping, Kind::mapping, habits_);
    return put_lines(mapping, pairs_as_lines(fragment, keys, column));
  }
  std::vector<std::string> members;
  for (const NodeId key : keys) members.push_back(fragment.flow_pair(key));
  if (node.kind != Kind::null) return add_in_flow(mapping, members);
  replace_in_flow(mapping, "{" + joined(members, ", ") + "}");
  return Done{};
}

Status Plan::add_in_flow(NodeId collection, const std::vector<std::string>& members) {
  if (Status allowed = refuse_multi_line(collection); !allowed) return allowed;
  const Node& node = document_[collection];
  if (node.count == 0) {
    cut(node.content + 1, node.end - 1, joined(members, ", "));
    return Done{};
  }
  const bool mapping = node.kind == Kind::mapping;
  NodeId last = mapping ? document_[node.first].next : node.first;
  const std::string_view between = separator(text_, layout_.flow_end(last));
  for (NodeId next = document_[last].next; next != none; next = document_[last].next) {
    last = mapping ? document_[next].next : next;
  }
  const std::size_t end = layout_.flow_end(last);
  const std::size_t comma = skip_blanks(text_, end);
  const std::string text = joined(members, between);
  if (text_.substr(comma).starts_with(",")) {
    cut(comma + 1, comma + 1, std::string(between.substr(1)) + text + ",");
  } else {
    cut(end, end, std::string(between) + text);
  }
  return Done{};
}

Status Plan::append(NodeId sequence, const Fragment& fragment, NodeId node) {
  if (!layout_.is_block(sequence)) return add_in_flow(sequence, {fragment.flow(node)});
  NodeId last = document_[sequence].first;
  while (document_[last].next != none) last = document_[last].next;
  const std::size_t dash = layout_.column(sequence);
  const std::size_t column = layout_.child_column(last, Kind::mapping, habits_);
  const std::size_t at = layout_.last_line_end(sequence);
  const std::string_view newline_here = newline(at);
  std::vector<std::string> lines;
  if (fragment.is_block(node)) {
    lines = fragment.lines(node, column);
    lines.front().erase(0, column);
  } else {
    Rendered rendered = fragment.render(node, place(dash, at));
    lines = std::move(rendered.rows);
    lines.insert(lines.begin(), std::move(rendered.head));
  }
  const std::string lead = std::string(dash, ' ') + "-" + std::string(column - dash - 1, ' ');
  cut(at, at, std::string(newline_here) + lead + join_lines(lines, newline_here));
  return Done{};
}

}  // namespace decide::yaml::edits
