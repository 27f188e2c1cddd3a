#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "design/words.h"
#include "diag/finding.h"
#include "units/quantity.h"

/// Rules of an organisation, written as YAML: see dedesign-rules(5). There are no loops, no variables and no
/// scripts in them; what one may cost is bounded where it is read and where it is run.
namespace decide::custom {

/// A way through a design: keys, numbers of items, `*` for every entry, `{name}` or `{N}` for what was given.
struct Path {
  enum class From : std::uint8_t { root, given, name } from = From::given;
  std::vector<std::string> segments;  ///< of `name`: the one placeholder
  bool has_star() const;
};

/// What a value is held against.
struct Operand {
  std::vector<std::string> texts;  ///< any of them, where words and texts are compared
  std::vector<double> quantities;  ///< the same for quantities, in base units
  std::optional<Path> path;        ///< the value there, `times` as much
  double times = 1;
};

/// One comparison.
struct Test {
  enum class Verb : std::uint8_t {
    is,
    is_not,
    contains,
    matches,
    above,
    at_least,
    below,
    at_most,
    present,
    absent
  } verb = Verb::is;
  Operand operand;
  std::optional<units::Dimension> dimension;  ///< of quantities
};

/// A condition over the fields of a design.
struct Condition {
  enum class Kind : std::uint8_t { all, any, negated, test, count } kind = Kind::all;
  std::vector<Condition> parts;  ///< of all, any and not; of count what is counted must satisfy
  Path path;                     ///< of test and count
  Test test;
  std::optional<double> at_least, at_most;  ///< of count
};

/// A message with values to be filled in: texts and paths, in turn; it begins with a text.
struct Message {
  std::vector<std::string> texts;
  std::vector<Path> paths;  ///< one less than texts
};

/// An example as it stands in the file: a fragment of a design.
struct Example {
  std::string text, place;
};

struct Rule {
  std::string code, name;
  diag::Severity severity = diag::Severity::warning;
  std::string summary, rationale;
  Path given;
  std::optional<Condition> when;
  Condition then;
  Message message, help;
  std::vector<Example> fails, passes;
  std::string place;                         ///< "FILE:LINE:COLUMN" of its code
  std::optional<design::Section> section{};  ///< the last that it reads; nothing: only the head of the file
};

}  // namespace decide::custom
