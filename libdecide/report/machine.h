#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "report/document.h"

/// Formats that other programs read. None of them writes a byte that a terminal or a CI log could obey, and
/// none is empty if nothing was found.
namespace decide::report {

/// The name from the root of the repository, without "." and ".."; names outside of it, and what was read
/// from standard input, stay as they are.
std::string from_root(const std::string& name, const Places& places);
/// A path as a relative URI, or one of the file scheme: all but letters, digits, `-._~` and slashes is
/// escaped.
std::string uri_of(std::string_view path);
/// The page about a rule.
std::string page_of(const Tool& tool, std::string_view rule);

/// Why a finding that is shown does not count: "accepted by `later-days`", "in the baseline". Empty if it
/// counts.
std::string excuse(const diag::Finding& finding);

/// SARIF 2.1.0, as code scanning takes it. Columns count code points. Of more than `most_results` findings
/// those of the highest severities are kept, and a notification says how many are not.
std::unique_ptr<Document> sarif(About about, std::size_t most_results = 25000);
/// Workflow commands, one a line. Findings that do not count are notices.
extern const Listing github;
/// A code quality report. Fingerprints hold no line numbers and no two are equal.
extern const Listing gitlab;
/// JUnit XML: a suite a file, a case a finding, one passing case for a file without any.
extern const Listing junit;
/// The diagnostic format of reviewdog. Columns count bytes; a fix is one suggestion.
extern const Listing rdjson;
/// Ours: one object, version 1, keys in a fixed order, a line end behind it. Lines and columns are 1-based,
/// columns count code points, ends are exclusive; `begin` and `end` of an edit are byte offsets. Absent parts
/// are left out. Bytes that are no UTF-8 become U+FFFD; what a terminal could obey or hide is escaped.
extern const Listing json;

}  // namespace decide::report
