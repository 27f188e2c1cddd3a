#include "report/mdoc.h"

#include <fmt/format.h>

#include "base/text.h"

namespace decide::report {

namespace {

constexpr std::string_view release_day = "November 25, 2026";

/// Backslashes, what would be a macro at the start of a line, and every sentence on a line of its own, so
/// that the formatter can space them.
std::string escape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_sentence =
        i > 0 && c == ' ' && std::string_view(".!?").find(text[i - 1]) != std::string_view::npos;
    if (c == '\\') {
      out += "\\e";
    } else if (ends_sentence) {
      out += '\n';
    } else {
      out += c;
    }
  }
  if (!out.empty() && (out.front() == '.' || out.front() == '\'')) out.insert(0, "\\&");
  return out;
}

/// A line as it stands: only what would be read as a macro is escaped.
std::string literal_line(std::string_view line) {
  std::string out = line.front() == '.' || line.front() == '\'' ? "\\&" : "";
  for (const char c : line) out += c == '\\' ? std::string("\\e") : std::string(1, c);
  return out;
}

/// As an argument of a macro: quoted, so that a word that is a macro stays a word.
std::string argument_of(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "\"\"";
    } else if (c == '\\') {
      out += "\\e";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// A macro's argument with the first word kept from being read as a macro.
std::string word_of(std::string_view text) {
  return "\"\\&" + argument_of(text).substr(1);
}

}  // namespace

Mdoc::Mdoc(std::string_view title, int section, std::string_view about) {
  std::string upper;
  for (const char c : title) upper += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  text_ = fmt::format(".\\\" Made by dedesign __man; see cmd/man.cpp. Do not edit.\n.Dd {}\n.Dt {} {}\n.Os\n",
                      release_day, upper, section);
  text_ += fmt::format(".Sh NAME\n.Nm {}\n.Nd {}\n", title, about);
}

Mdoc& Mdoc::section(std::string_view name) {
  text_ += fmt::format(".Sh {}\n", name);
  return *this;
}

Mdoc& Mdoc::subsection(std::string_view name) {
  text_ += fmt::format(".Ss {}\n", word_of(name));
  return *this;
}

Mdoc& Mdoc::text(std::string_view prose) {
  bool first = true;
  for (std::size_t at = 0; at <= prose.size();) {
    const std::size_t end = std::min(prose.find("\n\n", at), prose.size());
    if (!first) text_ += ".Pp\n";
    first = false;
    text_ += escape(prose.substr(at, end - at)) + "\n";
    at = end + 2;
  }
  return *this;
}

Mdoc& Mdoc::begin_list() {
  text_ += ".Bl -tag -width Ds\n";
  return *this;
}

Mdoc& Mdoc::item(std::string_view term, std::string_view argument, std::string_view about) {
  text_ += fmt::format(".It Sy {}", word_of(term));
  if (!argument.empty()) text_ += fmt::format(" Ar {}", word_of(argument));
  text_ += "\n" + escape(about) + "\n";
  return *this;
}

Mdoc& Mdoc::end_list() {
  text_ += ".El\n";
  return *this;
}

Mdoc& Mdoc::literal(std::string_view lines) {
  text_ += ".Bd -literal -offset indent\n";
  for (const std::string_view line : split(lines, '\n')) {
    if (!line.empty()) text_ += literal_line(line) + "\n";
  }
  text_ += ".Ed\n";
  return *this;
}

Mdoc& Mdoc::macro(std::string_view line) {
  text_ += fmt::format("{}\n", line);
  return *this;
}

}  // namespace decide::report
