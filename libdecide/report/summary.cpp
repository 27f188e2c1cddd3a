#include "report/summary.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "base/plural.h"

namespace decide::report {
namespace {

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, plural_s(count));
}

std::string by_severity(const diag::Summary& summary) {
  using Count = std::pair<std::size_t, std::string_view>;
  const std::array<Count, 3> counts{
      {{summary.error, "error"}, {summary.warning, "warning"}, {summary.note, "note"}}};
  std::string text;
  for (const auto& [count, noun] : counts) {
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += counted(count, noun);
  }
  return text.empty() ? "No findings" : text;
}

}  // namespace

std::string summary_line(const diag::Summary& summary, std::size_t files) {
  std::string text = by_severity(summary) + " in " + counted(files, "file");
  if (summary.accepted > 0) text += fmt::format("; {} accepted", summary.accepted);
  if (summary.baseline > 0) text += fmt::format("; {} in the baseline", summary.baseline);
  if (summary.fixable > 0) text += fmt::format("; {} can be fixed with --fix", summary.fixable);
  return text + ".";
}

}  // namespace decide::report
