#include "units/refuse.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace decide::units {
namespace {

/// The text as it is shown: safe to print, and cut so that 400 digits do not flood the line.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() <= longest) return fmt::format("\"{}\"", sanitize(text));
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return fmt::format("\"{}...\"", sanitize(text.substr(0, cut)));
}

std::string period_list() {
  std::string text;
  for (const Period& period : periods()) text += fmt::format("{}/{}", text.empty() ? "" : " ", period.symbol);
  return text;
}

/// How the dimension is written.
std::string how(Dimension dimension) {
  const std::string_view shown = example(dimension), units = unit_list(dimension);
  switch (dimension) {
    case Dimension::count:
      return fmt::format("write a whole number, with k, M, B or T for thousand to trillion, such as {}",
                         shown);
    case Dimension::rate:
      return fmt::format("write a count and one of {}, such as {}", period_list(), shown);
    case Dimension::byte_rate:
      return fmt::format("write a size in bytes and one of {}, such as {}", period_list(), shown);
    case Dimension::percent:
      return fmt::format("write a number and a percent sign, such as {}", shown);
    case Dimension::ratio:
      return fmt::format("write a plain number above zero, such as {}", shown);
    case Dimension::bytes:
    case Dimension::duration:
      break;
  }
  return fmt::format("write a number and one of {}, such as {}", units, shown);
}

struct Case {
  Dimension dimension;
  std::string_view text;
  const Reading& reading;
  std::string seen = quoted(text);
  std::string_view name = dimension_name(dimension);
};

/// The name of another dimension that takes the text as it stands, or empty.
std::string_view other_dimension(const Case& c) {
  constexpr std::array all{Dimension::bytes,     Dimension::duration, Dimension::rate,
                           Dimension::byte_rate, Dimension::percent,  Dimension::count};
  for (const Dimension other : all) {
    if (other != c.dimension && read(other, c.text).fault == Fault::none) return dimension_name(other);
  }
  return {};
}

Error wrong_dimension(const Case& c) {
  const std::string_view other = other_dimension(c);
  if (other.empty()) return {fmt::format("{} is not a {}", c.seen, c.name), how(c.dimension)};
  return {fmt::format("{} is a {}; a {} is needed", c.seen, other, c.name), how(c.dimension)};
}

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

/// What to say of a unit that has a known meaning elsewhere and is not exactly the one it is taken for.
std::string caution(const Case& c) {
  if (c.dimension == Dimension::duration && c.reading.word == "m")
    return "write min for minutes, mo for months";
  const bool bits = c.reading.word.ends_with("bps") && c.reading.word != "Bps";
  if (bits) return "bits are not taken: 8 Mbit/s are 1 MB/s";
  return {};
}

/// The unit to write instead. A text that is right for another dimension is not a slip in this one.
std::string advised_unit(const Case& c) {
  if (std::string special = caution(c); !special.empty()) return special;
  std::string_view meant = usual_unit(c.dimension, c.reading.word);
  if (meant.empty() && other_dimension(c).empty()) meant = nearest_unit(c.dimension, c.reading.word);
  return meant.empty() ? "" : fmt::format("write {}", meant);
}

Error unknown_unit(const Case& c) {
  const std::string_view word = c.reading.word;
  if (c.dimension == Dimension::ratio) {
    return {fmt::format("{} has a unit; a ratio has none", c.seen), how(c.dimension)};
  }
  if (c.dimension == Dimension::duration && has_digit(word)) {
    return {fmt::format("{} runs its terms together", c.seen), "put one space between them, as in 1 d 12 h"};
  }
  const std::string advice = advised_unit(c);
  if (advice.empty()) return wrong_dimension(c);
  return {fmt::format("{} has the unit {}, which a {} does not take", c.seen, quoted(word), c.name),
          fmt::format("{}; the units are {}", advice, unit_list(c.dimension))};
}

Error unknown_period(const Case& c) {
  const std::string_view meant = meant_period(c.reading.word);
  const std::string units = fmt::format("the units of time are {}", period_list());
  return {fmt::format("{} has an unknown unit of time after the slash", c.seen),
          meant.empty() ? units : fmt::format("write /{}; {}", meant, units)};
}

Error no_unit(const Case& c) {
  if (c.dimension == Dimension::percent) {
    return {fmt::format("{} has no percent sign", c.seen),
            "write it as 2%: a bare 0.02 or 2 is easily misread"};
  }
  return {fmt::format("{} has no unit", c.seen), how(c.dimension)};
}

