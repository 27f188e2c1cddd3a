#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decide::yaml {

/// A text with its words taken out: each run of words, which YAML can only take as content, is one byte.
/// yaml-cpp's scanner tries several patterns at every byte of a scalar, which takes most of the time of a
/// lint; what it reports is then mapped back. So it sees the structure of the text, and we keep the words.
///
/// A run starts with a letter or digit and goes on over characters that mean nothing inside a scalar, and
/// over a single blank before a letter or digit. Lines keep one blank for each level at which they are
/// indented: the scanner tries its patterns at every one. Texts with anchors, aliases or tags keep their
/// words, since their names are compared by the scanner; there only `?` is taken out, which it does not know
/// inside a flow scalar. For one thread.
class Squeezed {
 public:
  explicit Squeezed(std::string_view text);

  std::string_view text() const { return squeezed_; }
  /// The offset in the text of an offset in the squeezed one.
  std::size_t offset(std::size_t squeezed) const;
  /// A value that the scanner made from the squeezed text, with its words; `from` is where it begins in the
  /// text, after the header of a block scalar.
  std::string expanded(const std::string& value, std::size_t from) const;

 private:
  /// Bytes that became one: words, or blanks before a line.
  struct Run {
    std::uint32_t squeezed, begin, end;
  };
  bool has_words(const Run& run) const { return text_[run.begin] != ' '; }
  std::string_view words(const Run& run) const { return text_.substr(run.begin, run.end - run.begin); }

  std::string_view text_;
  std::string squeezed_;
  std::vector<Run> runs_;
  mutable std::size_t near_ = 0;  ///< the first run at or after the offset that was asked for last
};

}  // namespace decide::yaml
