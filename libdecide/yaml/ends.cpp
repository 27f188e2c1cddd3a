#include <fmt/format.h>

#include <algorithm>

#include "yaml/builder.h"
#include "yaml/words.h"

// Where nodes begin and end in the text: yaml-cpp tells only where a token was seen.
namespace decide::yaml {
namespace {

Style style_of(char first, bool flow) {
  if (first == '"') return Style::double_quoted;
  if (first == '\'') return Style::single_quoted;
  if (!flow && first == '|') return Style::literal;
  if (!flow && first == '>') return Style::folded;
  return Style::plain;
}

std::size_t scalar_end(std::string_view text, const Node& node) {
  switch (node.style) {
    case Style::double_quoted:
    case Style::single_quoted:
      return quoted_end(text, node.content);
    case Style::literal:
    case Style::folded:
      return block_scalar_end(text, node.content, node.text);
    default:
      return spelled_end(text, node.content, node.text);
  }
}

bool is_quoted(Style style) {
  return style == Style::single_quoted || style == Style::double_quoted;
}

}  // namespace

void Builder::measure(Node& node) const {
  const char first = byte_at(text_, node.content);
  node.style = style_of(first, in_flow());
  const std::size_t end = scalar_end(text_, node);
  if (end == npos && is_quoted(node.style)) {
    refuse(character(text_, node.content), "This quote is never closed.",
           fmt::format("Write {} where the text ends.", first));
  }
  if (end == npos)
    refuse(character(text_, node.content), "This text cannot be read.", "Put it in double quotes.");
  node.end = static_cast<std::uint32_t>(end);
  if (node.style == Style::literal || node.style == Style::folded) check_header(node.content);
  repair(node);
}

/// yaml-cpp does not ask for a space before the comment of a block scalar's first line.
void Builder::check_header(std::size_t at) const {
  const std::size_t stop = std::min(text_.find_first_of("# \t\r\n", at), text_.size());
  if (byte_at(text_, stop) == '#') refuse(character(text_, stop), "A space is missing before this comment.");
}

/// yaml-cpp takes `\'` for a quote, which YAML does not know.
void Builder::check_escapes(const Node& node) const {
  const std::string_view upto = text_.substr(0, node.end);
  for (std::size_t at = upto.find('\\', node.content); at != npos; at = upto.find('\\', at + 2)) {
    if (byte_at(upto, at + 1) == '\'') throw Refused{bad_escape(upto, span_of(at, at + 2))};
  }
}

void Builder::repair(Node& node) const {
  const std::string_view written = text_.substr(node.content, node.end - node.content);
  if (node.style == Style::double_quoted) {
    check_escapes(node);
    repair_escapes(node.text, written);
  }
  if (node.style == Style::folded && written.substr(0, 3).find('+') != npos)
    repair_kept_breaks(node.text, text_, node.end);
}

/// yaml-cpp also takes a value on a later line that is not indented deeper than its key or dash; only a block
/// list under its key may stand so.
void Builder::check_indentation(const Node& node) const {
  if (open_.empty() || expects_key()) return;
  const bool head_fits = node.begin == node.content || belongs_here(node.begin);
  if (head_fits && belongs_here(node.content)) return;
  const bool under_key = open_.back().value_next && node.kind == Kind::sequence && node.style == Style::block;
  if (under_key && head_fits && column(node.content) == open_.back().column) return;
  const Span line = line_content(text_, node.content);
  if (open_.back().value_next && find_colon(text_, line) == npos) throw Refused{missing_colon(text_, line)};
  refuse(line, "This line is not indented deeper than the key or dash that it belongs to.",
         "Indent it, or give it a key of its own.");
}

void Builder::place_absent(Node& node, const Properties& found) const {
  node.style = Style::absent;
  const bool has_properties = found.end > node.begin;
  if (expects_key()) refuse_empty_key(node.begin);
  const std::size_t at = absent_at();
  if (!has_properties) node.begin = static_cast<std::uint32_t>(at);
  node.content = node.end = static_cast<std::uint32_t>(has_properties ? found.end : at);
  if (!has_properties && in_flow() && !open_.back().value_next) refuse_empty_entry(found.content);
}

void Builder::refuse_empty_entry(std::size_t at) const {
  const std::size_t bracket = document_.nodes_[open_.back().id].content;
  refuse(character(text_, at), "An entry of this list is empty.",
         "Remove the extra comma, or write the entry that is missing.", span_of(bracket, bracket + 1));
}

std::size_t Builder::absent_at() const {
  if (open_.empty()) return is_marker(text_, start_, "---") ? start_ + 3 : start_;
  if (open_.back().value_next) return after_colon();
  return in_flow() ? document_.nodes_[open_.back().id].content : after_dash();
}

std::size_t Builder::after_colon() const {
  const Node& key = document_.nodes_[open_.back().last];
  const std::size_t at = skip_gap(text_, key.end);
  if (byte_at(text_, at) == ':') return at + 1;
  if (!in_flow()) refuse_missing_colon();
  return key.end;
}

std::size_t Builder::after_dash() const {
  const Frame& frame = open_.back();
  if (frame.last == none) return document_.nodes_[frame.id].content + 1;
  return skip_gap(text_, document_.nodes_[frame.last].end) + 1;
}

void Builder::refuse_missing_colon() const {
  const Node& key = document_.nodes_[open_.back().last];
  throw Refused{missing_colon(text_, {key.content, key.end})};
}

void Builder::refuse_empty_key(std::size_t at) const {
  const Span here = character(text_, at);
  const char c = byte_at(text_, at);
  if (c == ',') refuse(here, "A comma stands here with nothing before it.", "Remove it.");
  if (c == ':')
    refuse(here, "A key is missing before this colon.", "In a mapping every line is 'key: value'.");
  if (!in_flow()) refuse(here, "A '?' stands before this without a key.", "Write 'key: value'.");
  // yaml-cpp takes a key that is too long, or goes over a line, for a value without a key.
  if (line_end(text_, at) - at > longest_key) throw Refused{long_key(here)};
  refuse(here, "This is not a key with a value.", "Write 'key: value', the key and its colon on one line.");
}

/// At the end of the text yaml-cpp also takes a bracket that was never closed for a key.
void Builder::refuse_collection_key(const Node& node, Span span) const {
  const char open = byte_at(text_, node.content);
  std::size_t deepest = open_.size() - 1;
  const bool unclosed = node.style == Style::flow && !node.aliased && (open == '[' || open == '{') &&
                        bracket_end(text_, node.content, deepest) == npos;
  if (deepest > limits_.depth) refuse_depth(node.content);
  if (unclosed) throw Refused{open_bracket(text_, node.content)};
  refuse(span, "A key must be a single word or text; this one is a list or a mapping.",
         "If it is text, put it in quotes.");
}

void Builder::refuse_depth(std::size_t at) const {
  refuse(character(text_, at), fmt::format("This is nested more than {} levels deep.", limits_.depth));
}

void Builder::check_key(const Node& node) const {
  const Span span = node.kind == Kind::scalar ? Span{node.content, node.end} : character(text_, node.content);
  if (node.kind == Kind::mapping || node.kind == Kind::sequence) refuse_collection_key(node, span);
  if (node.text == "<<" && node.style == Style::plain) {
    refuse(span, "The merge key '<<' is not supported.",
           "Write the keys out, or use an alias for a whole value.");
  }
  // yaml-cpp counts the bytes of the squeezed text.
  if (node.end - node.begin <= longest_key) return;
  const std::string_view after = text_.substr(std::min<std::size_t>(node.end, text_.size()));
  const std::size_t colon = after.find_first_not_of(" \t");
  if (colon != npos && after[colon] == ':') throw Refused{long_key(span)};
}

std::size_t Builder::end_of(const Frame& frame) const {
  const Node& node = document_.nodes_[frame.id];
  const std::size_t last = frame.last == none ? node.content : document_.nodes_[frame.last].end;
  if (!frame.bracketed) return last;
  std::size_t at = skip_gap(text_, frame.last == none ? last + 1 : last);
  if (byte_at(text_, at) == ',') at = skip_gap(text_, at + 1);
  const char close = node.kind == Kind::mapping ? '}' : ']';
  if (byte_at(text_, at) != close) {
    refuse(character(text_, at), fmt::format("A comma or '{}' is expected here.", close), {},
           span_of(node.content, node.content + 1));
  }
  return at + 1;
}

}  // namespace decide::yaml
