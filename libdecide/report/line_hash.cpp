#include "report/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <unordered_map>

#include "base/code_point.h"

namespace decide::report {
namespace {

constexpr std::size_t block = 100;
constexpr std::uint64_t base = 37;

constexpr std::uint64_t power_of_base() {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < block; ++i) power *= base;
  return power;
}

/// The uploader of code scanning computes the same over UTF-16, as its language holds texts; a result whose
/// fingerprint differs from it would be taken for another.
class RollingHash {
 public:
  void code_point(std::uint32_t code) {
    if (code < 0x10000U) return unit(code);
    unit(0xD800U + ((code - 0x10000U) >> 10U));
    unit(0xDC00U + ((code - 0x10000U) & 0x3FFU));
  }

  std::vector<std::string> finish() {
    constexpr std::uint32_t end_of_file = 0xFFFF;
    unit(end_of_file);
    for (std::size_t i = 0; i < block; ++i) {
      give();
      roll(0);
    }
    return std::move(hashes_);
  }

 private:
  void unit(std::uint32_t code) {
    const bool is_skipped = code == ' ' || code == '\t' || (after_cr_ && code == '\n');
    after_cr_ = code == '\r';
    if (is_skipped) return;
    const std::uint32_t kept = code == '\r' ? '\n' : code;
    give();
    begins_line_[at_] = at_line_start_;
    at_line_start_ = kept == '\n';
    roll(kept);
  }

  /// The window is full for the line that begins where the next character goes.
  void give() {
    if (!begins_line_[at_]) return;
    begins_line_[at_] = false;
    hashes_.push_back(fmt::format("{:x}:{}", hash_, ++counts_[hash_]));
  }

  void roll(std::uint32_t code) {
    hash_ = base * hash_ + code - power_of_base() * window_[at_];
    window_[at_] = code;
    at_ = (at_ + 1) % block;
  }

  std::array<std::uint32_t, block> window_{};
  std::array<bool, block> begins_line_{};
  std::size_t at_ = 0;
  std::uint64_t hash_ = 0;
  bool at_line_start_ = true, after_cr_ = false;
  std::unordered_map<std::uint64_t, std::size_t> counts_;
  std::vector<std::string> hashes_;
};

}  // namespace

std::vector<std::string> line_hashes(std::string_view text) {
  RollingHash hash;
  for_each_code_point(text, [&hash](std::int32_t code, std::string_view) {
    constexpr std::uint32_t replacement = 0xFFFD;
    hash.code_point(code < 0 ? replacement : static_cast<std::uint32_t>(code));
  });
  return hash.finish();
}

}  // namespace decide::report
