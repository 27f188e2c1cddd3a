#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/finding.h"

/// Designs in tests: a fragment with the head added, the culprit between « and ».
namespace decide::test {

struct Marked {
  std::string text;
  std::vector<Span> culprits;  ///< in the order of the text
};

/// Takes the marks out. A fragment that does not say `dedesign:` gets the head put before it.
Marked unmark(std::string_view fragment);

std::vector<diag::Finding> findings_of(std::string_view rule, std::string_view fragment);

/// True if the rule finds exactly the marked culprits and nothing else. Empty string: as wanted; else what
/// was seen instead, for the test's message.
std::string mismatch(std::string_view rule, std::string_view fragment);

bool fires(std::string_view rule, std::string_view fragment);
bool silent(std::string_view rule, std::string_view fragment);

}  // namespace decide::test
