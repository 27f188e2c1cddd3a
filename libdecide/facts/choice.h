#pragma once

#include <span>
#include <string_view>

/// Choices that a design makes (stream, merge, iceberg, backward_transitive ...): what each serves and hurts.
/// `because` is checked against them, and `explain` prints them.
namespace decide::facts {

struct Choice {
  std::string_view
      field;  ///< the field that takes it: "mode", "write", "format" (of a table), "schema.format" ...
  std::string_view word;                     ///< "stream"
  std::string_view what;                     ///< one or two sentences: what it is
  std::span<const std::string_view> serves;  ///< constraints by name
  std::span<const std::string_view> hurts;   ///< constraints by name
  std::string_view needs;                    ///< what must be there for it to work; may be empty
  std::string_view costs;                    ///< what is paid for it; may be empty
};

/// All choices, by field and then in the order of the words.
std::span<const Choice> choices();
/// The choice of a word in a field, or null.
const Choice* choice(std::string_view field, std::string_view word);

}  // namespace decide::facts
