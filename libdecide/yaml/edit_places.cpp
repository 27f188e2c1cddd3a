// The parts of Layout that look for colons, dashes and comments.

#include <algorithm>

#include "yaml/edit_layout.h"
#include "yaml/edit_text.h"

namespace decide::yaml::edits {
namespace {

// From `at` to the next byte that is no blank, line end or comment.
std::size_t skip_to_content(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    if (at == text.size() || text[at] != '#') return at;
    at = line_end(text, at);
  }
  return at;
}

}  // namespace

std::optional<std::size_t> Layout::after_colon(NodeId key) const {
  const Node& node = document_[key];
  const std::size_t start = line_start(text(), node.begin);
  const std::size_t before = trim_end(text(), start, node.begin);
  if (before > start && before < node.begin && text()[before - 1] == '?') return std::nullopt;
  const std::size_t colon = skip_blanks(text(), node.end);
  if (colon == text().size() || text()[colon] != ':') return std::nullopt;
  return colon + 1;
}

NodeId Layout::previous_item(NodeId item) const {
  NodeId previous = none;
  const Node& sequence = document_[document_[item].parent];
  for (NodeId at = sequence.first; at != item; at = document_[at].next) previous = at;
  return previous;
}

std::size_t Layout::dash(NodeId item) const {
  const NodeId previous = previous_item(item);
  if (previous == none) return document_[document_[item].parent].content;
  return skip_to_content(text(), content_end(previous));
}

std::optional<std::size_t> Layout::root_head() const {
  const std::size_t begin = document_.root().begin;
  const std::size_t start = line_start(text(), begin);
  if (text().substr(start).starts_with("---") && begin >= start + 3) return start + 3;
  return start;
}

std::optional<std::size_t> Layout::head_end(NodeId id) const {
  const Node& node = document_[id];
  if (node.parent == none) return root_head();
  if (document_[node.parent].kind == Kind::mapping) return after_colon(document_.key_of(id));
  return dash(id) + 1;
}

NodeId Layout::entry(NodeId value) const {
  const NodeId key = document_.key_of(value);
  return key == none ? value : key;
}

std::size_t Layout::flow_end(NodeId value) const {
  return std::max(document_[value].end, document_[entry(value)].end);
}

std::size_t Layout::comments_end(std::size_t end, std::size_t column) const {
  std::size_t result = end;
  for (auto line = next_line(text(), end); line; line = next_line(text(), *line)) {
    const std::size_t indent = indent_of(text(), *line);
    const std::size_t stop = line_end(text(), *line);
    const bool blank = skip_blanks(text(), *line) >= stop;
    if (!blank && (text()[*line + indent] != '#' || indent < column)) break;
    if (!blank) result = stop;
  }
  return result;
}

}  // namespace decide::yaml::edits
