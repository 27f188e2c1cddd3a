#include "signals.h"

#include <csignal>

#include "base/file.h"

namespace dedesign {

namespace {

void on_end(int signal) {
  decide::remove_temporary();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void handle_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error of the write, as a full disk is.
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, on_end);
}

}  // namespace dedesign
