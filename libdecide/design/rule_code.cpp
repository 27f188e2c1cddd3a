#include "design/rule_code.h"

#include <algorithm>

namespace decide::design {

namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_built_in_code(std::string_view text) {
  return text.size() == 4 && std::string_view("FSMPBC").find(text[0]) != std::string_view::npos &&
         all_digits(text.substr(1));
}

bool is_custom_code(std::string_view text) {
  const auto letters =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_capital) - text.begin());
  const std::string_view digits = text.substr(letters);
  return letters >= 2 && letters <= 12 && digits.size() <= 5 && all_digits(digits);
}

}  // namespace decide::design
