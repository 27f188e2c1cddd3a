#include "yaml/edit_fragment.h"

#include "yaml/edit.h"
#include "yaml/edit_text.h"

namespace decide::yaml::edits {
namespace {

bool flow_safe(std::string_view plain) {
  return plain.find_first_of("[]{},") == std::string_view::npos;
}

}  // namespace

std::string join_lines(const std::vector<std::string>& lines, std::string_view newline) {
  std::string joined;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) joined += newline;
    joined += line;
  }
  return joined;
}

std::string_view Fragment::slice(NodeId node) const {
  const Node& at = document()[node];
  return layout_.text().substr(at.begin, at.end - at.begin);
}

bool Fragment::on_one_line(NodeId node) const {
  return !layout_.is_block_scalar(node) && slice(node).find('\n') == std::string_view::npos;
}

// A plain scalar with a comma can only be a string: numbers and flags have none.
std::string Fragment::flow_scalar(NodeId node) const {
  const Node& at = document()[node];
  const bool safe = at.style != Style::plain || flow_safe(slice(node));
  if (on_one_line(node) && safe) return std::string(slice(node));
  return scalar(at.text, true);
}

std::string Fragment::key_text(NodeId key, bool in_flow) const {
  if (in_flow) return flow_scalar(key);
  return on_one_line(key) ? std::string(slice(key)) : scalar(document()[key].text, false);
}

std::string Fragment::flow_pair(NodeId key) const {
  return flow_scalar(key) + ": " + flow(document()[key].next);
}

std::string Fragment::flow(NodeId node) const {
  const Node& at = document()[node];
  if (at.style == Style::absent) return "null";
  if (at.kind == Kind::scalar || at.kind == Kind::null) return flow_scalar(node);
  if (at.style == Style::flow && on_one_line(node)) return std::string(slice(node));
  std::vector<std::string> members;
  for (NodeId child = at.first; child != none;) {
    const bool pair = at.kind == Kind::mapping;
    members.push_back(pair ? flow_pair(child) : flow(child));
    child = pair ? document()[document()[child].next].next : document()[child].next;
  }
  const std::string inside = join_lines(members, ", ");
  return at.kind == Kind::mapping ? "{" + inside + "}" : "[" + inside + "]";
}

std::string Fragment::scalar_header(NodeId node, std::size_t indent) const {
  const std::size_t begin = document()[node].content;
  const std::string_view old = layout_.text().substr(begin, layout_.header_end(node) - begin);
  std::string header(1, old.front());
  if (old.find_first_of("123456789") != std::string_view::npos) header += std::to_string(indent);
  if (!document()[node].text.ends_with('\n')) return header + '-';
  return old.find('+') == std::string_view::npos ? header : header + '+';
}

Rendered Fragment::block_scalar(NodeId node, const Place& place) const {
  const auto begin = next_line(layout_.text(), layout_.header_end(node));
  const std::size_t end = layout_.content_end(node);
  if (!begin || *begin >= end || document()[node].text.empty())
    return {scalar(document()[node].text, false), {}};
  const std::size_t from = layout_.scalar_indent(node).value_or(0);
  const std::string_view content = layout_.text().substr(*begin, end - *begin);
  return {scalar_header(node, place.step), move_lines(content, from, place.column + place.step)};
}

Rendered Fragment::render(NodeId node, const Place& place) const {
  const Node& at = document()[node];
  if (at.style == Style::absent) return {"null", {}};
  if (layout_.is_block_scalar(node)) return block_scalar(node, place);
  if (on_one_line(node)) return {std::string(slice(node)), {}};
  if (at.kind == Kind::scalar) return {scalar(at.text, false), {}};
  const std::size_t from = layout_.parent_column(node).value_or(0);
  std::vector<std::string> rows = move_lines(slice(node), from, place.column);
  rows.front() = std::string(slice(node).substr(0, line_end(slice(node), 0)));
  return {join_lines(rows, place.newline), {}};
}

std::vector<std::string> Fragment::lines(NodeId collection, std::size_t to) const {
  const std::string_view text = layout_.text();
  const Node& node = document()[collection];
  const std::size_t first = node.kind == Kind::mapping ? document()[node.first].begin : node.content;
  std::size_t begin = line_start(text, first);
  const NodeId key = document().key_of(collection);
  if (key != none) begin = next_line(text, document()[key].end).value_or(begin);
  const std::size_t column = layout_.column(collection);
  const std::size_t end = layout_.comments_end(layout_.last_line_end(collection), column);
  return move_lines(text.substr(begin, end - begin), column, to);
}

// What stands above the first key of a file speaks of the file, and stays there.
std::size_t Fragment::comments_above(NodeId key) const {
  const std::string_view text = layout_.text();
  std::size_t begin = line_start(text, document()[key].begin);
  const NodeId mapping = document()[key].parent;
  if (document()[mapping].parent == none && document()[mapping].first == key) return begin;
  while (begin > 0) {
    const std::size_t above = line_start(text, begin - 1);
    const std::size_t indent = indent_of(text, above);
    if (indent != layout_.column(mapping) || text[above + indent] != '#') break;
    begin = above;
  }
  return begin;
}

std::vector<std::string> Fragment::pair_lines(NodeId key, const Place& place) const {
  const NodeId value = document()[key].next;
  if (layout_.in_flow(value)) {
    return {std::string(place.column, ' ') + key_text(key, false) + ": " + render(value, place).head};
  }
  const std::size_t column = layout_.column(document()[key].parent);
  const std::size_t begin = comments_above(key);
  const std::size_t end = layout_.comments_end(layout_.last_line_end(value), column + 1);
  return move_lines(layout_.text().substr(begin, end - begin), column, place.column);
}

}  // namespace decide::yaml::edits
