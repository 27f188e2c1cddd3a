#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dedesign {

/// One option or argument of a command, as a value: reading the command line, help, the manual page and
/// completion all come from it. Texts are literals or outlive the program's command line.
struct Option {
  /// Where the value goes. A bool is a flag; a vector takes the option as often as it is given.
  using Target = std::variant<bool*, std::string*, std::vector<std::string>*>;

  std::string_view names;  ///< "-v,--verbose", or a word without a dash for an argument by position
  std::string_view about;  ///< one line
  Target target;
  std::string_view value = {};               ///< how the value is called in help, as "PATH=VALUE"
  std::vector<std::string_view> words = {};  ///< the only values; empty: any
  /// Says what is wrong with a value, or nothing.
  std::string (*check)(const std::string& text) = nullptr;
  bool required = false;
  bool shows_default = false;       ///< in help
  bool separated_by_comma = false;  ///< one word may hold several values
  std::string_view when_bare = {};  ///< the value of an option that may stand without one
  bool is_argument() const { return !names.starts_with('-'); }
  bool takes_value() const {
    return !is_argument() && !std::holds_alternative<bool*>(target) && when_bare.empty();
  }
  /// "--verbose": the longest of the names.
  std::string_view name() const;
  /// Each name by itself.
  std::vector<std::string_view> spellings() const;
};

/// All options of one command, in the order in which help shows them.
using Options = std::vector<Option>;

/// The option with this name; null if there is none.
const Option* option_named(const Options& options, std::string_view name);

}  // namespace dedesign
