#include "yaml/edit_layout.h"

#include <algorithm>
#include <array>

#include "yaml/edit_text.h"

namespace decide::yaml::edits {
namespace {

using Histogram = std::array<std::size_t, 17>;

void count(Histogram& histogram, std::size_t from, std::size_t to) {
  if (to >= from && to - from < histogram.size()) ++histogram[to - from];
}

std::optional<std::size_t> most_frequent(const Histogram& histogram) {
  const auto best = std::max_element(histogram.begin(), histogram.end());
  if (*best == 0) return std::nullopt;
  return static_cast<std::size_t>(best - histogram.begin());
}

bool is_document_mark(std::string_view text, std::size_t start) {
  const std::string_view mark = text.substr(start, 3);
  if (mark != "---" && mark != "...") return false;
  return start + 3 == text.size() ||
         std::string_view(" \t\r\n").find(text[start + 3]) != std::string_view::npos;
}

}  // namespace

Layout::Layout(const Document& document) : document_(document) {}

Habits Layout::habits() const {
  Histogram mappings{};
  Histogram sequences{};
  for (NodeId id = 1; id < document_.nodes().size(); ++id) {
    const Node& node = document_[id];
    if (!is_block(id) || !is_block(node.parent) || document_[node.parent].kind != Kind::mapping) continue;
    count(node.kind == Kind::mapping ? mappings : sequences, column(node.parent), column(id));
  }
  mappings[0] = 0;
  const std::size_t step = most_frequent(mappings).value_or(2);
  return {step, most_frequent(sequences).value_or(step)};
}

bool Layout::is_block(NodeId id) const {
  const Node& node = document_[id];
  return node.style == Style::block && node.count > 0 && !node.aliased;
}

bool Layout::is_block_scalar(NodeId id) const {
  const Node& node = document_[id];
  return (node.style == Style::literal || node.style == Style::folded) && !node.aliased;
}

bool Layout::in_flow(NodeId id) const {
  const NodeId parent = document_[id].parent;
  return parent != none && document_[parent].style == Style::flow;
}

bool Layout::is_multi_line(NodeId id) const {
  const Node& node = document_[id];
  return node.style == Style::flow && has_newline(text(), node.content, node.end);
}

std::size_t Layout::column(NodeId collection) const {
  const Node& node = document_[collection];
  const std::size_t at = node.kind == Kind::mapping ? document_[node.first].begin : node.content;
  return edits::column(text(), at);
}

std::optional<std::size_t> Layout::parent_column(NodeId id) const {
  NodeId parent = document_[id].parent;
  while (parent != none && !is_block(parent)) parent = document_[parent].parent;
  if (parent == none) return std::nullopt;
  return column(parent);
}

std::size_t Layout::child_column(NodeId id, Kind kind, const Habits& habits) const {
  const std::optional<std::size_t> parent = parent_column(id);
  if (!parent) return 0;
  const bool below_dash = document_[document_[id].parent].kind == Kind::sequence;
  if (!below_dash) return *parent + (kind == Kind::sequence ? habits.sequence_offset : habits.step);
  const std::size_t begin = document_[id].begin;
  const bool absent = document_[id].style == Style::absent;
  return absent || has_newline(text(), dash(id), begin) ? *parent + 2 : edits::column(text(), begin);
}

NodeId Layout::last_value(NodeId collection) const {
  NodeId last = none;
  for (NodeId child = document_[collection].first; child != none; child = document_[child].next) last = child;
  return last;
}

std::size_t Layout::content_end(NodeId id) const {
  if (is_block(id)) return content_end(last_value(id));
  return is_block_scalar(id) ? block_scalar_end(id) : document_[id].end;
}

std::size_t Layout::last_line_end(NodeId id) const {
  return line_end(text(), content_end(id));
}

std::size_t Layout::header_end(NodeId id) const {
  const std::size_t begin = document_[id].content + 1;
  return std::min(text().find_first_not_of("+-0123456789", begin), text().size());
}

std::size_t Layout::explicit_indent(NodeId id) const {
  for (std::size_t at = document_[id].content; at < header_end(id); ++at) {
    if (text()[at] >= '1' && text()[at] <= '9') return static_cast<std::size_t>(text()[at] - '0');
  }
  return 0;
}

std::optional<std::size_t> Layout::scalar_indent(NodeId id) const {
  const std::size_t given = explicit_indent(id);
  if (given > 0) return parent_column(id).value_or(0) + given;
  const std::size_t least = document_[id].parent == none ? 0 : parent_column(id).value_or(0) + 1;
  for (auto line = next_line(text(), document_[id].content); line; line = next_line(text(), *line)) {
    const std::size_t indent = indent_of(text(), *line);
    if (*line + indent == line_end(text(), *line)) continue;
    if (indent < least || (indent == 0 && is_document_mark(text(), *line))) return std::nullopt;
    return indent;
  }
  return std::nullopt;
}

// Blank lines at the end are part of the value if the header says so, or if they hold blanks of the text.
std::size_t Layout::block_scalar_end(NodeId id) const {
  const std::size_t header = header_end(id);
  const bool keeps = text().substr(document_[id].content, header - document_[id].content).find('+') !=
                     std::string_view::npos;
  const std::optional<std::size_t> wanted = scalar_indent(id);
  if (!wanted && !keeps) return header;
  std::size_t end = header;
  for (auto line = next_line(text(), header); line; line = next_line(text(), *line)) {
    const std::size_t indent = indent_of(text(), *line);
    const std::size_t stop = line_end(text(), *line);
    const bool blank = *line + indent == stop;
    if (!blank && (!wanted || indent < *wanted || is_document_mark(text(), *line))) break;
    if (!blank || keeps || indent > *wanted) end = stop;
  }
  return end;
}

}  // namespace decide::yaml::edits
