#include "base/digest.h"

#include <sha256.h>

#include <array>
#include <cstdint>

#include "base/system.h"

namespace decide {

namespace {

class Sha256 {
 public:
  Sha256() { SHA256Init(&context_); }
  void add(std::string_view bytes) {
    SHA256Update(&context_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::string hex() {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256Final(digest.data(), &context_);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
      text += digits[byte >> 4U];
      text += digits[byte & 15U];
    }
    return text;
  }

 private:
  SHA2_CTX context_;
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

Result<std::string> sha256_of(int descriptor, const std::string& path, std::uint64_t limit) {
  Sha256 digest;
  const auto read = read_pieces(descriptor, path, limit, -1, [&](std::string_view bytes) {
    digest.add(bytes);
    return Done{};
  });
  if (!read) return read.error();
  return digest.hex();
}

}  // namespace decide
