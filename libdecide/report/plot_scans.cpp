#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "advise/spell.h"
#include "report/plot_parts.h"

namespace decide::report::plots {
namespace {

using estimate::QueryFigures;
using estimate::TableFigures;

constexpr double bars_from = 236, bars_to = 700;
constexpr double bar_height = 9, row_height = 30, heading_height = 52;

/// One query: bytes of a run.
struct Row {
  std::string_view name;
  std::optional<double> today, best;
  std::string missing;
};

/// One table with what its layout is and could be.
struct Group {
  std::string_view name;
  std::string today, best;  ///< in words
  bool has_best = false;
  std::vector<Row> rows;
};

std::string sized(double bytes) {
  return units::human(units::Bytes{bytes});
}

/// The cheapest layout if it is cheaper than today's.
std::optional<advise::Candidate> better(const advise::Task& task, const TableFigures& table) {
  auto found = advise::cheapest(task, 1);
  if (found.empty()) return std::nullopt;
  const auto today = table.shape ? advise::evaluate(task, *table.shape) : std::nullopt;
  if (today && today->cost.total() <= found.front().cost.total() * (1 + 1e-9)) return std::nullopt;
  return std::move(found.front());
}

std::optional<double> read_under(const QueryFigures& query, const advise::Candidate& layout) {
  const auto* files = layout.files ? &*layout.files : nullptr;
  const auto scan = estimate::scan(query.table->model, layout.shape, layout.partitions, files, query.model);
  return scan ? std::optional(scan->bytes_read) : std::nullopt;
}

std::string why_missing(const QueryFigures& query) {
  if (query.scan) return {};
  return query.missing.empty() ? "not known" : fmt::format("not known without {}", query.missing);
}

Group group_of(const estimate::Estimates& estimates, const TableFigures& table) {
  Group group{table.name(), "no layout", {}, false, {}};
  if (table.shape) group.today = advise::said(table.model, *table.shape);
  const auto task = advise::task_of(estimates, table);
  const auto best = task ? better(*task, table) : std::nullopt;
  group.has_best = best.has_value();
  if (best) group.best = advise::said(table.model, best->shape);
  if (!best) group.best = task ? "none cheaper is found" : "not known: no query with runs and known columns";
  for (const QueryFigures& query : estimates.queries()) {
    if (query.table != &table) continue;
    Row row{query.name(), {}, {}, why_missing(query)};
    if (query.scan) row.today = query.scan->bytes_read;
    if (best) row.best = read_under(query, *best);
    group.rows.push_back(std::move(row));
  }
  return group;
}

/// Tables that are asked anything.
std::vector<Group> groups_of(const estimate::Estimates& estimates) {
  std::vector<Group> all;
  for (const TableFigures& table : estimates.tables()) {
    Group group = group_of(estimates, table);
    if (!group.rows.empty()) all.push_back(std::move(group));
  }
  return all;
}

/// From the power of 1000 below the least to that above the most.
LogScale scale_of(const std::vector<Group>& groups) {
  double low = 1e15;
  double high = 1;
  for (const Group& group : groups) {
    for (const Row& row : group.rows) {
      for (const auto& bytes : {row.today, row.best}) {
        if (!bytes || !(*bytes > 0)) continue;
        low = std::min(low, *bytes);
        high = std::max(high, *bytes);
      }
    }
  }
  const auto power = [](double value) { return std::log10(value) / 3; };
  low = std::pow(1000, std::floor(power(std::min(low, high)) - 0.1));
  high = std::pow(1000, std::ceil(power(high) + 0.02));
  low = std::max(low, 1.0);
  return {low, std::max(high, low * 1000), bars_from, bars_to};
}

void draw_grid(Svg& svg, const LogScale& scale, double top, double bottom) {
  for (double power = scale.low; power <= scale.high * 1.001; power *= 1000) {
    svg.line(scale.at(power), top, scale.at(power), bottom, "grid");
    svg.text(scale.at(power), bottom + 14, "small", sized(power), Svg::Anchor::middle);
  }
}

void draw_bar(Svg& svg, const LogScale& scale, double y, const std::optional<double>& bytes,
              std::string_view look) {
  if (!bytes) return;
  const double end = scale.at(*bytes);
  svg.bar(bars_from, y, std::max(end - bars_from, 1.0), bar_height, look);
  svg.text(std::max(end, bars_from + 1) + 5, y + bar_height - 0.5, "small", sized(*bytes));
}

double draw_row(Svg& svg, const LogScale& scale, const Row& row, double y) {
  svg.text_within(bars_from - margin - 14, bars_from - 8, y + 18, "", row.name, Svg::Anchor::end);
  if (!row.today && !row.best) {
    svg.text_within(width - margin - bars_from, bars_from + 5, y + 18, "small", row.missing);
    return y + row_height;
  }
  // One bar alone stands in the middle.
  const bool both = row.today && row.best;
  draw_bar(svg, scale, y + (both ? 4 : 9), row.today, "today");
  draw_bar(svg, scale, y + (both ? 15 : 9), row.best, "best");
  return y + row_height;
}

double draw_group(Svg& svg, const LogScale& scale, const Group& group, double y) {
  svg.text_within(width - 2 * margin, margin, y + 14, "name", group.name);
  const double room = width - 2 * margin - 60;
  svg.bar(margin, y + 22, 9, 9, "today");
  svg.text_within(room, margin + 15, y + 30, "small", "today: " + group.today);
  if (group.has_best) svg.bar(margin, y + 36, 9, 9, "best");
  svg.text_within(room, margin + 15, y + 44, "small", "best: " + group.best);
  y += heading_height;
  for (const Row& row : group.rows) y = draw_row(svg, scale, row, y);
  return y;
}

}  // namespace

double draw_scans(Svg& svg, const rules::Checked& checked, double y) {
  const auto groups = groups_of(*checked.estimates);
  svg.text(margin, y + 14, "", "Bytes read by one run of a query, on a logarithmic scale");
  y += 26;
  if (groups.empty()) {
    svg.text(margin, y + 14, "small", "No table is asked anything: declare queries.");
    return y + 20;
  }
  const LogScale scale = scale_of(groups);
  for (const Group& group : groups) {
    const double top = y + heading_height - 4;
    const double bottom = top + row_height * static_cast<double>(group.rows.size()) + 2;
    draw_grid(svg, scale, top, bottom);
    y = draw_group(svg, scale, group, y) + 26;
  }
  return y;
}

}  // namespace decide::report::plots
