#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "rules/partition_limits.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::Files;
using estimate::TableFigures;

const Rule rule_P304{
    .code = "P304",
    .name = "small-files",
    .severity = diag::Severity::error,
    .summary = "files under a quarter of the target, with no compaction or in spite of it",
    .rationale =
        "Each commit leaves a file for every writer and every partition that it touches, however few rows "
        "that is. Commits by the minute turn into millions of files within a year: a query opens, lists and "
        "plans more than it reads, and object stores slow the requests down. Compaction joins the files of a "
        "partition. It cannot join those of two, so where partitions hold little the files stay small.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 200M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 1 min}
partition:
  «clicks»: {format: iceberg, by: [day(event_time)], writers: 16}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 200M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 1 min}
partition:
  clicks: {format: iceberg, by: [day(event_time)], writers: 16, compact: {every: 1 d}}
)",
    .constraint = "small-files",
    .facts = "A33 A51 G10"};

namespace {

constexpr std::string_view ratio = "layout.small_files_ratio";

std::string share_of_target(const TableFigures& table) {
  return fmt::format("{} of the target of {}", shared(table.shape->fact(ratio).value),
                     sized(table.shape->target_file));
}

/// Mean size of the files that stay where nothing compacts.
double staying(const Files& files) {
  return files.settles ? files.settled_bytes : files.bytes_each;
}

/// Files of a partition that compaction could join. Not known without a retention: then there are more with
/// every commit.
bool are_several(const Files& files) {
  return !(files.per_partition < 2);
}

diag::Figure file_as_written(const TableFigures& table) {
  const Files& files = *table.files;
  return {
      "bytes a file as written",
      files.bytes_each,
      "B",
      "bytes of a commit / files of a commit",
      {{"bytes of a commit", sized(files.commit_bytes)},
       {"files of a commit", counted(files.per_commit)},
       {"limit", fmt::format("{} of {}", cited(table.shape->fact(ratio)), sized(table.shape->target_file))}}};
}

diag::Figure files_a_day(const TableFigures& table) {
  const Files& files = *table.files;
  return {"files a day",
          files.per_day,
          "count",
          "commits a day x files of a commit, one for each writer and partition that it writes into",
          {{"commits a day", counted(files.commits_day)},
           {"writers", counted(table.shape->writers)},
           {"partitions that a commit writes into", counted(files.touched)},
           {"files of a commit", counted(files.per_commit)}}};
}

diag::Figure file_once_settled(const TableFigures& table) {
  const Files& files = *table.files;
  return {
      "bytes a settled file",
      files.settled_bytes,
      "B",
      "bytes a partition / files of it",
      {{"bytes a partition", sized(table.partitions->bytes_each)},
       {"files of a partition", counted(files.per_partition)},
       {"limit", fmt::format("{} of {}", cited(table.shape->fact(ratio)), sized(table.shape->target_file))}}};
}

/// The files once a day's are joined at the target size.
std::optional<Files> compacted(const estimate::Estimates& estimates, const TableFigures& table) {
  estimate::Shape shape = *table.shape;
  shape.compacts = true;
  shape.compact_every = 1;
  shape.compact_to = shape.target_file;
  return estimate::files(table.model, shape, *table.partitions, estimates.lateness());
}

/// True if a partition of such a layout receives as many files as start a compaction.
bool starts_compaction(const estimate::Estimates& estimates, const TableFigures& table,
                       const estimate::Shape& shape) {
  const std::string_view threshold = compaction_threshold(shape);
  const auto partitions = estimate::partitions(table.model, shape, estimates.lateness());
  if (threshold.empty() || !partitions) return true;
  const auto files = estimate::files(table.model, shape, *partitions, estimates.lateness());
  return !files || !(files_received(table.model, *files, *partitions) < shape.fact(threshold).value);
}

void report_uncompacted(const derive::Facts& facts, Report& report, const TableFigures& table) {
  const Files& files = *table.files;
  auto draft = report.missing(table.layout->at, "compact");
  draft
      .say("`{}` is written in files of {}, under {}, and nothing compacts them", table.name(),
           sized(files.bytes_each), share_of_target(table))
      .label("{} files a day", counted(files.per_day))
      .because(ConstraintId::small_files, table.layout->key)
      .figure(file_as_written(table))
      .figure(files_a_day(table));
  const auto then = compacted(report.estimates(), table);
  const bool holds_enough = then && !(then->settled_bytes < small_file(*table.shape)) &&
                            starts_compaction(report.estimates(), table, *table.shape);
  const auto proposal = propose(report.estimates(), table, [&](const estimate::Shape& shape) {
    return starts_compaction(report.estimates(), table, shape);
  });
  if (!holds_enough && proposal) {
    draft.help("{}, once compacted", describe(*proposal));
    return;
  }
  // A table that is kept for ever and not partitioned has more of both every day.
  if (then && std::isfinite(then->per_partition) && std::isfinite(files.per_partition)) {
    draft.help("compact once a day: {} {} of {} instead of {} a partition", counted(then->per_partition),
               then->per_partition > 1 ? "files" : "file", sized(then->settled_bytes),
               counted(files.per_partition));
  } else {
    draft.help("compact once a day, to files of {}", sized(table.shape->target_file));
  }
  draft.fix_set(false, "compact once a day",
                fmt::format("{}.compact", facts.document.path(table.layout->at.node)), "{every: 1 d}");
}

/// A writer that replaces partitions decides alone how many files one has.
void report_overwritten(const derive::Facts& facts, Report& report, const TableFigures& table) {
  const Files& files = *table.files;
  const auto& writers = table.layout->value.writers;
  const double enough = std::max(std::ceil(table.partitions->bytes_each / table.shape->target_file), 1.0);
  auto draft = writers ? report.at(writers.at) : report.missing(table.layout->at, "compact");
  draft
      .say("`{}` is overwritten in files of {}, under {}, and nothing compacts them", table.name(),
           sized(files.settled_bytes), share_of_target(table))
      .label("{} files a partition", counted(files.per_partition))
      .because(ConstraintId::small_files, table.layout->key)
      .figure(file_once_settled(table))
      .figure(files_a_day(table))
      .help("write a partition of {} with {} {}", sized(table.partitions->bytes_each), counted(enough),
            enough > 1 ? "writers" : "writer");
  if (writers && enough < table.shape->writers)
    draft.fix_set(false, "use fewer writers", facts.document.path(writers.at.node), counted(enough));
}

/// Compaction cannot join what lies in two partitions, nor go over the size that it is told.
void report_settled(Report& report, const TableFigures& table) {
  const auto& compact = table.layout->value.compact;
  const bool holds_little = table.partitions->bytes_each < small_file(*table.shape);
  const auto at = !holds_little ? compact.to.at : compact.at ? compact.at : table.layout->value.by.at;
  auto draft = report.at(at);
  draft.severity(diag::Severity::warning)
      .label("{} a file", sized(table.files->settled_bytes))
      .because(ConstraintId::small_files, table.layout->key)
      .figure(file_once_settled(table));
  if (!holds_little) {
    draft
        .say("compaction leaves `{}` in files of {}, under {}", table.name(),
             sized(table.files->settled_bytes), share_of_target(table))
        .help("compact to the target, or lower the target");
    return;
  }
  draft
      .say("{} of `{}` are files of {}, under {}: a partition holds no more",
           compact.at ? "compacted, the partitions" : "the partitions", table.name(),
           sized(table.files->settled_bytes), share_of_target(table))
      .figure(bytes_of_partition(table));
  if (compact.at)
    draft.related(table.layout->value.by.at, "{} partitions", counted(table.partitions->in_all));
  const auto proposal = propose(report.estimates(), table);
  draft.help("{}", proposal ? describe(*proposal) : instead_of_longer_units(table, smaller_files));
}

}  // namespace

void check_P304(const derive::Facts& facts, Report& report) {
  for (const TableFigures& table : report.estimates().tables()) {
    if (!table.files) continue;
    const Files& files = *table.files;
    const double small = small_file(*table.shape);
    const bool is_split = table.partitions->in_all > 1;
    if (table.shape->compacts) {
      // A format that merges by itself and was not told how is P305's business.
      if (table.layout->value.compact.at && files.settled_bytes < small && is_split)
        report_settled(report, table);
    } else if (staying(files) < small && are_several(files)) {
      files.settles ? report_overwritten(facts, report, table) : report_uncompacted(facts, report, table);
    } else if (staying(files) < small && is_split) {
      report_settled(report, table);
    }
  }
}

}  // namespace decide::rules
