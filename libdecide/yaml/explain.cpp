#include "yaml/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "yaml/words.h"

namespace decide::yaml {

Problem syntax(Span span, std::string message, std::string help, Span other) {
  return {Problem::What::syntax, span, std::move(message), std::move(help), other, none};
}

void refuse(Span span, std::string message, std::string help, Span other) {
  throw Refused{syntax(span, std::move(message), std::move(help), other)};
}

Problem missing_colon(std::string_view text, Span line) {
  line = before_comment(text, line);
  const std::string_view key = text.substr(line.begin, line.end - line.begin);
  const std::size_t glued = key.find(':');
  const bool has_both = glued != npos && glued > 0 && glued + 1 < key.size();
  if (has_both && key[0] != '"' && key[0] != '\'' && !key.substr(glued).starts_with("://")) {
    return syntax(line, fmt::format("'{}' has no space after its colon.", shown(key)),
                  fmt::format("Write '{}: {}'.", shown(key.substr(0, glued)), shown(key.substr(glued + 1))));
  }
  return syntax(line, fmt::format("'{}' has no colon.", shown(key)),
                "In a mapping every line is 'key: value'.");
}

Problem long_key(Span span) {
  return syntax(span, "This key is longer than 1,024 bytes.",
                "Use a short key, and put the text in its value.");
}

Problem bad_escape(std::string_view text, Span span) {
  const std::string_view written = text.substr(span.begin, span.end - span.begin);
  return syntax(span, fmt::format("'{}' is not an escape that YAML knows.", shown(written)),
                "Write \\\\ for a backslash, or use single quotes.");
}

Problem open_bracket(std::string_view text, std::size_t at) {
  const char open = text[at];
  return syntax(span_of(at, at + 1), fmt::format("This '{}' is never closed.", open),
                fmt::format("Add the '{}'.", open == '{' ? '}' : ']'));
}

namespace {

struct Case {
  const Builder& builder;
  std::string_view text;
  std::size_t at;
  Span here;  ///< the character at the place
};

using Explain = Problem (*)(const Case&);

bool starts_line(const Case& c) {
  return skip_blanks(c.text, line_begin(c.text, c.at)) >= c.at;
}
bool has_colon(std::string_view text, Span line) {
  return find_colon(text, line) != npos;
}

/// The last line above that holds more than a comment; an empty span if there is none.
Span line_above(std::string_view text, std::size_t at) {
  for (std::size_t line = line_begin(text, at); line > 0;) {
    line = line_begin(text, line - 1);
    const Span content = line_content(text, line);
    if (content.begin < content.end && text[content.begin] != '#') return content;
  }
  return {};
}

/// Past the dashes that a line begins with.
Span after_dashes(std::string_view text, Span line) {
  while (byte_at(text, line.begin) == '-' && is_blank(byte_at(text, line.begin + 1))) {
    line.begin = static_cast<std::uint32_t>(skip_blanks(text, line.begin + 1));
  }
  return line;
}

std::size_t column_of(std::string_view text, std::size_t at) {
  return at - line_begin(text, at);
}

/// A quoted text that went over lines just before the place: its closing quote may be the real trouble.
std::string long_quote_help(const Case& c, std::string otherwise) {
  if (!c.builder.has_root()) return otherwise;
  const Node& last = c.builder.nodes().back();
  const bool quoted = last.style == Style::double_quoted || last.style == Style::single_quoted;
  const std::string_view written = c.text.substr(last.content, last.end - last.content);
  if (!quoted || written.find('\n') == npos) return otherwise;
  return fmt::format("The quoted text before this begins on line {}: is its closing quote missing?",
                     c.builder.source().position(last.content).line);
}

Problem indented_under_value(Span line) {
  return syntax(line, "This line is indented under a line that already has a value.",
                "Give both lines the same indentation, or remove the value above.");
}

/// A tab among the blanks that the line of the place begins with, or npos.
std::size_t indenting_tab(const Case& c) {
  const Span line = line_content(c.text, c.at);
  const std::size_t tab = c.text.find('\t', line_begin(c.text, c.at));
  return tab < line.begin ? tab : npos;
}

Problem tab_indent_at(std::size_t tab) {
  return syntax(span_of(tab, tab + 1), "A tab stands in the indentation.", "Indent with spaces.");
}

Problem map_value(const Case& c) {
  if (indenting_tab(c) != npos) return tab_indent_at(indenting_tab(c));
  const Span line = after_dashes(c.text, line_content(c.text, c.at));
  const bool second = find_colon(c.text, span_of(line.begin, c.at)) != npos;
  if (second) {
    return syntax(c.here, "A second colon with a space after it stands in this line.",
                  "Put the value in quotes, or write the inner mapping on its own lines.");
  }
  if (c.at - line.begin > longest_key) return long_key(span_of(line.begin, c.at));
  const Span above = after_dashes(c.text, line_above(c.text, c.at));
  if (above.begin < above.end && !has_colon(c.text, above)) return missing_colon(c.text, above);
  const bool deeper = column_of(c.text, line.begin) > column_of(c.text, above.begin);
  if (above.begin < above.end && deeper) return indented_under_value(line);
  return syntax(c.here, "A colon is not expected here.", "If it is part of a text, put the text in quotes.");
}

std::string columns_help(const Case& c) {
  std::string columns;
  for (const Frame& frame : c.builder.open()) {
    if (frame.flow) continue;
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", frame.column + 1);
  }
  return columns.empty() ? "" : fmt::format("The lines above begin in column {}.", columns);
}

bool fits_a_column(const Case& c) {
  const auto column = static_cast<std::int64_t>(column_of(c.text, c.at));
  const auto same = [column](const Frame& frame) { return !frame.flow && frame.column == column; };
  const auto& open = c.builder.open();
  return std::any_of(open.begin(), open.end(), same);
}

Problem block_end(const Case& c) {
  if (indenting_tab(c) != npos) return tab_indent_at(indenting_tab(c));
  const Span line = line_content(c.text, c.at);
  if (!starts_line(c)) {
    return syntax(span_of(c.at, std::max<std::size_t>(line.end, c.here.end)),
                  "Text stands here after the end of the value.",
                  long_quote_help(c, "Put the whole value in quotes, or move the rest to its own line."));
  }
  if (!fits_a_column(c)) {
    return syntax(line, "The indentation of this line fits none of the lines above.", columns_help(c));
  }
  if (byte_at(c.text, c.at) == '-') {
    return syntax(line, "A list item stands here among the keys of a mapping.",
                  "Write the list under a key of its own.");
  }
  if (!has_colon(c.text, line)) return missing_colon(c.text, line);
  return syntax(line, "This line does not continue the list or mapping above.",
                long_quote_help(c, "Check its indentation and the line above."));
}

const Frame* innermost_flow(const Case& c) {
  const auto& open = c.builder.open();
  const auto found =
      std::find_if(open.rbegin(), open.rend(), [](const Frame& frame) { return frame.bracketed; });
  return found == open.rend() ? nullptr : &*found;
}

Problem flow_end_missing(const Case& c) {
  const Frame* frame = innermost_flow(c);
  if (frame == nullptr) return syntax(c.here, "A comma or a closing bracket is expected here.");
  const std::size_t bracket = c.builder.nodes()[frame->id].content;
  const Span opened = span_of(bracket, bracket + 1);
  const char open = c.text[bracket];
  const char close = open == '{' ? '}' : ']';
  if (skip_gap(c.text, c.at) >= c.text.size()) return open_bracket(c.text, bracket);
  return syntax(
      c.here, fmt::format("A comma or '{}' is expected here.", close),
      fmt::format("The '{}' on line {} is still open.", open, c.builder.source().position(opened.begin).line),
      opened);
}

Problem flow_end(const Case& c) {
  const char found = byte_at(c.text, c.at);
  const Frame* frame = innermost_flow(c);
  if (frame == nullptr) {
    return syntax(c.here, fmt::format("This '{}' closes nothing.", found),
                  "Remove it, or put the text in quotes.");
  }
  const std::size_t bracket = c.builder.nodes()[frame->id].content;
  return syntax(c.here,
                fmt::format("This '{}' does not match the '{}' that is open.", found, c.text[bracket]), {},
                span_of(bracket, bracket + 1));
}

Problem block_entry(const Case& c) {
  std::size_t before = c.at;
  while (before > 0 && is_space(c.text[before - 1])) --before;
  const bool in_brackets = before > 0 && std::string_view("[{,").find(c.text[before - 1]) != npos;
  if (in_brackets || innermost_flow(c) != nullptr) {
    return syntax(c.here, "A dash cannot stand here, inside brackets.", "Separate entries with commas.");
  }
  return syntax(c.here, "A list item cannot begin here.", "Begin each '- ' on a line of its own.");
}

Problem unknown_token(const Case& c) {
  const std::string_view found = c.text.substr(c.here.begin, c.here.end - c.here.begin);
  return syntax(c.here, fmt::format("A value cannot begin with '{}'.", shown(found)),
                "Put the value in quotes.");
}

Problem open_quote(const Case& c) {
  const std::size_t from = c.builder.has_root() ? c.builder.nodes().back().end : c.builder.bom();
  std::size_t quote = unclosed_quote(c.text, from);
  if (quote == npos) quote = unclosed_quote(c.text, c.builder.bom());
  if (quote == npos)
    return syntax(c.here, "A quoted text is not closed before this line.", "Add the closing quote.");
  return syntax(span_of(quote, quote + 1), "This quote is never closed.",
                fmt::format("Write {} where the text ends.", c.text[quote]));
}

/// The escape that ends at the place, backslash included.
Span escape_before(const Case& c) {
  const std::size_t slash = c.at == 0 ? npos : c.text.rfind('\\', c.at - 1);
  return slash == npos || c.at - slash > 10 ? c.here : span_of(slash, c.at);
}

Problem unknown_escape(const Case& c) {
  return bad_escape(c.text, escape_before(c));
}

Problem bad_code(const Case& c) {
  return syntax(escape_before(c), "This escape is not the number of a character.",
                "Write \\x with two, \\u with four or \\U with eight hexadecimal digits.");
}

Problem bad_alias(const Case& c) {
  return syntax(c.here, "A name is expected after '*'.", "If this is text, put it in quotes.");
}

Problem bad_anchor(const Case& c) {
  return syntax(c.here, "A name is expected after '&'.", "If this is text, put it in quotes.");
}

Problem unknown_anchor(const Case& c) {
  const Span alias = span_of(c.at, name_end(c.text, c.at));
  const std::string_view name = c.text.substr(alias.begin + 1, alias.end - alias.begin - 1);
  return syntax(alias, fmt::format("There is no anchor '&{}' before this alias.", shown(name)),
                "If this is text, put it in quotes.");
}

Problem bad_tag(const Case& c) {
  return syntax(c.here, "This tag is not complete.", "If '!' begins a text, put the text in quotes.");
}

Problem bad_properties(const Case& c) {
  return syntax(c.here, "This value has two tags or two anchors.", "Keep one of each.");
}

Problem bad_directive(const Case& c) {
  return syntax(line_content(c.text, c.at), "This line is not a directive that is understood.",
                "Remove it; only '%YAML 1.2' may stand before the document.");
}

Problem tab_indent(const Case& c) {
  return tab_indent_at(c.at);
}

Problem block_header(const Case& c) {
  return syntax(c.here, "This cannot stand after '|' or '>'.", "Begin the text on the next line.");
}

Problem block_indent(const Case& c) {
  return syntax(span_of(c.at - std::min<std::size_t>(c.at, 1), c.at),
                "The indentation after '|' or '>' is a digit from 1 to 9.",
                "Remove it, or write the right one.");
}

Problem map_key(const Case& c) {
  return syntax(c.here, "A key with '?' cannot begin here.", "Write 'key: value'.");
}

struct Reason {
  std::string_view begins;
  Explain explain;
};

/// yaml-cpp's reasons by their first words.
constexpr std::array<Reason, 31> reasons = {{
    {"illegal map value", map_value},
    {"illegal map key", map_key},
    {"end of map not found", block_end},
    {"end of sequence not found", block_end},
    {"end of map flow not found", flow_end_missing},
    {"end of sequence flow not found", flow_end_missing},
    {"illegal flow end", flow_end},
    {"illegal block entry", block_entry},
    {"unknown token", unknown_token},
    {"illegal EOF in scalar", open_quote},
    {"illegal document indicator in scalar", open_quote},
    {"unknown escape character", unknown_escape},
    {"bad character found while scanning hex", bad_code},
    {"invalid unicode", bad_code},
    {"alias not found", bad_alias},
    {"anchor not found", bad_anchor},
    {"illegal character found while scanning alias", bad_alias},
    {"illegal character found while scanning anchor", bad_anchor},
    {"the referenced anchor is not defined", unknown_anchor},
    {"cannot assign multiple", bad_properties},
    {"aliases can't have any content", bad_properties},
    {"illegal character found while scanning tag", bad_tag},
    {"tag handle with no suffix", bad_tag},
    {"end of verbatim tag not found", bad_tag},
    {"YAML", bad_directive},
    {"bad YAML version", bad_directive},
    {"repeated", bad_directive},
    {"TAG directives", bad_directive},
    {"illegal tab", tab_indent},
    {"unexpected character in block scalar", block_header},
    {"cannot set zero indentation", block_indent},
}};

}  // namespace

Problem explain(const Builder& builder, std::size_t at, std::string_view reason) {
  const std::string_view text = builder.text();
  const Case found{builder, text, at, character(text, at)};
  for (const Reason& known : reasons) {
    if (reason.starts_with(known.begins)) return known.explain(found);
  }
  return syntax(found.here, "This is not valid YAML.", "Check this line and the one above it.");
}

Problem explain_rest(const Builder& builder, std::size_t at) {
  const std::string_view text = builder.text();
  const Span line = span_of(at, std::max<std::size_t>(line_content(text, at).end, at));
  const bool first_column = line_begin(text, at) == at;
  if (first_column && is_marker(text, at, "---")) {
    return syntax(line, "A second document begins here.", "Keep one design in a file.");
  }
  if (first_column && text[at] == '%') {
    return syntax(line, "A line that begins with '%' ends the document.",
                  "If it is text, indent it or put it in quotes.");
  }
  if (text[at] == ',') return syntax(character(text, at), "A comma is not expected here.", "Remove it.");
  return syntax(line, "There is content after the end of the document.",
                "Check the indentation of this line, and that each line above is 'key: value'.");
}

}  // namespace decide::yaml
