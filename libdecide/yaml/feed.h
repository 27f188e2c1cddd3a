#pragma once

#include <cstdint>
#include <streambuf>
#include <string_view>

namespace decide::yaml {

/// Hands a text to yaml-cpp without a copy and bounds its memory. The scanner queues all tokens of a flow
/// collection (about 90 bytes a token) before it reports the first, so `[[[[...` of 16 MiB would take
/// gigabytes: the characters that make tokens are counted between two events.
class Feed final : public std::streambuf {
 public:
  struct TooDense {};  ///< thrown through the scanner when the count between two events passes the budget

  Feed(std::string_view text, std::uint32_t budget);
  /// The parser has reported something: the count starts again.
  void progress() { weight_ = 0; }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize size) override;

 private:
  std::uint32_t budget_;
  bool started_ = false;  ///< the first block is read by a constructor that would leak if it were left
  std::uint32_t weight_ = 0;
};

}  // namespace decide::yaml
