#include "units/scan.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace decide::units {
namespace {

/// Quantities are summed exactly, as whole multiples of 10^-15 base units: 15 digits x unit < 10^18 and the
/// twelve decimals of a millisecond give at most 33 digits, and 128 bits hold 38.
__extension__ using Exact = unsigned __int128;
constexpr int exact_decimals = 15;

struct Number {
  Exact mantissa = 0;
  int digits = 0;  ///< before the point
  int decimals = 0;
};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Scan {
 public:
  Scan(Dimension dimension, std::string_view text) : dimension_(dimension), text_(text) {}
  Reading run();

 private:
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool good() const { return reading_.fault == Fault::none; }
  bool at_end() const { return at_ == text_.size(); }
  void fail(Fault fault) {
    if (good()) reading_.fault = fault;
  }

  void edges();
  Fault start_fault() const;
  Fault odd_spelling() const;
  void whole(Number& number);
  void fraction(Number& number);
  Number number();
  void unit();
  Exact amount();
  Exact terms();
  double period();

  Dimension dimension_;
  std::string_view text_;
  std::size_t at_ = 0;
  Reading reading_;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Blanks other than the one U+0020 that may stand before a unit: tab, no-break space, thin spaces.
bool starts_blank(std::string_view text) {
  if (text.empty() || is_blank(text.front())) return true;
  return text.starts_with("\xC2\xA0") || text.starts_with("\xE2\x80\x89") || text.starts_with("\xE2\x80\xAF");
}

void Scan::edges() {
  if (text_.empty()) return fail(Fault::empty);
  if (is_blank(text_.front()) || is_blank(text_.back())) fail(Fault::outer_space);
}

/// Why a number does not start here, if it does not.
Fault Scan::start_fault() const {
  if (is_digit(peek())) return Fault::none;
  const std::string_view ahead = rest();
  constexpr std::string_view minus_sign = "\xE2\x88\x92", dash = "\xE2\x80\x93";
  const bool minus = ahead.starts_with('-') || ahead.starts_with(minus_sign) || ahead.starts_with(dash);
  if (minus) return Fault::negative;
  if (peek() == '+') return Fault::plus;
  if (peek() == '.' && is_digit(peek(1))) return Fault::point;
  return Fault::not_number;
}

/// Spellings of numbers that other programs take and this one does not.
Fault Scan::odd_spelling() const {
  const char next = peek();
  if (next == '_') return Fault::grouping;
  if (next == ',') return Fault::comma;
  if (next == '.') return Fault::point;
  const bool power = next == 'e' || next == 'E';
  const bool sign = peek(1) == '+' || peek(1) == '-';
  if (power && (is_digit(peek(1)) || (sign && is_digit(peek(2))))) return Fault::exponent;
  return Fault::none;
}

void Scan::whole(Number& number) {
  const std::size_t start = at_;
  for (; is_digit(peek()) || (peek() == '_' && is_digit(peek(1))); ++at_) {
    if (peek() == '_') continue;
    ++number.digits;
    // Longer numbers are refused once the unit is known; they must not wrap round before.
    if (number.digits <= 15) number.mantissa = number.mantissa * 10 + static_cast<unsigned>(peek() - '0');
  }
  if (text_[start] != '0') return;
  if (number.digits > 1) return fail(Fault::leading_zero);
  const char next = peek();
  if (next == 'x' || next == 'X' || next == 'o' || next == 'b') fail(Fault::hexadecimal);
}

void Scan::fraction(Number& number) {
  if (peek() != '.') return;
  ++at_;
  if (!is_digit(peek())) return fail(Fault::point);
  for (; is_digit(peek()); ++at_) {
    if (++number.decimals > most_decimals) return fail(Fault::decimals);
    number.mantissa = number.mantissa * 10 + static_cast<unsigned>(peek() - '0');
  }
}

Number Scan::number() {
  Number number;
  if (const Fault fault = start_fault(); fault != Fault::none) {
    fail(fault);
    return number;
  }
  whole(number);
  if (good()) fraction(number);
  if (good()) fail(odd_spelling());
  return number;
}

const Unit* find_unit(Dimension dimension, std::string_view symbol) {
  const auto units = units_of(dimension);
  const auto found =
      std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.symbol == symbol; });
  return found == units.end() ? nullptr : &*found;
}

