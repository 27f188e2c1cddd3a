#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/terminal.h"

namespace decide::rules {
class CustomRules;
}

namespace decide::report {

/// What a word of the tool means: a rule (code or name), a constraint, a choice, or the path of a field. A
/// word that is none of them is an error that offers the nearest.
/// Rules of an organisation are found too where `custom` has some.
Result<std::string> explain(std::string_view word, const Style& style,
                            const rules::CustomRules* custom = nullptr);

/// Every word that can be explained with one line each: rules, constraints, choices; fields by their path.
std::string explain_list(const Style& style);

/// All words for completion, in the order of `explain_list`.
std::vector<std::string> explainable_words();

/// An example of a rule as lines: the marks taken out, carets under the culprits.
std::string example_lines(std::string_view example, std::string_view indent);

}  // namespace decide::report
