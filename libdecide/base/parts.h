#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/source.h"

namespace decide {

/// A design in a file: all of it, or a block of a Markdown document. The source counts lines as the file
/// does.
struct Part {
  Source source;
  std::uint32_t offset = 0;  ///< of its first byte in the file
  bool plain = true;         ///< may be replaced as it is
};

/// Of a .md file its `dedesign` blocks, of any other file the whole.
std::vector<Part> parts_of(const Source& file);

/// The file with one part replaced. Refused where the result would hold other blocks than before.
Result<Source> with_part(const Source& file, std::size_t index, const std::string& text);

}  // namespace decide
