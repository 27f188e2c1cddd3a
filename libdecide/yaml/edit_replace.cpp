// Plan: a value in the place of another.

#include <algorithm>

#include "yaml/edit_plan.h"

namespace decide::yaml::edits {

std::size_t Plan::properties_end(NodeId value) const {
  const Node& node = document_[value];
  return trim_end(text_, node.begin, std::min<std::size_t>(node.content, line_end(text_, node.begin)));
}

Plan::Slot Plan::block_slot(NodeId value, std::size_t head) const {
  const Node& node = document_[value];
  const std::size_t last = layout_.last_line_end(value);
  const bool root = node.parent == none;
  if (root || !has_newline(text_, head, node.content)) return {head, node.begin, last, last, last, root};
  const std::size_t head_line = line_end(text_, head);
  if (node.begin > head_line) return {head, head, head, head_line, last, false};
  return {head, node.begin, properties_end(value), head_line, last, false};
}

Plan::Slot Plan::scalar_slot(NodeId value, std::size_t head) const {
  const Node& node = document_[value];
  const bool root = node.parent == none;
  const bool own_line = has_newline(text_, head, node.begin) || (root && head == line_start(text_, head));
  if (!layout_.is_block_scalar(value)) {
    const std::size_t rest = line_end(text_, node.end);
    return {head, node.begin, node.end, rest, rest, own_line};
  }
  const std::size_t header = layout_.header_end(value);
  const std::size_t rest = line_end(text_, header);
  return {head, node.begin, header, rest, std::max(rest, layout_.content_end(value)), own_line};
}

Result<Plan::Slot> Plan::slot(NodeId value) const {
  const std::optional<std::size_t> head = layout_.head_end(value);
  if (!head) return unwritable(value).error();
  if (document_[value].style == Style::absent) {
    const std::size_t rest = line_end(text_, *head);
    return Slot{*head, *head, *head, rest, rest, false};
  }
  return layout_.is_block(value) ? block_slot(value, *head) : scalar_slot(value, *head);
}

void Plan::put_rendered(const Slot& at, const Rendered& rendered) {
  if (at.begin == at.end) {
    cut(at.head, at.head, " " + rendered.head);
  } else {
    cut(at.begin, at.end, rendered.head);
  }
  const std::string_view newline_here = newline(at.rest);
  std::string rest;
  for (const std::string& row : rendered.rows) rest.append(newline_here).append(row);
  if (at.rest < at.rest_end || !rest.empty()) cut(at.rest, at.rest_end, std::move(rest));
}

Status Plan::put(NodeId value, const Rendered& rendered) {
  const Result<Slot> at = slot(value);
  if (!at) return at.error();
  put_rendered(*at, rendered);
  return Done{};
}

// The key's line keeps its comment: only what stands between the colon and the comment goes.
void Plan::put_below(const Slot& at, const std::vector<std::string>& lines) {
  const std::size_t after = skip_blanks(text_, at.end);
  const bool bare = after >= line_end(text_, at.end);
  const std::size_t end = bare ? line_end(text_, at.end) : at.end;
  if (at.head < end) cut(at.head, end);
  const std::string_view newline_here = newline(at.rest);
  cut(at.rest, at.rest_end, std::string(newline_here) + join_lines(lines, newline_here));
}

// Lines of a block collection that stand at their column already.
Status Plan::put_lines(NodeId value, std::vector<std::string> lines) {
  const Node& node = document_[value];
  if (node.parent == none && node.style == Style::absent) {
    put_in_empty(lines);
    return Done{};
  }
  const Result<Slot> at = slot(value);
  if (!at) return at.error();
  if (at->own_line && at->begin < at->end) {
    cut(line_start(text_, at->begin), at->end, join_lines(lines, newline(at->begin)));
    if (at->rest < at->rest_end) cut(at->rest, at->rest_end);
    return Done{};
  }
  const bool below_dash = node.parent != none && document_[node.parent].kind == Kind::sequence;
  if (!below_dash) {
    put_below(*at, lines);
    return Done{};
  }
  Rendered rendered{
      lines.front().substr(std::min(lines.front().find_first_not_of(' '), lines.front().size())),
      {lines.begin() + 1, lines.end()}};
  put_rendered(*at, rendered);
  return Done{};
}

void Plan::put_in_empty(const std::vector<std::string>& lines) {
  const std::string_view newline_here = newline(0);
  std::string text = join_lines(lines, newline_here);
  std::size_t at = text_.size();
  for (std::size_t start = 0; start < text_.size(); start = next_line(text_, start).value_or(text_.size())) {
    if (text_.substr(start).starts_with("...")) at = std::min(at, start);
  }
  const bool starts_line = at == line_start(text_, at);
  cut(at, at, starts_line ? text.append(newline_here) : text.insert(0, newline_here));
}

void Plan::replace_in_flow(NodeId value, const std::string& text) {
  const Node& node = document_[value];
  if (node.style != Style::absent) return cut(node.begin, node.end, text);
  const NodeId key = document_.key_of(value);
  const std::optional<std::size_t> colon = layout_.after_colon(key);
  if (colon) return cut(*colon, *colon, " " + text);
  cut(document_[key].end, document_[key].end, ": " + text);
}

Status Plan::replace(NodeId value, const Fragment& fragment, NodeId node) {
  if (layout_.in_flow(value)) {
    replace_in_flow(value, fragment.flow(node));
    return Done{};
  }
  if (fragment.is_block(node)) {
    const std::size_t column = layout_.child_column(value, fragment.document()[node].kind, habits_);
    return put_lines(value, fragment.lines(node, column));
  }
  const std::size_t parent = layout_.parent_column(value).value_or(0);
  return put(value, fragment.render(node, place(parent, document_[value].begin)));
}

}  // namespace decide::yaml::edits
