#include "report/sums.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace decide::report {
namespace {

Safe inputs_of(const diag::Figure& figure) {
  Safe text;
  for (const auto& [name, value] : figure.inputs) {
    if (!text.empty()) text += ", ";
    text += Safe::foreign(name) + " " + Safe::foreign(value);
  }
  return text;
}

std::size_t widest_name(const std::vector<estimate::Sum>& sums) {
  std::size_t widest = 0;
  for (const estimate::Sum& sum : sums) widest = std::max(widest, display_width(sum.figure.name));
  return widest;
}

void print_sum(TerminalText& text, const estimate::Sum& sum, std::size_t width) {
  const Safe name = Safe::foreign(sum.figure.name);
  const Safe gap = Safe::blanks(2 + width - std::min(width, name.width()));
  if (!sum.known()) {
    const Safe why =
        sum.missing.empty() ? Safe("not known") : "not known without `" + Safe::foreign(sum.missing) + "`";
    text.line({{"  " + name + gap + why, Ink::plain}});
    return;
  }
  const Safe value = Safe::foreign(estimate::human_value(sum.figure.value, sum.figure.unit));
  text.line({{"  " + name + gap, Ink::plain},
             {value, Ink::strong},
             {"  = " + Safe::foreign(sum.figure.formula), Ink::plain}});
  const Safe inputs = inputs_of(sum.figure);
  if (!inputs.empty()) text.line({{Safe::blanks(4 + width) + inputs, Ink::frame}});
}

}  // namespace

std::string sum_list(const std::vector<estimate::Sum>& sums, const Style& style) {
  TerminalText text(style);
  const std::size_t width = widest_name(sums);
  std::string_view subject;
  for (const estimate::Sum& sum : sums) {
    if (sum.path != subject) {
      if (!subject.empty()) text.blank();
      text.line({{Safe::foreign(sum.path), Ink::strong}});
      subject = sum.path;
    }
    print_sum(text, sum, width);
  }
  if (!sums.empty()) text.blank();
  return std::move(text).str();
}

std::vector<estimate::Sum> sums_of_section(std::vector<estimate::Sum> sums, std::string_view section) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> owners{
      {{"partition.", "partition"},
       {"model.queries.", "partition"},
       {"model.tables.", "model"},
       {"model.pipelines.", "model"},
       {"backfill.jobs.", "backfill"}}};
  const auto is_of = [&](const estimate::Sum& sum) {
    return std::any_of(owners.begin(), owners.end(), [&](const auto& owner) {
      return owner.second == section && std::string_view(sum.path).starts_with(owner.first);
    });
  };
  std::erase_if(sums, [&](const estimate::Sum& sum) { return !is_of(sum); });
  return sums;
}

}  // namespace decide::report
