#include "env.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace dedesign {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::size_t terminal_width() {
  winsize size{};
  const bool known =
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 0 ? size.ws_col : 100;
}

/// Writes to a descriptor, in large pieces. A reader that went away gets nothing more.
class Stream {
 public:
  explicit Stream(int descriptor) : descriptor_(descriptor) {}

  decide::Status take(std::string_view piece) {
    constexpr std::size_t enough = std::size_t{1} << 16U;
    if (buffer_.empty() && piece.size() >= enough) return write(piece);
    buffer_ += piece;
    return buffer_.size() < enough ? decide::Status(decide::Done{}) : flush();
  }
  decide::Status flush() {
    const std::string all = std::exchange(buffer_, {});
    return all.empty() ? decide::Status(decide::Done{}) : write(all);
  }
  bool is_gone() const { return gone_; }
  bool is_refused() const { return refused_; }

 private:
  decide::Status write(std::string_view text) {
    errno = 0;
    auto written = decide::write_all(descriptor_, text);
    gone_ = !written && errno == EPIPE;
    refused_ = !written && !gone_;
    return written;
  }

  int descriptor_;
  std::string buffer_;
  bool gone_ = false, refused_ = false;
};

/// What there is to say of an output that could not be written; empty if it could, or if nobody reads it.
std::string write_out(const Output& output) {
  Stream stream(STDOUT_FILENO);
  decide::Status written = stream.take(output.out);
  if (written && output.more)
    written = output.more([&stream](std::string_view piece) { return stream.take(piece); });
  if (written) written = stream.flush();
  if (written || stream.is_gone()) return {};
  if (stream.is_refused()) return "dedesign: the output could not be written; is the disk full?\n";
  return failure(written.error()).err;
}

/// As the XDG Base Directory Specification has it: a relative path does not count.
std::string state_home() {
  std::string folder = variable("XDG_STATE_HOME");
  if (folder.starts_with('/')) return folder;
  folder = variable("HOME");
  return folder.starts_with('/') ? folder + "/.local/state" : std::string();
}

}  // namespace

decide::design::Instant read_clock() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return {static_cast<std::int64_t>(now.time_since_epoch().count())};
}

Env read_env() {
  Env env;
  env.in_terminal = isatty(STDIN_FILENO) == 1;
  env.out_terminal = isatty(STDOUT_FILENO) == 1;
  env.err_terminal = isatty(STDERR_FILENO) == 1;
  env.no_color = variable("NO_COLOR");
  env.clicolor_force = variable("CLICOLOR_FORCE");
  env.term = variable("TERM");
  env.ci = !variable("CI").empty();
  env.width = terminal_width();
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  env.today = {static_cast<int>(now.time_since_epoch().count())};
  env.now = read_clock();
  env.state_home = state_home();
  return env;
}

int finish(const Output& output) {
  const std::string problem = write_out(output);
  Stream errors(STDERR_FILENO);
  decide::Status said = errors.take(output.err + problem);
  if (said) said = errors.flush();
  return problem.empty() && (said || errors.is_gone()) ? output.status : failed;
}

Output failure(const decide::Error& error) {
  Output output;
  output.status = failed;
  output.err = fmt::format("dedesign: {}\n", decide::sanitize(error.message));
  if (!error.help.empty()) output.err += fmt::format("  help: {}\n", decide::sanitize(error.help));
  return output;
}

}  // namespace dedesign
