#include "estimate/files.h"

#include <algorithm>
#include <cmath>

#include "estimate/reach.h"

namespace decide::estimate {
namespace {

/// Files of a whole partition at a size.
double filled(double bytes, double size) {
  return size > 0 ? std::max(std::ceil(bytes / size - 1e-9), 1.0) : 1;
}

/// Partitions that rows of one writer meet within the units of time that a commit covers.
double met_by(const TableModel& table, const Shape& shape, double rows, double units, double days) {
  return units * met(table, shape, rows / units, days).value_or(1);
}

Files written(const TableModel& table, const Shape& shape, const Partitions& partitions,
              const Curve& lateness, const Writing& writing) {
  Files files;
  files.commits_day = writing.commits;
  const double units =
      partitions.timed ? std::max(std::ceil(writing.covers / partitions.unit_days - 1e-9), 1.0) : 1;
  const double days = std::min(writing.covers, partitions.unit_days);
  // A writer without a row writes no file.
  const double writers = std::max(std::min(shape.writers, writing.rows), 1.0);
  const bool late = partitions.timed && !writing.overwrites &&
                    !table.columns[static_cast<std::size_t>(partitions.time_column)].at_arrival;
  const auto older = [&](double rows) {
    return late ? late_partitions(table, shape, lateness, rows, writing.covers, partitions.unit_days) : 0;
  };
  if (late) files.late_units = late_units(lateness, writing.rows, writing.covers, partitions.unit_days);
  files.late_touched = older(writing.rows);
  files.touched = met_by(table, shape, writing.rows, units, days) + files.late_touched;
  const double slots =
      writers * (met_by(table, shape, writing.rows / writers, units, days) + older(writing.rows / writers));
  files.commit_bytes = writing.rows * table.row_bytes / shape.compression;
  // What replaces a partition holds all of it, and no file holds two.
  const double apart = writing.overwrites ? files.touched : 1;
  files.per_commit = std::max(slots, apart * filled(files.commit_bytes / apart, shape.target_file));
  files.files_a_run = files.per_commit / slots;
  files.per_day = files.per_commit * files.commits_day;
  files.bytes_each = files.commit_bytes / files.per_commit;
  return files;
}

void settle(Files& files, const Shape& shape, const Partitions& partitions, const Writing& writing) {
  const double every = shape.compact_every;
  if (shape.compacts) {
    files.settles = true;
    // Files that come out nearly full are left as they are.
    const bool small = files.bytes_each < shape.compact_to * shape.fact("iceberg.rewrite_min_ratio").value;
    files.waiting = small ? files.per_day * every : 0;
    files.per_partition = filled(partitions.bytes_each, shape.compact_to);
  } else if (writing.overwrites) {
    files.settles = true;
    files.per_partition = std::max(files.per_commit / std::max(files.touched, 1.0),
                                   filled(partitions.bytes_each, shape.target_file));
  } else {
    files.per_partition = std::max(files.per_day * partitions.unit_days / partitions.per_unit, 1.0);
  }
  files.settled_bytes = partitions.bytes_each / files.per_partition;
  files.in_all = partitions.in_all * files.per_partition + files.waiting;
}

}  // namespace

std::optional<Files> files(const TableModel& table, const Shape& shape, const Partitions& partitions,
                           const Curve& lateness) {
  std::optional<Files> most;
  for (const Writing& writing : table.writings) {
    const auto until = writing.pipeline != nullptr ? taken_until(writing.pipeline->value) : std::nullopt;
    Files one = written(table, shape, partitions, until ? lateness.until(*until) : lateness, writing);
    settle(one, shape, partitions, writing);
    if (!most || one.per_day > most->per_day) most = one;
  }
  return most;
}

}  // namespace decide::estimate
