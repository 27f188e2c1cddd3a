#include <fmt/format.h>

#include "estimate/sums_parts.h"

namespace decide::estimate::parts {
namespace {

void price(Sheet& sheet, const QueryFigures& query) {
  const auto read = query.read_day();
  if (!read) return;
  // What a warehouse or an engine on demand asks for bytes read; a list price, to compare layouts by.
  const bool is_bigquery = query.table->shape->traits->name == "bigquery";
  const std::string_view name = is_bigquery ? "price.bq_per_tib" : "price.athena_per_tb";
  const double unit = is_bigquery ? 1099511627776.0 : 1e12;
  const facts::Fact& fact = query.table->shape->fact(name);
  sheet.add("price a day", *read / unit * fact.value, "USD", "bytes read x runs a day x price",
            {{"bytes read", bytes(query.scan->bytes_read)},
             {"runs a day", count(*query.model.runs)},
             {"price", fmt::format("{} {} ({})", fact.value, fact.unit, fact.id)}});
}

}  // namespace

void of_query(std::vector<Sum>& all, const QueryFigures& query) {
  if (query.table->layout == nullptr) return;
  Sheet sheet(all, fmt::format("model.queries.{}", query.name()));
  if (!query.scan) {
    sheet.withhold("bytes read", query.missing);
    return;
  }
  const Scan& scan = *query.scan;
  const std::string share = units::human(units::Percent{query.scan->columns_share});
  sheet.add("bytes wanted", scan.bytes_wanted, "B",
            "rows kept by the filters x bytes a row x share of columns, at least one row group a partition",
            {{"rows wanted", count(scan.rows_wanted)},
             {"of rows", count(scan.rows_kept)},
             {"share of columns", share}});
  sheet.add("partitions read", scan.partitions, "count", "partitions that survive pruning",
            {{"of partitions", count(scan.partitions_all)}});
  sheet.add("files opened", scan.files, "count",
            "files of these partitions whose range can hold the values, and those "
            "that wait for compaction; a catalogue names them, no folder is listed",
            {});
  sheet.add("row groups read", scan.groups, "count",
            "row groups of these files whose range can hold the values",
            {{"of row groups", count(scan.groups_all)}, {"size of a row group", bytes(scan.group_bytes())}});
  sheet.add("bytes read", scan.bytes_read, "B",
            "row groups read x their size x share of columns, or the pages of a few rows that lie together",
            {{"row groups", count(scan.groups)},
             {"size of a row group", bytes(scan.group_bytes())},
             {"share of columns", share}});
  price(sheet, query);
}

}  // namespace decide::estimate::parts
