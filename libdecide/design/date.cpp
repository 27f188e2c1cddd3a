#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "design/scalars.h"

namespace decide::design {

namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_shaped(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

}  // namespace

template <>
Result<Date> parse_scalar<Date>(std::string_view text) {
  using namespace std::chrono;
  const Error error{fmt::format("`{}` is not a date of the years 1900 to 2999", text),
                    "write it as 2027-06-30"};
  if (!is_shaped(text)) return error;
  const int year_number = number(text.substr(0, 4));
  const year_month_day day{year(year_number), month(static_cast<unsigned>(number(text.substr(5, 2)))),
                           std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
  if (!day.ok() || year_number < 1900 || year_number > 2999) return error;
  return Date{static_cast<int>(sys_days(day).time_since_epoch().count())};
}

std::string spell_date(Date date) {
  using namespace std::chrono;
  const year_month_day day{sys_days(days(date.days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string spell(const Date& v) {
  return spell_date(v);
}

}  // namespace decide::design
