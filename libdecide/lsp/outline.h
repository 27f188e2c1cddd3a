#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace decide::lsp {

/// A word of a design that is being typed.
struct Word {
  /// key: before a colon; value: behind one, on the same line; bare: neither yet, as an item of a list or a
  /// key without its colon.
  enum class Role : std::uint8_t { key, value, bare } role = Role::bare;
  Span span;
  std::string text;  ///< without its quotes
  std::string path;  ///< key: of itself; value: of its key; bare: of what it stands in
  bool in_flow = false;
};

/// The words of a YAML text with their paths, told from indentation, brackets and colons alone: it needs no
/// text that parses, because a text that is being typed seldom does. Comments and block scalars have no
/// words.
class Outline {
 public:
  explicit Outline(std::string_view text);

  const std::vector<Word>& words() const { return words_; }
  /// The word at a byte offset (its end counts too), or null.
  const Word* at(std::uint32_t offset) const;
  /// The keys of the mapping at a path; empty: of the file.
  std::vector<std::string_view> keys_of(std::string_view path) const;

 private:
  std::vector<Word> words_;
};

/// The word at the cursor, which may be empty; `typed` is what of it stands before the cursor. The path of a
/// key is that of the mapping here, as if the key were not yet one. Not found where nothing can be completed:
/// in a comment or a block scalar.
struct Cursor {
  Word word;
  std::string typed;
  bool found = false;
};
Cursor cursor_at(std::string_view text, std::uint32_t offset);

}  // namespace decide::lsp
