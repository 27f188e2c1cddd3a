#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "design/design.h"

/// The stories behind an answer: what the author has done, told in an order that listeners can follow.
namespace decide::report {

/// A story that is asked for, and a part of one; both in the order in which they are told.
struct StoryKind {
  std::string_view name, asks;
};
std::span<const StoryKind> story_kinds();
std::span<const StoryKind> story_parts();
/// The part of a story that is called so.
const design::Val<design::Text>& story_part(const design::Story& story, std::string_view part);

/// Each story as a paragraph, the three that are asked for first.
std::string stories_text(const design::Map<design::Story>& stories);

/// What the three lack, each in a sentence: one that is not told, an outcome that nobody owns, a failure that
/// is not named.
std::vector<std::string> story_lacks(const design::Map<design::Story>& stories);

}  // namespace decide::report
