#include "screen.h"

#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "base/file.h"
#include "base/text.h"

namespace dedesign {

namespace {

volatile std::sig_atomic_t resized = 0, interrupted = 0;
struct termios before {};

void on_resize(int /*signal*/) {
  resized = 1;
}
void ask_to_end(int /*signal*/) {
  interrupted = 1;
}

void catch_signal(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART, so that waiting ends
  sigaction(signal, &action, nullptr);
}

constexpr std::string_view enter = "\033[?1049h\033[?25l", leave = "\033[?25h\033[?1049l";

}  // namespace

Screen::Screen() {
  resized = 0;
  interrupted = 0;
  tcgetattr(STDIN_FILENO, &before);
  struct termios raw = before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
  static_cast<void>(decide::write_all(STDOUT_FILENO, enter));
  catch_signal(SIGWINCH, on_resize);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) catch_signal(signal, ask_to_end);
}

Screen::~Screen() {
  static_cast<void>(decide::write_all(STDOUT_FILENO, leave));
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  for (const int signal : {SIGWINCH, SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
}

Screen::Size Screen::size() const {
  winsize seen{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &seen) != 0 || seen.ws_col == 0 || seen.ws_row == 0) return {};
  return {seen.ws_col, seen.ws_row};
}

void Screen::show(const std::string& text) const {
  const std::size_t height = size().height;
  std::string out = "\033[H";
  std::size_t row = 0;
  for (const std::string_view line : decide::split(text, '\n')) {
    if (row == height) break;
    if (row++ > 0) out += "\r\n";
    out.append(line).append("\033[K");
  }
  out += "\033[J";
  static_cast<void>(decide::write_all(STDOUT_FILENO, out));
}

bool Screen::was_resized() {
  const bool was = resized != 0;
  resized = 0;
  return was;
}

bool Screen::was_interrupted() {
  return interrupted != 0;
}

FileWatch::FileWatch(const std::string& file) : descriptor_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash + 1);
  name_ = slash == std::string::npos ? file : file.substr(slash + 1);
  constexpr std::uint32_t events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE;
  if (descriptor_ >= 0) inotify_add_watch(descriptor_, folder.c_str(), events);
}

FileWatch::~FileWatch() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool FileWatch::take() {
  alignas(inotify_event) std::array<char, 8192> buffer{};
  bool ours = false;
  ssize_t n = 0;
  while ((n = read(descriptor_, buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < n;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      if (event.len > 0 && name_ == name) ours = true;
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
  return ours;
}

}  // namespace dedesign
