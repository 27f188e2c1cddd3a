#pragma once

#include <string>
#include <string_view>

namespace decide::report {

/// A manual page in mdoc, built line by line; text is escaped, macros are ours.
class Mdoc {
 public:
  /// `date` as "November 25, 2026": a release's day, not the clock's.
  Mdoc(std::string_view title, int section, std::string_view about);

  Mdoc& section(std::string_view name);
  Mdoc& subsection(std::string_view name);
  /// Paragraphs, a blank line between them.
  Mdoc& text(std::string_view prose);
  Mdoc& begin_list();
  /// An entry of a list: the term in bold, an argument in italics behind it, and what it is.
  Mdoc& item(std::string_view term, std::string_view argument, std::string_view about);
  Mdoc& end_list();
  /// Lines as they stand.
  Mdoc& literal(std::string_view lines);
  /// A line of macros, as it is.
  Mdoc& macro(std::string_view line);
  std::string str() && { return std::move(text_); }

 private:
  std::string text_;
};

/// dedesign.yaml(5): every field of the format, from the table.
std::string format_manual();
/// dedesign-rules(7): every rule, from the registry.
std::string rules_manual();
/// dedesign-rules(5): how an organisation writes rules of its own.
std::string custom_rules_manual();

}  // namespace decide::report
