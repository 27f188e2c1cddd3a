#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "replay/timeline.h"

/// The timeline in lanes, and the words below it.
namespace decide::replay {

namespace {

constexpr std::size_t widest = 100;
constexpr std::size_t columns = 5;

using Cells = std::array<std::string, columns>;

/// Breaks a text at spaces into pieces of at most `width` bytes; a longer word is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> pieces;
  while (text.size() > width) {
    std::size_t at = text.rfind(' ', width);
    if (at == std::string_view::npos || at == 0) at = width;
    pieces.emplace_back(text.substr(0, at));
    text.remove_prefix(at);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  pieces.emplace_back(text);
  return pieces;
}

class Grid {
 public:
  void add(std::string number, Cells cells) { rows_.push_back({std::move(number), std::move(cells)}); }

  std::string text() {
    fit();
    std::string all;
    for (const Row& row : rows_) append(all, row);
    return all;
  }

 private:
  struct Row {
    std::string number;
    Cells cells;
  };

  /// Widths as the cells need them; where that is too much, the widest columns give way.
  void fit() {
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < columns; ++i) width_[i] = std::max(width_[i], row.cells[i].size());
    }
    const auto total = [&] {
      std::size_t sum = 4;
      for (const std::size_t width : width_) sum += width == 0 ? 0 : width + 2;
      return sum;
    };
    while (total() > widest) --*std::max_element(width_.begin(), width_.end());
  }

  void append(std::string& all, const Row& row) const {
    std::array<std::vector<std::string>, columns> pieces;
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns; ++i) {
      if (width_[i] == 0) continue;
      pieces[i] = wrapped(row.cells[i], width_[i]);
      height = std::max(height, pieces[i].size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string text = fmt::format("{:>2}  ", line == 0 ? row.number : "");
      for (std::size_t i = 0; i < columns; ++i) {
        if (width_[i] == 0) continue;
        text += fmt::format("{:<{}}  ", line < pieces[i].size() ? pieces[i][line] : "", width_[i]);
      }
      text.erase(text.find_last_not_of(' ') + 1);
      all += text + "\n";
    }
  }

  std::vector<Row> rows_;
  std::array<std::size_t, columns> width_{};
};

}  // namespace

std::string in_lanes(const std::vector<Line>& lines, const Names& names) {
  Grid grid;
  grid.add("#", {"source", std::string(names.pipeline), std::string(names.job), std::string(names.table),
                 "right"});
  const bool several = std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.run > 1; });
  std::string right;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    Cells cells;
    std::string& own = cells[static_cast<std::size_t>(line.lane)];
    own = several && line.run > 0 ? fmt::format("{}: {}", line.run, line.what) : line.what;
    const bool last = i + 1 == lines.size();
    if (line.changed || last) cells[3] = line.table + (last && line.table != line.right ? " <--" : "");
    if (line.right != right || last) cells[4] = line.right;
    right = line.right;
    grid.add(std::to_string(i + 1), std::move(cells));
  }
  return grid.text();
}

std::string contradiction(const Declaration& declared, const Witness& witness, const Names& names) {
  const auto all = lines(declared, witness);
  const Line& last = all.back();
  switch (witness.defect) {
    case Defect::half:
      return fmt::format("Whoever reads `{}` now sees {}: neither the old rows nor the new ones.",
                         names.table, last.table == "-" ? "nothing" : last.table);
    case Defect::silent:
      return fmt::format("The run is recorded as a success, and its rows are not in `{}`.", names.table);
    case Defect::erased:
      return fmt::format("The person was erased, and is in `{}` again.", names.table);
    case Defect::ghost:
      return fmt::format("The corrected logic has run, and `{}` still holds a row that it does not yield.",
                         names.table);
    case Defect::stuck:
      return "Nothing that runs can go on from here.";
    default:
      return fmt::format("`{}` ends with {}; a right table has {}.", names.table, last.table, last.right);
  }
}

}  // namespace decide::replay
