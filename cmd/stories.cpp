#include "stories.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/stories.h"
#include "schema/read.h"
#include "terminal.h"
#include "yaml/edit.h"

namespace dedesign {

namespace {

/// False: the asking is over.
bool ask_story(const Terminal& terminal, const decide::report::StoryKind& kind,
               const decide::design::Story* told, decide::stage::Edits& edits) {
  bool introduced = false;
  for (const auto& part : decide::report::story_parts()) {
    if (told != nullptr && decide::report::story_part(*told, part.name)) continue;
    if (!introduced) terminal.say(fmt::format("\n{}: {}\n", kind.name, kind.asks));
    introduced = true;
    terminal.say(fmt::format("  {}\n> ", part.asks));
    const auto line = terminal.line();
    if (!line) return false;
    const auto answer = decide::trim(*line);
    if (!answer.empty())
      edits.set.emplace_back(fmt::format("stories.{}.{}", kind.name, part.name),
                             decide::yaml::scalar(answer, true));
  }
  return true;
}

}  // namespace

void ask_stories(const decide::Source& source, decide::stage::Edits& edits) {
  const auto read = decide::schema::read(decide::yaml::parse(source));
  const Terminal terminal;
  if (!read.readable || !terminal.is_open()) return;
  const auto& stories = read.design.close.stories;
  for (const auto& kind : decide::report::story_kinds()) {
    const auto* told = stories.find(kind.name);
    if (!ask_story(terminal, kind, told == nullptr ? nullptr : &told->value, edits)) return;
  }
}

}  // namespace dedesign
