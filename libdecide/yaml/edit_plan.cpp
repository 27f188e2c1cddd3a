#include "yaml/edit_plan.h"

#include <fmt/format.h>

namespace decide::yaml::edits {

Plan::Plan(const Document& document, std::optional<Habits> habits)
    : document_(document),
      layout_(document),
      text_(document.source().text()),
      habits_(habits ? *habits : layout_.habits()) {}

Result<std::string> Plan::text() const {
  std::optional<std::string> result = splice(text_, splices_);
  if (!result) return Error{"two of the changes concern the same bytes", "make them one after the other"};
  return std::move(*result);
}

void Plan::cut(std::size_t begin, std::size_t end, std::string text) {
  splices_.push_back({begin, end, std::move(text)});
}

// The line end used at a place; in a last line that has none, that of the file.
std::string_view Plan::newline(std::size_t at) const {
  const std::string_view here = line_break(text_, line_end(text_, at));
  if (!here.empty()) return here;
  const std::string_view first = line_break(text_, line_end(text_, 0));
  return first.empty() ? "\n" : first;
}

Place Plan::place(std::size_t column, std::size_t at) const {
  return {column, habits_.step, newline(at)};
}

Status Plan::unwritable(NodeId value) const {
  const auto line = document_.source().position(document_[value].begin).line;
  return Error{fmt::format("line {}: this key is written with `?` or without a colon", line),
               "write it as `key: value` first"};
}

Status Plan::refuse_multi_line(NodeId collection) const {
  const Node& node = document_[collection];
  const char open = text_[node.content];
  const auto line = document_.source().position(node.content).line;
  if (open != '{' && open != '[') {
    return Error{fmt::format("line {}: a mapping without its own {{}} cannot be changed in part", line),
                 "write it in {} first"};
  }
  if (!layout_.is_multi_line(collection)) return Done{};
  return Error{
      fmt::format("line {}: nothing can be added to or removed from a `{}` that goes on over several lines",
                  line, open),
      "put it on one line, or write it as an indented block"};
}

}  // namespace decide::yaml::edits
