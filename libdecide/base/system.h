#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/sink.h"

namespace decide {

/// An open file descriptor; closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// Closes now. Returns what close(2) returns; late write errors show here on some file systems.
  int close() { return is_open() ? ::close(std::exchange(number_, -1)) : 0; }

 private:
  int number_ = -1;
};

/// Calls again as long as a signal interrupts.
template <class Call>
auto retry(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// "cannot read design.yaml: no such file or directory", from an errno value. No locale plays a part.
Error system_error(std::string_view verb, const std::string& path, int number);

/// What to say of a text longer than `limit` bytes.
Error over_limit(const std::string& path, std::uint64_t limit);

/// Reads to the end, or to one byte over `limit`; `path` is for the messages. Waits at most `patience`
/// milliseconds for each part of a pipe; below zero for ever.
Status read_pieces(int descriptor, const std::string& path, std::uint64_t limit, int patience,
                   const Sink& sink);
/// The same, in one text.
Result<std::string> read_to_end(int descriptor, const std::string& path, std::uint64_t limit, int patience);

/// Writes all of `text`, through interruptions and short writes. Returns an errno value, or 0.
int write_bytes(int descriptor, std::string_view text);

}  // namespace decide
