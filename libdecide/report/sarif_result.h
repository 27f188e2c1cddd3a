#pragma once

#include <string>
#include <vector>

#include "report/document.h"
#include "report/json_text.h"

namespace decide::report {

/// What SARIF says of the findings of one file.
class SarifFile {
 public:
  SarifFile(const Source& source, const Places& places);
  /// All but the number of its rule, which is 0 here.
  Json result(const diag::Finding& finding) const;
  /// Empty for a finding that counts.
  Json suppressions(const diag::Finding& finding) const;

 private:
  Json artifact() const;
  Json region(Span span) const;
  Json place(Span span) const;
  Json related(const diag::Finding& finding) const;
  Json fix(const diag::Fix& fix) const;
  Json flow(const diag::Finding& finding) const;

  const Source& source_;
  std::string uri_;
  std::vector<std::string> hashes_;  ///< of its lines
};

}  // namespace decide::report
