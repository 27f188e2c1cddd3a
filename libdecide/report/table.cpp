#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "report/glyph.h"

namespace decide::report {
namespace {

using Row = std::vector<Safe>;
constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastColumn = 8;

Row safe_row(const std::vector<std::string>& cells) {
  Row row;
  for (const std::string& cell : cells) row.push_back(Safe::foreign(cell));
  return row;
}

void widen(std::vector<std::size_t>& widths, const Row& row) {
  if (widths.size() < row.size()) widths.resize(row.size(), 0);
  for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].width());
}

std::size_t capped_sum(const std::vector<std::size_t>& widths, std::size_t cap) {
  const auto add = [cap](std::size_t sum, std::size_t width) { return sum + std::min(width, cap); };
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}, add);
}

/// Takes from the widest columns only, the same for each of them.
void fit(std::vector<std::size_t>& widths, std::size_t limit) {
  if (limit == 0 || widths.empty()) return;
  const std::size_t gaps = kGap * (widths.size() - 1);
  const std::size_t room = limit > gaps ? limit - gaps : 0;
  std::size_t cap = std::max(room, kLeastColumn);
  while (cap > kLeastColumn && capped_sum(widths, cap) > room) --cap;
  for (std::size_t& width : widths) width = std::min(width, cap);
}

class Printer {
 public:
  Printer(const Table& table, const Style& style, std::vector<std::size_t> widths)
      : align_(table.align), widths_(std::move(widths)), out_(style) {}

  void row(const Row& cells, Ink ink) {
    std::vector<std::vector<Safe>> wrapped;
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      wrapped.push_back(wrap(cells[i], widths_[i]));
      height = std::max(height, wrapped.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) one_line(wrapped, line, ink);
  }

  std::string str() && { return std::move(out_).str(); }

 private:
  void one_line(const std::vector<std::vector<Safe>>& cells, std::size_t line, Ink ink) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Safe text = line < cells[i].size() ? cells[i][line] : Safe();
      const Safe pad = Safe::blanks(widths_[i] - std::min(widths_[i], text.width()));
      const bool right = i < align_.size() && align_[i] == Align::right;
      pieces.push_back({right ? pad : Safe()});
      pieces.push_back({text, ink});
      pieces.push_back({(right ? Safe() : pad) + Safe::blanks(kGap)});
    }
    out_.line(std::move(pieces));
  }

  const std::vector<Align>& align_;
  std::vector<std::size_t> widths_;
  TerminalText out_;
};

}  // namespace

std::string table(const Table& table, const Style& style) {
  const Row header = safe_row(table.header);
  std::vector<Row> rows;
  for (const auto& cells : table.rows) rows.push_back(safe_row(cells));
  std::vector<std::size_t> widths;
  widen(widths, header);
  for (const Row& row : rows) widen(widths, row);
  fit(widths, style.width);
  Printer printer(table, style, std::move(widths));
  if (!header.empty()) printer.row(header, Ink::strong);
  for (const Row& row : rows) printer.row(row, Ink::plain);
  return std::move(printer).str();
}

}  // namespace decide::report
