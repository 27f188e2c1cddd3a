#pragma once

#include <vector>

#include "design/design.h"
#include "diag/finding.h"
#include "yaml/document.h"

namespace decide::schema {

/// What came of reading a document as a design. With findings, what could be read still stands in `design`.
struct ReadResult {
  design::Design design;
  std::vector<diag::Finding> findings;  ///< F001 to F004, F008
  bool readable = false;                ///< false: not YAML, or a format version that is not known
};

ReadResult read(const yaml::Parsed& parsed);

/// Of a document that has the tree of the one that `read` is of, and other texts at `nodes`: only those are
/// read, and what cannot be is told after the findings that are there.
void read_again(const yaml::Document& document, ReadResult& read, const std::vector<yaml::NodeId>& nodes);

}  // namespace decide::schema
