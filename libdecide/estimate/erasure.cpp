#include "estimate/erasure.h"

#include <algorithm>

#include "estimate/distinct.h"

namespace decide::estimate {
namespace {

/// Files that can hold rows of the people of one run: all, or those of their buckets.
double files_in_reach(const TableModel& table, const Shape& shape, double files, int key, double people) {
  double reach = files;
  for (const Part& part : shape.by) {
    if (part.column != key) continue;
    const double values = std::max(part_values(table, part, *table.rows(), *table.days).value_or(1), 1.0);
    reach = std::min(reach, files * distinct(values, people) / values);
  }
  return std::max(reach, 1.0);
}

/// Places in which the rows of one person lie: one in each partition where they are sorted by person, else as
/// many as there are rows.
double places_of(const Shape& shape, const Partitions& partitions, const Files& files, int key, double rows) {
  const bool sorted = files.settles && !shape.cluster.empty() && shape.cluster.front() == key;
  return sorted ? distinct(partitions.in_all, rows) : rows;
}

}  // namespace

std::optional<ErasureWork> erasure_work(const TableModel& table, const Shape& shape,
                                        const Partitions& partitions, const Files& files,
                                        const design::Erasure& erasure) {
  const int key = erasure.key ? table.find(erasure.key->text) : -1;
  const auto rows = table.rows();
  if (key < 0 || !erasure.requests || !erasure.every || !rows) return std::nullopt;
  const auto people = table.seen(key, *rows, *table.days);
  if (!people || *people <= 0) return std::nullopt;
  ErasureWork work;
  work.requests = (*erasure.requests * *erasure.every).value;
  work.rows_each = *rows / *people;
  work.files_all = files.in_all;
  work.bytes_all = partitions.bytes_each * partitions.in_all;
  const double reach = files_in_reach(table, shape, files.in_all, key, work.requests);
  const double places = places_of(shape, partitions, files, key, work.rows_each);
  work.files = std::min(distinct(reach, work.requests * places), files.in_all);
  work.bytes = work.files_all > 0 ? work.bytes_all * work.files / work.files_all : 0;
  const double speed = shape.fact("layout.compaction_mb_s").value * 1e6 * shape.writers;
  work.run = {work.bytes / speed};
  return work;
}

}  // namespace decide::estimate
