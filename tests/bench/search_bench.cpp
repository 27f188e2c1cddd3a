// Measures the layout search over a table of 40 columns and 100 queries, and a whole headroom run over a
// design.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "advise/search.h"
#include "base/file.h"
#include "median.h"
#include "rules/check.h"
#include "rules/headroom.h"

namespace {

/// Columns of 2 to 10M values; each query asks for a few days and one or two columns.
std::string wide_table() {
  constexpr int columns = 40;
  constexpr int queries = 100;
  std::string text =
      "dedesign: 1\nmodel:\n  tables:\n    t:\n      role: fact\n      rows: 3B/day\n      row_size: 400 B\n "
      "     retention: 400 d\n"
      "      columns:\n        event_time: {type: timestamp, time: event}\n";
  double values = 2;
  for (int i = 0; i < columns; ++i, values = values < 1e7 ? values * 1.5 : 3)
    text += fmt::format("        c{}: {{type: int64, cardinality: {:.0f}}}\n", i, values);
  text += "  queries:\n";
  for (int i = 0; i < queries; ++i) {
    text += fmt::format(
        "    q{}: {{table: t, filters: {{event_time: last {} d, c{}: one, c{}: {} values}}, runs: {}/day}}\n",
        i, 1 + i % 30, i * 7 % columns, (i * 11 + 3) % columns, 2 + i % 9, 1 + i * 37 % 1000);
  }
  return text +
         "  pipelines: {p: {from: [s], to: t, mode: micro_batch, every: 5 min}}\npartition: {t: {format: "
         "iceberg, by: "
         "[day(event_time)]}}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: search_bench DESIGN\n", stderr);
    return 2;
  }
  decide::rules::CheckOptions only_figures;
  only_figures.only = {"P301"};
  const auto wide = decide::rules::check(decide::Source("wide.yaml", wide_table()), only_figures);
  const auto task = decide::advise::task_of(*wide->estimates, wide->estimates->tables().front());
  if (!task) return 2;
  const double search = median([&] { decide::advise::cheapest(*task, 3); });
  fmt::print("layout search, 40 columns and 100 queries  {:8.1f} ms\n", search * 1e3);

  auto read = decide::read_file(argv[1], 16U << 20U);
  if (!read) return 2;
  const auto design = decide::rules::check(decide::Source(argv[1], std::move(read->text)), {});
  const double headroom = median([&] { decide::rules::headroom(*design, {}); });
  fmt::print("headroom of all loads                      {:8.1f} ms\n", headroom * 1e3);
  return 0;
}
