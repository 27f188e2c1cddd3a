#include "base/system.h"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cstring>

#include "base/file.h"
#include "base/text.h"

namespace decide {
namespace {

/// The C library's English description, beginning in lower case: it stands after a colon.
std::string description(int number) {
  const char* known = ::strerrordesc_np(number);
  if (known == nullptr) return fmt::format("system error {}", number);
  std::string text(known);
  const bool capital =
      text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
  if (capital) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t mebi = 1024 * 1024;
  return bytes > 0 && bytes % mebi == 0 ? fmt::format("{} MiB", bytes / mebi)
                                        : fmt::format("{} bytes", bytes);
}

/// Whether the descriptor became ready; pipes without a sender would otherwise keep the program for ever.
bool wait_for(int descriptor, short event, int patience) {
  pollfd ready{descriptor, event, 0};
  return retry([&] { return ::poll(&ready, 1, patience); }) > 0;
}

Error silent(const std::string& path, int patience) {
  return {fmt::format("cannot read {}: nothing arrived for {} s", sanitize(path), patience / 1000),
          "check the program that writes to it"};
}

}  // namespace

Error system_error(std::string_view verb, const std::string& path, int number) {
  return {fmt::format("cannot {} {}: {}", verb, sanitize(path), description(number)), {}};
}

Error over_limit(const std::string& path, std::uint64_t limit) {
  return {fmt::format("cannot read {}: it is larger than {}", sanitize(path), size_text(limit)),
          "check that this is the file you mean; a design is a few kilobytes"};
}

Status read_pieces(int descriptor, const std::string& path, std::uint64_t limit, int patience,
                   const Sink& sink) {
  std::uint64_t size = 0;
  std::array<char, 65536> buffer;
  for (;;) {
    if (!wait_for(descriptor, POLLIN, patience)) return silent(path, patience);
    const ssize_t count = retry([&] { return ::read(descriptor, buffer.data(), buffer.size()); });
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) return system_error("read", path, errno);
    if (count == 0) return Done{};
    size += static_cast<std::uint64_t>(count);
    if (auto taken = sink({buffer.data(), static_cast<std::size_t>(count)}); !taken) return taken;
    if (size > limit) return over_limit(path, limit);
  }
}

Result<std::string> read_to_end(int descriptor, const std::string& path, std::uint64_t limit, int patience) {
  std::string text;
  const auto read = read_pieces(descriptor, path, limit, patience, [&](std::string_view piece) {
    text += piece;
    return Done{};
  });
  if (!read) return read.error();
  return text;
}

int write_bytes(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = retry([&] { return ::write(descriptor, text.data(), text.size()); });
    const int number = count < 0 ? errno : 0;
    if (number == EAGAIN && wait_for(descriptor, POLLOUT, -1)) continue;
    if (number != 0) return number;
    // A write of nothing would be tried for ever.
    if (count == 0) return EIO;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

Status write_all(int descriptor, std::string_view text) {
  const int number = write_bytes(descriptor, text);
  if (number != 0) return Error{fmt::format("cannot write: {}", description(number)), {}};
  return Done{};
}

}  // namespace decide
