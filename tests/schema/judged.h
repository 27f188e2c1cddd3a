#pragma once

#include <string>
#include <utility>

#include "schema/read.h"

/// What the reader says of a text.
namespace decide::test {

struct Judged {
  yaml::Parsed parsed;
  schema::ReadResult read;
  bool parses() const { return parsed.readable() && parsed.problems.empty(); }
  bool accepted() const { return parses() && read.findings.empty(); }
};

inline Judged judged(std::string text) {
  Judged judged;
  judged.parsed = yaml::parse(Source("design.yaml", std::move(text)));
  judged.read = schema::read(judged.parsed);
  return judged;
}

/// The findings, one a line, for the message of a test.
inline std::string told(const schema::ReadResult& read) {
  std::string text;
  for (const diag::Finding& finding : read.findings)
    text += finding.rule + " " + finding.path + ": " + finding.message + "\n";
  return text;
}

}  // namespace decide::test
