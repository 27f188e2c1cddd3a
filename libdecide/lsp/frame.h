#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace decide::lsp {

/// Cuts a stream of bytes into messages, as the base protocol frames them: header lines, an empty line, and
/// as many bytes as `Content-Length` says.
class Frames {
 public:
  static constexpr std::size_t most_header = 8192;       ///< bytes of all header lines of a message
  static constexpr std::size_t most_body = 128U << 20U;  ///< bytes: a design of 16 MiB, each byte escaped

  void feed(std::string_view bytes);

  /// The body of the next message; nothing as long as it is not all there. After an error the stream cannot
  /// be read on, because nobody knows where the next message starts; every later call says so too.
  Result<std::optional<std::string>> next();

  /// True if a message has begun and is not all there.
  bool is_inside() const { return !failed_ && (body_ || at_ < buffer_.size()); }

 private:
  Result<bool> read_header();

  std::string buffer_;
  std::size_t at_ = 0;               ///< of the buffer, what has been used up
  std::optional<std::size_t> body_;  ///< length of the body whose header has been read
  std::optional<Error> failed_;
};

/// A body with the header that frames it.
std::string framed(std::string_view body);

}  // namespace decide::lsp
