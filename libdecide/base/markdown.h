#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace decide {

/// A fenced code block of a Markdown document.
struct FencedBlock {
  Span span;  ///< its lines in the document, without those of the fences
  /// The same bytes, with what belongs to the document blanked out: the `>` of a quotation. As long as the
  /// span, so that an offset into it is one into the document.
  std::string text;
  std::uint32_t first_line = 1;  ///< the number of its first line in the document
  /// False where lines cannot be put in as they are, because each wants a mark of the document before it.
  bool plain = true;
};

/// The blocks whose info string begins with the word `language`, in their order: fences of backticks or
/// tildes of any length, indented or inside lists and quotations, closed or not. What stands in an HTML
/// comment, in an indented code block or in another fence is none. Rules as in CommonMark 0.31.
std::vector<FencedBlock> fenced_blocks(std::string_view markdown, std::string_view language);

/// True for a file name that ends in .md or .markdown, in either case.
bool is_markdown(std::string_view name);

}  // namespace decide