Error too_large(const Case& c) {
  const Unit& unit = *c.reading.unit;
  const std::string most(static_cast<std::size_t>(unit.digits), '9');
  const std::string_view gap = unit.symbol.empty() ? "" : " ";
  return {fmt::format("{} is too large", c.seen),
          fmt::format("at most {}{}{} is taken", most, gap, unit.symbol)};
}

Error leading_zero(const Case& c) {
  return {fmt::format("{} starts with a zero that does not count", c.seen),
          "write the number without leading zeros; octal is not taken"};
}

Error comma(const Case& c) {
  return {fmt::format("{} has a comma", c.seen),
          "the decimal sign is a point, as in 1.5; _ may group digits, as in 1_000"};
}

Error not_number(const Case& c) {
  const bool starts = c.text.empty() || (c.text.front() >= '0' && c.text.front() <= '9');
  if (starts) return {fmt::format("{} is not a {}", c.seen, c.name), how(c.dimension)};
  return {fmt::format("{} is not a {}: it does not start with a number", c.seen, c.name), how(c.dimension)};
}

/// Faults in how a number is spelled.
Error number_fault(const Case& c) {
  switch (c.reading.fault) {
    case Fault::negative:
      return {fmt::format("{} is negative; a {} never is", c.seen, c.name), how(c.dimension)};
    case Fault::plus:
      return {fmt::format("{} has a plus sign", c.seen), "write the number without it"};
    case Fault::hexadecimal:
      return {fmt::format("{} is not a decimal number", c.seen), "write the number with the digits 0 to 9"};
    case Fault::leading_zero:
      return leading_zero(c);
    case Fault::comma:
      return comma(c);
    case Fault::exponent:
      return {fmt::format("{} has an exponent", c.seen),
              fmt::format("write the number out, or with a larger unit, such as {}", example(c.dimension))};
    case Fault::grouping:
      return {fmt::format("{} has a stray _", c.seen),
              "_ may stand between two digits before the point only"};
    case Fault::point:
      return {fmt::format("{} has a stray point", c.seen), "a point has digits on both sides, as in 0.5"};
    case Fault::decimals:
      return {fmt::format("{} has more than {} digits after the point", c.seen, most_decimals),
              "round it, or write it with a smaller unit"};
    default:
      return not_number(c);
  }
}

/// Faults in units, and in what stands between them.
Error unit_fault(const Case& c) {
  switch (c.reading.fault) {
    case Fault::no_unit:
      return no_unit(c);
    case Fault::unknown_unit:
      return unknown_unit(c);
    case Fault::unknown_period:
      return unknown_period(c);
    case Fault::too_large:
      return too_large(c);
    case Fault::not_whole:
      return {fmt::format("{} is not a whole number", c.seen),
              "a count takes 3 digits after the point with k, 6 with M, 9 with B, 12 with T, none without"};
    case Fault::unit_order:
      return {fmt::format("{} has its units out of order", c.seen),
              "the larger unit comes first, as in 1 d 12 h"};
    case Fault::unit_twice:
      return {fmt::format("{} has the unit {} twice", c.seen, c.reading.word), "add the two numbers up"};
    case Fault::slash_spacing:
      return {fmt::format("{} has a space beside the slash", c.seen),
              fmt::format("write it without, as in {}", example(c.dimension))};
    case Fault::no_period: {
      if (!other_dimension(c).empty()) return wrong_dimension(c);
      return {fmt::format("{} has no unit of time", c.seen), how(c.dimension)};
    }
    default:
      return wrong_dimension(c);
  }
}

}  // namespace

Error refusal(Dimension dimension, std::string_view text, const Reading& reading) {
  const Case c{dimension, text, reading};
  switch (reading.fault) {
    case Fault::empty:
      return {fmt::format("a {} is missing", c.name), how(dimension)};
    case Fault::outer_space:
      return {fmt::format("{} has a blank before or after it", c.seen), "write it without"};
    case Fault::spacing:
      return {fmt::format("{} has blanks that are not taken", c.seen),
              "one plain space may stand between number and unit"};
    case Fault::zero:
      return {fmt::format("{} is zero; a ratio is above zero", c.seen), how(dimension)};
    default:
      break;
  }
  return reading.fault < Fault::too_large ? number_fault(c) : unit_fault(c);
}

Result<double> parse(Dimension dimension, std::string_view text) {
  const Reading reading = read(dimension, text);
  if (reading.fault != Fault::none) return refusal(dimension, text, reading);
  return reading.value;
}

}  // namespace decide::units
