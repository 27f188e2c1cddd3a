#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/json.h"

/// Formats that other programs read. None of them writes a byte that a terminal or a CI log could obey, and
/// none is empty if nothing was found.
namespace decide::report {

/// Who speaks.
struct Tool {
  std::string_view version;   ///< "0.1.0"
  std::string_view homepage;  ///< without a slash at its end
};

/// Absolute paths, so that names can be said from the root of the repository, as code hosts want them.
struct Places {
  std::string folder;  ///< in which names that are not absolute are looked up; empty: not known
  std::string root;    ///< of the repository, or the folder again
};

/// One run, as it is rendered.
struct Run {
  std::vector<FileReport> files;
  Extras extras;
  Tool tool;
  Places places;
};

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

/// SARIF 2.1.0, as code scanning takes it. Columns count code points. Of more than 25,000 findings those of
/// the highest severities are kept, and a notification says how many are not.
std::string sarif(const Run& run);
/// The same with another limit.
std::string sarif_of_at_most(std::size_t most_results, const Run& run);
/// Workflow commands, one a line. Findings that do not count are notices.
std::string github(const Run& run);
/// A code quality report. Fingerprints hold no line numbers and no two are equal.
std::string gitlab(const Run& run);
/// JUnit XML: a suite a file, a case a finding, one passing case for a file without any.
std::string junit(const Run& run);
/// The diagnostic format of reviewdog. Columns count bytes; a fix is one suggestion.
std::string rdjson(const Run& run);

}  // namespace decide::report
