#include "facts/choice.h"

#include <algorithm>
#include <vector>

#include "facts/choice_rows.h"

namespace decide::facts {

namespace {

std::vector<Choice> gather() {
  std::vector<Choice> all;
  for (const auto part : {mode_choices(), fault_choices(), write_choices(), rerun_choices(), table_choices(),
                          format_choices(), schema_choices(), job_choices(), close_choices()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

std::span<const Choice> choices() {
  static const std::vector<Choice> all = gather();
  return all;
}

const Choice* choice(std::string_view field, std::string_view word) {
  const auto all = choices();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Choice& candidate) {
    return candidate.field == field && candidate.word == word;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace decide::facts
