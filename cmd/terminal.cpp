#include "terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"

namespace dedesign {

namespace {

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int /*signal*/) {
  interrupted = 1;
}

}  // namespace

Terminal::Terminal() : descriptor_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
  interrupted = 0;
  struct sigaction action {};
  action.sa_handler = on_interrupt;  // without SA_RESTART, so that a read in progress returns
  sigaction(SIGINT, &action, &before_);
}

Terminal::~Terminal() {
  sigaction(SIGINT, &before_, nullptr);
  if (descriptor_ >= 0) close(descriptor_);
}

void Terminal::say(const std::string& text) const {
  static_cast<void>(decide::write_all(descriptor_, text));
}

std::optional<std::string> Terminal::line() const {
  std::string text;
  char byte = 0;
  while (interrupted == 0) {
    const ssize_t n = read(descriptor_, &byte, 1);
    if (n == 0 || (n < 0 && errno != EINTR)) return std::nullopt;
    if (n < 0) continue;
    if (byte == '\n') return text;
    text += byte;
  }
  return std::nullopt;
}

}  // namespace dedesign
