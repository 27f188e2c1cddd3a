#include "rules/partition_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "advise/search.h"
#include "facts/engine.h"
#include "rules/sums.h"

namespace decide::rules {
namespace {

using estimate::Shape;
using estimate::TableFigures;

constexpr std::array plain_files{std::string_view("parquet"), std::string_view("orc"),
                                 std::string_view("avro"), std::string_view("csv"), std::string_view("json")};

/// A limit of a format or an engine. Empty `format`: any; "plain": files without a table format.
struct Row {
  std::string_view format, engine;
  LoadLimit limit;
};
constexpr std::array rows{
    Row{"bigquery", "", {"bq.max_partitions_per_job", "one job of BigQuery", false}},
    Row{"clickhouse", "", {"clickhouse.max_partitions_per_insert", "one insert of ClickHouse", false}},
    Row{"", "Athena", {"athena.max_partitions_per_write", "one statement of Athena", false}},
    Row{"plain", "Trino", {"trino.max_partitions_per_writer", "one writer of Trino", true}},
    Row{"plain", "Hive", {"hive.max_dynamic_partitions", "one statement of Hive", false}},
    Row{"plain", "Hive", {"hive.max_dynamic_partitions_per_node", "one node of Hive", true}},
};

bool is_bound(const Row& row, const Shape& shape, std::string_view engine) {
  if (row.format == "plain" && !is_plain_files(shape)) return false;
  if (!row.format.empty() && row.format != "plain" && row.format != shape.traits->name) return false;
  return row.engine.empty() || is_engine(engine, row.engine);
}

bool overwrites_units(const design::Val<design::Write>& write) {
  return write.is(design::Write::overwrite_partition) || write.is(design::Write::replace);
}

Loading of_writing(const estimate::Writing& writing) {
  const derive::NamedPipeline& pipeline = *writing.pipeline;
  const bool back = writing.overwrites && pipeline->lookback;
  Loading loading;
  loading.called = fmt::format("`{}`", pipeline.name);
  loading.at = back ? pipeline->lookback.at : pipeline.key;
  loading.engine = *pipeline->engine;
  loading.rows = writing.rows;
  loading.days = writing.covers;
  loading.late = !writing.overwrites;
  return loading;
}

Loading of_job(const derive::NamedJob& job, const estimate::TableModel& table) {
  Loading loading;
  loading.called = fmt::format("job `{}`", job.name);
  loading.at = job->range.at;
  loading.engine = *job->engine;
  loading.days = std::min(derive::in_days(*job->range), table.days.value_or(derive::in_days(*job->range)));
  loading.rows = *table.rows_day * loading.days;
  loading.late = !overwrites_units(job->write);
  loading.is_job = true;
  return loading;
}

}  // namespace

bool is_plain_files(const Shape& shape) {
  return std::find(plain_files.begin(), plain_files.end(), shape.traits->name) != plain_files.end();
}

bool is_engine(std::string_view engine, std::string_view name) {
  const auto is_it = [name](std::string_view word) {
    const auto* traits = facts::engine_traits(word);
    return traits != nullptr && traits->name == name;
  };
  // "dbt-spark" names two.
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (auto at = engine.begin(); at != engine.end();) {
    const auto* const stop = std::find_if_not(at, engine.end(), is_letter);
    if (stop != at && is_it({at, stop})) return true;
    at = std::find_if(stop, engine.end(), is_letter);
  }
  return is_it(engine);
}

std::string_view most_partitions(const Shape& shape) {
  if (shape.traits->name == "bigquery") return "bq.max_partitions_per_table";
  if (shape.traits->name == "clickhouse") return "clickhouse.max_partitions_limit";
  return "layout.partitions_error";
}

bool too_many_partitions(const TableFigures& table) {
  return table.partitions &&
         table.partitions->in_all > table.shape->fact(most_partitions(*table.shape)).value;
}

double small_file(const Shape& shape) {
  return shape.target_file * shape.fact("layout.small_files_ratio").value;
}

std::string_view compaction_threshold(const estimate::Shape& shape) {
  if (shape.traits->name == "iceberg") return "iceberg.rewrite_min_input_files";
  if (shape.traits->name == "delta") return "delta.autocompact_min_files";
  return {};
}

double files_received(const estimate::TableModel& table, const estimate::Files& files,
                      const estimate::Partitions& partitions) {
  const bool replaced = std::any_of(table.writings.begin(), table.writings.end(),
                                    [](const auto& writing) { return writing.overwrites; });
  // What an overwriting run leaves takes the place of what the last one left.
  if (replaced) return files.per_commit / std::max(files.touched, 1.0);
  return files.per_day * partitions.unit_days / partitions.per_unit;
}

Least least_partition(const Shape& shape) {
  const std::string_view format = shape.traits->name;
  const double bytes = advise::least_partition(shape);
  if (format == "delta")
    return {bytes, cited(shape.fact("delta.min_partition_bytes")), "what Delta asks of a partition"};
  if (format == "bigquery") {
    return {bytes, cited(shape.fact("bq.min_partition_bytes_advice")),
            "below which BigQuery advises to cluster instead"};
  }
  return {bytes,
          fmt::format("{} of {}", cited(shape.fact("layout.small_files_ratio")), sized(shape.target_file)),
          "a quarter of the target file"};
}

std::vector<Loading> loadings(const derive::Facts& facts, const TableFigures& table) {
  std::vector<Loading> all;
  for (const estimate::Writing& writing : table.model.writings) {
    if (writing.pipeline != nullptr) all.push_back(of_writing(writing));
  }
  for (const derive::NamedJob* job : facts.lineage[table.id].rebuilt_by) {
    const bool known = (*job)->rebuilds->text == table.name() && (*job)->range && table.model.rows_day;
    if (known) all.push_back(of_job(*job, table.model));
  }
  return all;
}

std::vector<LoadLimit> load_limits(const Shape& shape, std::string_view engine) {
  std::vector<LoadLimit> all;
  for (const Row& row : rows) {
    if (is_bound(row, shape, engine)) all.push_back(row.limit);
  }
  return all;
}

double touched(const estimate::TableModel& table, const Shape& shape, const estimate::Partitions& partitions,
               const estimate::Curve& lateness, const Loading& loading, bool by_writer) {
  const double written = by_writer ? loading.rows / shape.writers : loading.rows;
  if (!partitions.timed) return estimate::met(table, shape, written, loading.days).value_or(1);
  const double units = std::max(std::ceil(loading.days / partitions.unit_days - 1e-9), 1.0);
  const double days = std::min(loading.days, partitions.unit_days);
  const bool at_arrival = table.columns[static_cast<std::size_t>(partitions.time_column)].at_arrival;
  const double older = loading.late && !at_arrival && !loading.is_job
                           ? estimate::late_units(lateness, written, loading.days, partitions.unit_days)
                           : 0;
  return units * estimate::met(table, shape, written / units, days).value_or(1) + older;
}

}  // namespace decide::rules
