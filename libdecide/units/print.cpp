#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "units/decimal.h"
#include "units/scan.h"

namespace decide::units {
namespace {

/// One way to spell a value: with this unit and, for rates, this unit of time.
struct Spelling {
  const Unit* unit = nullptr;
  const Period* period = nullptr;
  double scale = 1;   ///< the number before the unit, of a value of one
  double places = 0;  ///< log10 of it
};

Spelling spelling(const Unit& unit, const Period* period) {
  const double seconds = period == nullptr ? 1 : static_cast<double>(period->seconds);
  const double scale = seconds / static_cast<double>(unit.factor) * std::pow(10, -unit.shift);
  return {&unit, period, scale, std::log10(scale)};
}

std::vector<Spelling> spellings_of(Dimension dimension) {
  const auto units = units_of(dimension);
  std::vector<Spelling> all;
  if (dimension == Dimension::duration) {
    // Indices into the table ms s min h d w mo y.
    for (const std::size_t index : {4U, 3U, 2U, 1U, 0U, 7U, 6U, 5U})
      all.push_back(spelling(units[index], nullptr));
    return all;
  }
  if (!is_rate(dimension)) {
    for (const Unit& unit : units) all.push_back(spelling(unit, nullptr));
    return all;
  }
  for (const Period& period : periods()) {
    for (const Unit& unit : units) all.push_back(spelling(unit, &period));
  }
  return all;
}

/// Tie-break among equally short and round spellings: the earlier one. Days, hours, minutes before months and
/// weeks.
const std::vector<Spelling>& spellings(Dimension dimension) {
  static const std::array all = [] {
    std::array<std::vector<Spelling>, dimension_count> lists;
    for (std::size_t i = 0; i < lists.size(); ++i) lists[i] = spellings_of(static_cast<Dimension>(i));
    return lists;
  }();
  return all[static_cast<std::size_t>(dimension)];
}

/// What stands between number and unit: "64 MB" and "1 d" have a space, "12k" and "2%" none.
std::string_view gap(Dimension dimension) {
  const bool spaced =
      dimension == Dimension::bytes || dimension == Dimension::byte_rate || dimension == Dimension::duration;
  return spaced ? " " : "";
}

std::string with_unit(Dimension dimension, const std::string& number, const Spelling& spelling) {
  std::string text = number;
  text += gap(dimension);
  text += spelling.unit->symbol;
  if (spelling.period != nullptr) text += fmt::format("/{}", spelling.period->symbol);
  return text;
}

/// Whether a unit is a power of ten, so that a decimal point can be moved instead of dividing.
int tens(const Unit& unit) {
  int zeros = 0;
  std::uint64_t power = 1;
  for (; power < unit.factor; power *= 10) ++zeros;
  return power == unit.factor ? zeros : -1;
}

/// The number that stands before the unit, as digits; `nudge` moves the result by units in the last place.
Decimal number_in(double value, const Spelling& spelling, int significant, int nudge) {
  double number = spelling.period == nullptr ? value : value * static_cast<double>(spelling.period->seconds);
  const int zeros = tens(*spelling.unit);
  if (zeros < 0) number /= static_cast<double>(spelling.unit->factor);
  const double towards = nudge > 0 ? std::numeric_limits<double>::infinity() : 0;
  for (int step = std::abs(nudge); step > 0; --step) number = std::nextafter(number, towards);
  Decimal decimal = significant > 0 ? rounded_decimal(number, significant) : shortest_decimal(number);
  decimal.exponent -= spelling.unit->shift + (zeros < 0 ? 0 : zeros);
  return decimal;
}

/// True if `number` may be a decimal with so many digits after the point, give or take what rounding to
/// fifteen digits and a few units in the last place make of it.
bool may_have_decimals(double number, std::size_t decimals) {
  constexpr std::array<double, 13> powers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
  const double shifted = number * powers[std::min(decimals, powers.size() - 1)];
  constexpr double rounding = 2e-14;
  return std::fabs(shifted - std::round(shifted)) <= shifted * rounding;
}

/// False if the number before this unit has surely more digits than it may have, or is longer than what was
/// found. Only a glance: to write the number out and to read it again costs a hundred times as much.
bool may_win(Dimension dimension, double value, double log_value, const Spelling& spelling,
             std::size_t found) {
  const Unit& unit = *spelling.unit;
  const double places = log_value + spelling.places;
  constexpr double margin = 0.001;
  if (places > unit.digits + margin || places < -unit.decimals - margin) return false;
  auto decimals = static_cast<std::size_t>(unit.decimals);
  if (found > 0) {
    const auto whole = static_cast<std::size_t>(std::max(std::floor(places - margin) + 1, 1.0));
    std::size_t least = whole + gap(dimension).size() + unit.symbol.size();
    if (spelling.period != nullptr) least += 1 + spelling.period->symbol.size();
    if (least > found) return false;
    decimals = std::min(decimals, found - std::min(found, least + 1));
  }
  return may_have_decimals(value * spelling.scale, decimals);
}

/// The shortest of the spellings that read back as the value, or empty.
std::string best(Dimension dimension, double value, int significant, int nudge) {
  std::string found;
  std::size_t digits = 0;
  const double log_value = std::log10(value);
  for (const Spelling& spelling : spellings(dimension)) {
    if (!may_win(dimension, value, log_value, spelling, found.size())) continue;
    const Decimal decimal = number_in(value, spelling, significant, nudge);
    if (decimals_of(decimal) > spelling.unit->decimals || decimal.exponent > spelling.unit->digits) continue;
    std::string text = with_unit(dimension, spelled(decimal), spelling);
    // Of equally long ones the rounder: 3B/day rather than 125M/h.
    const auto size = std::pair(text.size(), decimal.digits.size());
    if (!found.empty() && size >= std::pair(found.size(), digits)) continue;
    const Reading back = read(dimension, text);
    if (back.fault != Fault::none || back.value != value) continue;
    found = std::move(text);
    digits = decimal.digits.size();
  }
  return found;
}

/// Sums of very large terms may pass what one unit takes: whole years down to seconds, exactly.
std::string as_terms(double value) {
  const auto units = units_of(Dimension::duration);
  auto whole = static_cast<std::uint64_t>(value);
  const double part = value - std::floor(value);
  std::string text;
  for (std::size_t i = units.size(); i-- > 2;) {
    std::uint64_t most = 1;
    for (int digit = 0; digit < units[i].digits; ++digit) most *= 10;
    const std::uint64_t number = std::min(whole / units[i].factor, most - 1);
    whole -= number * units[i].factor;
    if (number > 0) text += fmt::format("{} {} ", number, units[i].symbol);
  }
  const double seconds = static_cast<double>(whole) + part;
  const std::string digits = seconds > 0 ? spelled(shortest_decimal(seconds)) : "0";
  return fmt::format("{}{} s", text, digits);
}

/// For values that no text gives: derived ones with endless digits, or beyond the largest.
std::string out_of_range(Dimension dimension, double value) {
  const double scale = dimension == Dimension::percent ? 100 : 1;
  const Unit base{dimension == Dimension::duration ? "s" : units_of(dimension).front().symbol};
  const Spelling spelling{&base, is_rate(dimension) ? &periods().front() : nullptr};
  return with_unit(dimension, fmt::format("{}", value * scale), spelling);
}

std::string zero(Dimension dimension) {
  const std::size_t base = dimension == Dimension::duration ? 1 : 0;
  const Spelling spelling{&units_of(dimension)[base], is_rate(dimension) ? &periods().front() : nullptr};
  return with_unit(dimension, "0", spelling);
}

std::string printed(Dimension dimension, double value) {
  if (value == 0) return zero(dimension);
  if (!std::isfinite(value) || value < 0) return out_of_range(dimension, value);
  // Fifteen digits give back every text of up to fifteen digits; the shortest exact one serves the others.
  if (std::string text = best(dimension, value, 15, 0); !text.empty()) return text;
  // A quotient by 86,400 may be a few units in the last place off.
  for (const int nudge : {0, 1, -1, 2, -2, 3, -3}) {
    if (std::string text = best(dimension, value, 0, nudge); !text.empty()) return text;
  }
  constexpr double largest = 9e18;
  if (dimension == Dimension::duration && value > 1e15 && value < largest) return as_terms(value);
  return out_of_range(dimension, value);
}

/// What was printed last on this thread. The quantities of a design are said again in every constraint,
/// message and what-if, and a team's designs have many in common, while finding the spelling takes
/// microseconds.
class Said {
 public:
  const std::string& of(Dimension dimension, double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    Entry& entry = entries_[slot(bits + static_cast<std::uint64_t>(dimension))];
    if (entry.text.empty() || entry.bits != bits || entry.dimension != dimension)
      entry = {bits, dimension, printed(dimension, value)};
    return entry.text;
  }

 private:
  struct Entry {
    std::uint64_t bits = 0;
    Dimension dimension{};
    std::string text;
  };
  static constexpr int slot_bits = 8;
  static std::size_t slot(std::uint64_t key) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // spreads what differs in few bits
    return static_cast<std::size_t>(key * golden >> (64 - slot_bits));
  }
  std::array<Entry, std::size_t{1} << slot_bits> entries_;
};

}  // namespace

std::string print(Dimension dimension, double value) {
  thread_local Said said;
  return said.of(dimension, value);
}

}  // namespace decide::units
