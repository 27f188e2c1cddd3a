#include "options.h"

#include <algorithm>

#include "base/text.h"

namespace dedesign {

std::vector<std::string_view> Option::spellings() const {
  return decide::split(names, ',');
}

std::string_view Option::name() const {
  return spellings().back();
}

const Option* option_named(const Options& options, std::string_view name) {
  for (const Option& option : options) {
    const auto all = option.spellings();
    if (std::find(all.begin(), all.end(), name) != all.end()) return &option;
  }
  return nullptr;
}

}  // namespace dedesign