/// One unit, after at most one space. It ends at a space, a slash or the end.
void Scan::unit() {
  const bool space = peek() == ' ';
  if (space) ++at_;
  reading_.word = rest().substr(0, rest().find_first_of(" /"));
  if (reading_.word.empty() && space) return fail(peek() == '/' ? Fault::slash_spacing : Fault::spacing);
  const Unit* found = find_unit(dimension_, reading_.word);
  if (found == nullptr) {
    if (reading_.word.empty()) return fail(peek() == ' ' ? Fault::spacing : Fault::no_unit);
    return fail(starts_blank(reading_.word) ? Fault::spacing : Fault::unknown_unit);
  }
  reading_.unit = found;
  at_ += reading_.word.size();
}

Exact power_of_ten(int exponent) {
  Exact power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

Exact Scan::amount() {
  const Number read = number();
  if (good()) unit();
  if (!good()) return 0;
  const Unit& unit = *reading_.unit;
  if (read.digits > unit.digits) fail(Fault::too_large);
  if (read.decimals > unit.decimals) fail(Fault::not_whole);
  if (!good()) return 0;
  return read.mantissa * unit.factor * power_of_ten(exact_decimals + unit.shift - read.decimals);
}

/// Terms of a duration, the larger unit first, each unit once.
Exact Scan::terms() {
  Exact total = 0;
  const Unit* last = nullptr;
  for (;;) {
    total += amount();
    if (!good()) return 0;
    // The units lie in one table, smallest first.
    if (last != nullptr && reading_.unit >= last) {
      fail(reading_.unit == last ? Fault::unit_twice : Fault::unit_order);
    }
    last = reading_.unit;
    if (at_end()) return total;
    if (peek() != ' ') fail(Fault::trailing);
    ++at_;
    if (good() && starts_blank(rest())) fail(Fault::spacing);
  }
}

/// The seconds of "/day".
double Scan::period() {
  if (peek() != '/') {
    const bool later = rest().find('/') != std::string_view::npos;
    fail(later ? Fault::slash_spacing : Fault::no_period);
    return 1;
  }
  ++at_;
  reading_.word = rest();
  at_ = text_.size();
  for (const Period& period : periods()) {
    if (period.symbol == reading_.word) return static_cast<double>(period.seconds);
  }
  const bool blank = !reading_.word.empty() && starts_blank(reading_.word);
  fail(blank ? Fault::slash_spacing : Fault::unknown_period);
  return 1;
}

/// The nearest double: from_chars rounds once, and no locale plays a part.
double to_double(Exact exact) {
  constexpr std::uint64_t one = 1'000'000'000'000'000;  // ten to the exact_decimals
  constexpr std::uint64_t largest = 1ULL << 53U;        // up to here doubles are exact
  if (const Exact whole = exact / one; whole <= largest && whole * one == exact)
    return static_cast<double>(static_cast<std::uint64_t>(whole));
  std::string digits;
  for (; exact > 0; exact /= 10) digits += static_cast<char>('0' + static_cast<int>(exact % 10));
  std::reverse(digits.begin(), digits.end());
  digits += "e-" + std::to_string(exact_decimals);
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Reading Scan::run() {
  edges();
  if (!good()) return reading_;
  const Exact exact = dimension_ == Dimension::duration ? terms() : amount();
  if (!good()) return reading_;
  const double seconds = is_rate(dimension_) ? period() : 1;
  if (!at_end()) fail(Fault::trailing);
  if (dimension_ == Dimension::ratio && exact == 0) fail(Fault::zero);
  reading_.value = to_double(exact) / seconds;
  return reading_;
}

}  // namespace

Reading read(Dimension dimension, std::string_view text) {
  return Scan(dimension, text).run();
}

}  // namespace decide::units
