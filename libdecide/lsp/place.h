#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace decide::lsp {

/// What the `character` of a place counts: UTF-16 code units, which every client knows, or bytes.
enum class Encoding { utf16, utf8 };

/// A place as the protocol has it: both 0-based.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// The lines of a text, which must outlive it: places to byte offsets and back. A line ends with LF, CR LF or
/// CR, as the protocol says.
class Lines {
 public:
  Lines(std::string_view text, Encoding encoding);

  /// A place past the end of its line is that end; past the last line, the end of the text; inside of a code
  /// point, its beginning.
  std::uint32_t offset(Place place) const;
  /// Offsets past the end are taken as the end.
  Place place(std::uint32_t offset) const;

 private:
  std::string_view line(std::size_t number) const;

  std::string_view text_;
  Encoding encoding_;
  std::vector<std::uint32_t> starts_{0};
};

}  // namespace decide::lsp
