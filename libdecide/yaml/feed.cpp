#include "yaml/feed.h"

#include <array>

namespace decide::yaml {
namespace {

/// About how many tokens a character can bring.
constexpr std::array<std::uint8_t, 256> weights = [] {
  std::array<std::uint8_t, 256> table{};
  for (const char c : {'&', '*', '!', '|', '>', ':', '?', '-', '#', '%'})
    table[static_cast<std::uint8_t>(c)] = 2;
  for (const char c : {'"', '\'', ']', '}'}) table[static_cast<std::uint8_t>(c)] = 1;
  for (const char c : {'[', '{', ','}) table[static_cast<std::uint8_t>(c)] = 4;
  return table;
}();

}  // namespace

Feed::Feed(std::string_view text, std::uint32_t budget) : budget_(budget) {
  // The interface of streambuf is older than const; the buffer is only read.
  char* begin = const_cast<char*>(text.data());
  setg(begin, begin, begin + text.size());
}

std::streamsize Feed::xsgetn(char* to, std::streamsize size) {
  const std::streamsize got = std::streambuf::xsgetn(to, size);
  for (std::streamsize i = 0; i < got; ++i) weight_ += weights[static_cast<std::uint8_t>(to[i])];
  if (weight_ > budget_ && started_) throw TooDense{};
  started_ = true;
  return got;
}

}  // namespace decide::yaml
