#include "report/stories.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "report/prose.h"

namespace decide::report {

namespace {

constexpr std::size_t width = 100;

constexpr std::array kinds{
    StoryKind{"ambiguity", "a task that turned out to mean something else"},
    StoryKind{"pushback", "a demand that you turned down, or turned into another"},
    StoryKind{"alignment", "a disagreement between teams that you settled"},
};
constexpr std::array parts{
    StoryKind{"situation", "What was going on?"},
    StoryKind{"decision", "What did you decide?"},
    StoryKind{"outcome", "What came of it, in a number or a date that you answer for?"},
    StoryKind{"went_wrong", "What did not work?"},
    StoryKind{"changed", "What is done differently since?"},
};

bool is_blank(const design::Val<design::Text>& text) {
  return !text || trim(text.value).empty();
}

/// True for a text that says that nothing failed.
bool names_nothing(std::string_view text) {
  std::string lower;
  for (const char c : trim(text)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  while (!lower.empty() && (lower.back() == '.' || lower.back() == '!')) lower.pop_back();
  constexpr std::array nothings{"nothing",
                                "none",
                                "n/a",
                                "no",
                                "-",
                                "nothing went wrong",
                                "nothing failed",
                                "it went well",
                                "all went well",
                                "everything went well"};
  return std::find(nothings.begin(), nothings.end(), lower) != nothings.end();
}

/// The stories in the order in which they are told: the three, then the others as they stand.
std::vector<const design::Named<design::Story>*> in_order(const design::Map<design::Story>& stories) {
  std::vector<const design::Named<design::Story>*> all;
  for (const StoryKind& kind : kinds) {
    if (const auto* story = stories.find(kind.name)) all.push_back(story);
  }
  for (const auto& story : stories) {
    if (std::find(all.begin(), all.end(), &story) == all.end()) all.push_back(&story);
  }
  return all;
}

std::string sentence(std::string_view text) {
  std::string out = sanitize(trim(text));
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  if (!out.empty() && std::string_view(".!?").find(out.back()) == std::string_view::npos) out += '.';
  return out;
}

}  // namespace

std::span<const StoryKind> story_kinds() {
  return kinds;
}
std::span<const StoryKind> story_parts() {
  return parts;
}

const design::Val<design::Text>& story_part(const design::Story& story, std::string_view part) {
  if (part == "situation") return story.situation;
  if (part == "decision") return story.decision;
  if (part == "outcome") return story.outcome;
  return part == "went_wrong" ? story.went_wrong : story.changed;
}

std::string stories_text(const design::Map<design::Story>& stories) {
  std::string text;
  for (const auto* story : in_order(stories)) {
    std::string told;
    for (const StoryKind& part : parts) {
      const auto& value = story_part(story->value, part.name);
      if (!is_blank(value)) told += (told.empty() ? "" : " ") + sentence(*value);
    }
    text += fmt::format("{}\n{}\n\n", sanitize(story->name), wrap(told, width, "  "));
  }
  return text;
}

std::vector<std::string> story_lacks(const design::Map<design::Story>& stories) {
  std::vector<std::string> all;
  for (const StoryKind& kind : kinds) {
    if (!stories.contains(kind.name))
      all.push_back(fmt::format("`close.stories.{}` is not told: {}", kind.name, kind.asks));
  }
  for (const auto* story : in_order(stories)) {
    const std::string path = fmt::format("`close.stories.{}", sanitize(story->name));
    if (is_blank(story->value.outcome) || names_nothing(*story->value.outcome))
      all.push_back(
          fmt::format("{}.outcome` owns nothing: say what came of it, in a number or a date", path));
    if (is_blank(story->value.went_wrong) || names_nothing(*story->value.went_wrong))
      all.push_back(fmt::format("{}.went_wrong` names no failure: say what did not work", path));
    if (is_blank(story->value.changed))
      all.push_back(fmt::format("{}.changed` is empty: say what is done differently since", path));
  }
  return all;
}

}  // namespace decide::report
