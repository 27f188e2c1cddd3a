#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/facts.h"

/// What the numbers need of a table: plain figures, so that they can be asked again and again.
namespace decide::estimate {

enum class TimeType : std::uint8_t { none, date, timestamp };

struct Column {
  std::string_view name;
  /// Values that it can have: its cardinality, the words of `values`, two of a bool, or what it references;
  /// as many as rows for `unique`. Nothing if the design does not say.
  std::optional<double> values;
  bool unique = false;
  double skew = 0;   ///< share of rows of the most common value; 0 if even or not said
  double width = 0;  ///< bytes of one value, uncompressed; they add up to the row
  TimeType time = TimeType::none;
  bool is_number = false;
  bool clock = false;       ///< says when the row happened or arrived: no row is younger than its commit
  bool at_arrival = false;  ///< a processing time: rows come in its order, none is late
};

/// How one pipeline writes the table.
struct Writing {
  const derive::NamedPipeline* pipeline = nullptr;  ///< null where only the layout says how often it commits
  double commits = 0;                               ///< a day
  double rows = 0;                                  ///< in one commit
  double covers = 0;        ///< days of event time that one commit holds, apart from late rows
  bool overwrites = false;  ///< what it writes takes the place of what was there
};

struct TableModel {
  const derive::NamedTable* table = nullptr;
  std::optional<double> rows_day;
  std::optional<double> days;   ///< kept; of a raw table that does not say, `scope.retention.raw`
  double row_bytes = 0;         ///< uncompressed
  double growth = 0;            ///< a year, 0.6 is 60 %
  std::vector<Column> columns;  ///< in the order of the file
  std::vector<Writing> writings;
  /// Days that the run with the shortest reach has in hand among those, of pipelines and jobs, that replace
  /// whole partitions: a partition of more days would lose those that it does not compute again.
  std::optional<double> replaced_days;
  const facts::Values* values = nullptr;  ///< of the design; those of the table of facts where null

  /// Index of a column, or -1.
  int find(std::string_view column) const;
  /// Rows kept, at today's rate; nothing if rate or retention are not known.
  std::optional<double> rows() const;
  /// Values that a column shows in `rows` rows; a date has one a day of `of_days`. Nothing if not known.
  std::optional<double> seen(int column, double rows, double of_days) const;
  /// The answer, as a path, without which the volume of the table cannot be told; empty if all are there.
  std::string missing() const;
};

TableModel table_model(const derive::Facts& facts, derive::Lineage::Id table);

}  // namespace decide::estimate
