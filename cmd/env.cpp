#include "env.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

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

/// False if the text could not be written for another reason than a reader that went away.
bool write_out(int descriptor, std::string_view text) {
  if (text.empty()) return true;
  errno = 0;
  if (decide::write_all(descriptor, text)) return true;
  return errno == EPIPE;
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
  const bool out_written = write_out(STDOUT_FILENO, output.out);
  std::string err = output.err;
  if (!out_written) err += "dedesign: the output could not be written; is the disk full?\n";
  const bool err_written = write_out(STDERR_FILENO, err);
  return out_written && err_written ? output.status : failed;
}

Output failure(const decide::Error& error) {
  Output output;
  output.status = failed;
  output.err = fmt::format("dedesign: {}\n", decide::sanitize(error.message));
  if (!error.help.empty()) output.err += fmt::format("  help: {}\n", decide::sanitize(error.help));
  return output;
}

}  // namespace dedesign
