#include <fmt/format.h>

#include <map>
#include <vector>

#include "units/table.h"

namespace decide::units {
namespace {

std::string number(int digits, int decimals) {
  std::string text = digits > 1 ? fmt::format("(?:0|[1-9](?:_?[0-9]){{0,{}}})", digits - 1) : "[0-9]";
  if (decimals > 0) text += fmt::format("(?:\\.[0-9]{{1,{}}})?", decimals);
  return text;
}

/// Number and unit; units that allow the same numbers share one alternative.
std::string amount(Dimension dimension) {
  std::map<std::pair<int, int>, std::vector<std::string_view>> groups;
  for (const Unit& unit : units_of(dimension)) groups[{-unit.digits, unit.decimals}].push_back(unit.symbol);
  std::vector<std::string> alternatives;
  for (const auto& [size, symbols] : groups) {
    const bool bare = symbols.front().empty();
    const std::vector<std::string_view> written(symbols.begin() + (bare ? 1 : 0), symbols.end());
    std::string text = number(-size.first, size.second);
    if (!written.empty()) text += fmt::format("(?: ?(?:{})){}", fmt::join(written, "|"), bare ? "?" : "");
    alternatives.push_back(text);
  }
  return fmt::format("(?:{})", fmt::join(alternatives, "|"));
}

std::string period() {
  std::vector<std::string_view> symbols;
  for (const Period& period : periods()) symbols.push_back(period.symbol);
  return fmt::format("/(?:{})", fmt::join(symbols, "|"));
}

/// Terms from the largest unit down, each once; a space after a term must lead to another one.
std::string duration() {
  std::string text = "(?=[0-9])";
  const auto units = units_of(Dimension::duration);
  for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
    text += fmt::format("(?:{} ?{}(?: (?=[0-9])|$))?", number(unit->digits, unit->decimals), unit->symbol);
  }
  return text;
}

std::string body(Dimension dimension) {
  if (dimension == Dimension::duration) return duration();
  if (dimension == Dimension::ratio) return "(?!0(?:\\.0+)?$)" + amount(dimension);
  return is_rate(dimension) ? amount(dimension) + period() : amount(dimension);
}

}  // namespace

std::string pattern(Dimension dimension) {
  return fmt::format("^{}$", body(dimension));
}

}  // namespace decide::units
