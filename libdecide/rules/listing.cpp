#include "rules/listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace decide::rules {

std::string first_few(const std::vector<std::string_view>& names) {
  constexpr std::size_t most = 3;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
    shown.push_back(fmt::format("`{}`", names[i]));
  if (names.size() > most) shown.push_back(fmt::format("{} more", names.size() - most));
  return join_words(std::vector<std::string_view>(shown.begin(), shown.end()));
}

}  // namespace decide::rules
