#include "ask.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "base/text.h"
#include "derive/seal.h"
#include "stage/question.h"
#include "terminal.h"

namespace dedesign {

namespace {

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
                            const decide::rules::CheckOptions& options) {
  const Terminal terminal;
  if (!terminal.is_open()) {
    return decide::Error{"--ask needs a terminal", "without one, give the answers with --set or --from"};
  }
  const std::size_t prefix = decide::derive::stage_of(section).key.size() + 1;
  terminal.say("Enter skips a question, Ctrl-C stops; what was answered is kept.\n");
  Answers answers;
  std::set<std::string> asked;
  decide::Source current = source;
  while (const auto question = decide::stage::next_question(current, section, options, asked)) {
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
