#include "rules/registry.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace decide::rules {

namespace {

#define DECIDE_ENTRY(code) Entry{&rule_##code, &check_##code},
#define DECIDE_PASS_ENTRY(code) Entry{&rule_##code, nullptr},
constexpr std::array entries{DECIDE_RULES(DECIDE_ENTRY, DECIDE_PASS_ENTRY)};
#undef DECIDE_ENTRY
#undef DECIDE_PASS_ENTRY

#define DECIDE_CODE(code) std::string_view(#code),
constexpr std::array codes{DECIDE_RULES(DECIDE_CODE, DECIDE_CODE)};
#undef DECIDE_CODE

/// The order of the stages, then the number: what "ascending" means for codes.
constexpr std::size_t rank(std::string_view code) {
  return std::string_view("FSMPBC").find(code[0]) * 1000 + static_cast<std::size_t>(code[1] - '0') * 100 +
         static_cast<std::size_t>(code[2] - '0') * 10 + static_cast<std::size_t>(code[3] - '0');
}

constexpr bool ascending_and_unique() {
  for (std::size_t i = 1; i < codes.size(); ++i) {
    if (rank(codes[i - 1]) >= rank(codes[i])) return false;
  }
  return true;
}
static_assert(ascending_and_unique(), "the codes in rules/list.h must ascend, each once");

}  // namespace

std::span<const Entry> registry() {
  return entries;
}

const Rule* find_rule(std::string_view code_or_name) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return entry.rule->code == code_or_name || entry.rule->name == code_or_name;
  });
  return found == entries.end() ? nullptr : found->rule;
}

}  // namespace decide::rules
