#include <fmt/format.h>

#include "estimate/erasure.h"
#include "estimate/sums_parts.h"

namespace decide::estimate::parts {
namespace {

Inputs volume_inputs(const TableFigures& table) {
  return {{"rows a day", count(*table.model.rows_day)},
          {"bytes a row", bytes(table.model.row_bytes)},
          {"compression", fmt::format("{:g}", table.shape->compression)}};
}

void volume(Sheet& sheet, const TableFigures& table) {
  if (const auto day = table.stored_day())
    sheet.add("bytes a day on storage", *day, "B", "rows a day x bytes a row / compression",
              volume_inputs(table));
  const auto all = table.stored();
  if (!all) return;
  const double growth = mean_growth(table.model.growth, *table.model.days);
  sheet.add("bytes on storage", *all, "B", "bytes a day x days kept x mean growth",
            {{"bytes a day", bytes(*table.stored_day())},
             {"days kept", days(*table.model.days)},
             {"mean growth", fmt::format("{:.3g}", growth)}});
}

void partition_sums(Sheet& sheet, const TableFigures& table) {
  const Partitions& p = *table.partitions;
  sheet.add("partitions", p.in_all, "count", "units of time kept x partitions in a unit",
            {{"units of time", count(p.units)},
             {"length of a unit", days(p.unit_days)},
             {"partitions in a unit", count(p.per_unit)}});
  sheet.add("partition size", p.bytes_each, "B", "bytes of a unit of time / partitions in it",
            {{"rows of a partition", count(p.rows_each)},
             {"bytes a row", bytes(table.model.row_bytes)},
             {"compression", fmt::format("{:g}", table.shape->compression)}});
  sheet.add("partitions touched a day", p.per_day, "count",
            "partitions that a day's arrivals meet, with older ones that late rows fall into", {});
}

void file_sums(Sheet& sheet, const TableFigures& table) {
  const Files& f = *table.files;
  sheet.add("files a commit", f.per_commit, "count", "writers x partitions that a writer's rows meet",
            {{"writers", count(table.shape->writers)},
             {"partitions touched", count(f.touched)},
             {"bytes a commit", bytes(f.commit_bytes)}});
  sheet.add("files a day", f.per_day, "count", "files a commit x commits a day",
            {{"files a commit", count(f.per_commit)}, {"commits a day", count(f.commits_day)}});
  sheet.add("file size as written", f.bytes_each, "B", "bytes a commit / files a commit",
            {{"bytes a commit", bytes(f.commit_bytes)}, {"files a commit", count(f.per_commit)}});
  if (table.shape->compacts) {
    sheet.add("files that wait for compaction", f.waiting, "count", "files a day x days between compactions",
              {{"files a day", count(f.per_day)}, {"compacted every", days(table.shape->compact_every)}});
  }
  sheet.add("file size", f.settled_bytes, "B", "partition size / files a partition",
            {{"partition size", bytes(table.partitions->bytes_each)},
             {"files a partition", count(f.per_partition)}});
  sheet.add("files", f.in_all, "count", "partitions x files a partition + files that wait",
            {{"partitions", count(table.partitions->in_all)},
             {"files a partition", count(f.per_partition)},
             {"files that wait", count(f.waiting)}});
  if (table.shape->live_days > 0) {
    sheet.add("snapshots kept", f.commits_day * table.shape->live_days, "count", "commits a day x days kept",
              {{"commits a day", count(f.commits_day)}, {"days kept", days(table.shape->live_days)}});
  }
}

void erasure_sum(Sheet& sheet, const derive::Facts& facts, const TableFigures& table) {
  if (!facts.design.backfill.erasure.reaches.contains({std::string(table.name())})) return;
  const auto work =
      erasure_work(table.model, *table.shape, *table.partitions, *table.files, facts.design.backfill.erasure);
  if (!work) return;
  sheet.add("bytes rewritten by an erasure run", work->bytes, "B",
            "bytes on storage x files that hold a row of the people / files",
            {{"people", count(work->requests)},
             {"rows of a person", count(work->rows_each)},
             {"files that hold one", count(work->files)},
             {"files", count(work->files_all)}});
}

void delay_sum(Sheet& sheet, const Estimates& estimates, const TableFigures& table) {
  const auto& delay = estimates.delays().of(table.id);
  if (!delay) return;
  Inputs inputs;
  for (const Hop& hop : estimates.delays().hops(table.id)) {
    std::string parts = fmt::format("every {}", units::human(hop.every));
    if (hop.watermark.value > 0) parts += fmt::format(" + watermark {}", units::human(hop.watermark));
    if (hop.run.value > 0) parts += fmt::format(" + run {}", units::human(hop.run));
    inputs.emplace_back(hop.pipeline->name, std::move(parts));
  }
  sheet.add("delay from the source", delay->total.value, "s",
            "sum over the hops of interval, watermark where output waits for it, and run time",
            std::move(inputs));
}

}  // namespace

void of_table(std::vector<Sum>& all, const derive::Facts& facts, const Estimates& estimates,
              const TableFigures& table) {
  Sheet sheet(all, fmt::format("model.tables.{}", table.name()));
  delay_sum(sheet, estimates, table);
  if (table.layout == nullptr) return;
  Sheet layout(all, fmt::format("partition.{}", table.name()));
  if (!table.shape) {
    layout.withhold("bytes on storage", fmt::format("partition.{}.format", table.name()));
    return;
  }
  volume(layout, table);
  if (!table.partitions) {
    layout.withhold("partitions", table.missing);
    return;
  }
  partition_sums(layout, table);
  if (!table.files) {
    layout.withhold("files", fmt::format("partition.{}.commit_every", table.name()));
    return;
  }
  file_sums(layout, table);
  erasure_sum(layout, facts, table);
}

}  // namespace decide::estimate::parts
