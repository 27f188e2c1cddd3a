#include "facts/choice.h"

#include <algorithm>
#include <utility>
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
  const auto less = [](const Choice* a, const std::pair<std::string_view, std::string_view>& b) {
    return std::pair(a->word, a->field) < b;
  };
  static const std::vector<const Choice*> by_word = [&] {
    std::vector<const Choice*> all;
    for (const Choice& one : choices()) all.push_back(&one);
    std::sort(all.begin(), all.end(), [&](const Choice* a, const Choice* b) {
      return less(a, {b->word, b->field});
    });
    return all;
  }();
  const auto found = std::lower_bound(by_word.begin(), by_word.end(), std::pair(word, field), less);
  const bool is_it = found != by_word.end() && (*found)->word == word && (*found)->field == field;
  return is_it ? *found : nullptr;
}

}  // namespace decide::facts
