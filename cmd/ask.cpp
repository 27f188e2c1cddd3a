#include "ask.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "derive/seal.h"
#include "stage/question.h"

namespace dedesign {

namespace {

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int /*signal*/) {
  interrupted = 1;
}

/// The terminal of the person, whatever standard input and output are; Ctrl-C ends the asking, not the
/// program.
class Terminal {
 public:
  Terminal() : descriptor_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    interrupted = 0;
    struct sigaction action {};
    action.sa_handler = on_interrupt;  // without SA_RESTART, so that a read in progress returns
    sigaction(SIGINT, &action, &before_);
  }
  ~Terminal() {
    sigaction(SIGINT, &before_, nullptr);
    if (descriptor_ >= 0) close(descriptor_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  void say(const std::string& text) const { static_cast<void>(decide::write_all(descriptor_, text)); }

  /// One line without its end; nothing at Ctrl-C or at the end of input.
  std::optional<std::string> line() const {
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

 private:
  int descriptor_;
  struct sigaction before_ {};
};

using Answers = std::vector<std::pair<std::string, std::string>>;

/// Puts one question until it is answered or skipped; nothing ends the asking.
std::optional<std::string> put(const Terminal& terminal, const decide::Source& source,
                               const decide::stage::Question& question) {
  terminal.say(fmt::format("\n{}\n  {}\n  why: {}\n  takes {}\n", question.path, question.asks,
                           decide::sanitize(question.reason), question.takes));
  while (true) {
    terminal.say("> ");
    const auto line = terminal.line();
    if (!line) return std::nullopt;
    const std::string value(decide::trim(*line));
    if (value.empty()) return std::string();
    const auto text = decide::stage::answer(source, question, value);
    if (text) return value;
    terminal.say(fmt::format("  {}\n", decide::sanitize(text.error().message)));
    if (!text.error().help.empty()) terminal.say(fmt::format("  {}\n", decide::sanitize(text.error().help)));
  }
}

}  // namespace

decide::Result<Answers> ask(const decide::Source& source, decide::design::Section section,
                            decide::design::Date today) {
  const Terminal terminal;
  if (!terminal.is_open()) {
    return decide::Error{"--ask needs a terminal", "without one, give the answers with --set or --from"};
  }
  const std::size_t prefix = decide::derive::stage_of(section).key.size() + 1;
  terminal.say("Enter skips a question, Ctrl-C stops; what was answered is kept.\n");
  Answers answers;
  std::set<std::string> asked;
  decide::Source current = source;
  while (const auto question = decide::stage::next_question(current, section, today, asked)) {
    asked.insert(question->path);
    const auto value = put(terminal, current, *question);
    if (!value) break;
    if (value->empty()) continue;
    answers.emplace_back(question->path.substr(prefix), *value);
    current = decide::Source(source.name(), *decide::stage::answer(current, *question, *value));
  }
  terminal.say(fmt::format("\n{} answered.\n", answers.size()));
  return answers;
}

}  // namespace dedesign
