#pragma once

#include <csignal>
#include <optional>
#include <string>

namespace dedesign {

/// The terminal of the person, whatever standard input and output are; Ctrl-C ends the asking, not the
/// program.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  void say(const std::string& text) const;
  /// One line without its end; nothing at Ctrl-C or at the end of input.
  std::optional<std::string> line() const;

 private:
  int descriptor_;
  struct sigaction before_ {};
};

}  // namespace dedesign
