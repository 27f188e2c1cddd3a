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

namespace {

constexpr std::int64_t seconds_a_day = 86400;

/// "T17:01:40Z" as seconds of the day, or -1.
std::int64_t second_of_day(std::string_view text) {
  constexpr std::string_view shape = "T00:00:00Z";
  if (text.size() != shape.size()) return -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return -1;
  }
  const int hour = number(text.substr(1, 2));
  const int minute = number(text.substr(4, 2));
  const int second = number(text.substr(7, 2));
  return hour > 23 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
}

}  // namespace

template <>
Result<Instant> parse_scalar<Instant>(std::string_view text) {
  const auto day = parse_scalar<Date>(text.substr(0, 10));
  const std::int64_t second = text.size() > 10 ? second_of_day(text.substr(10)) : -1;
  if (!day || second < 0)
    return Error{fmt::format("`{}` is not a time of the years 1900 to 2999", text),
                 "write it in UTC, as 2026-11-25T17:01:40Z"};
  return Instant{day->days * seconds_a_day + second};
}

std::string spell(const Instant& v) {
  std::int64_t day = v.seconds / seconds_a_day;
  if (v.seconds % seconds_a_day < 0) --day;
  const std::int64_t second = v.seconds - day * seconds_a_day;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", spell_date({static_cast<int>(day)}), second / 3600,
                     second / 60 % 60, second % 60);
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
