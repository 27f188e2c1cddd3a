#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "design/design.h"
#include "estimate/table_model.h"
#include "facts/fact.h"
#include "facts/format.h"

namespace decide::estimate {

/// One partition transform over a column of the model.
struct Part {
  design::Transform::Kind kind = design::Transform::Kind::identity;
  int column = 0;
  double argument = 0;  ///< buckets, or the width of truncate
  friend bool operator==(const Part&, const Part&) = default;
};

/// How a table lies on storage, as plain figures.
struct Shape {
  const facts::FormatTraits* traits = nullptr;
  std::vector<Part> by;
  std::vector<int> cluster;
  double target_file = 0;  ///< bytes
  double writers = 1;
  double compression = 1;
  bool compacts = false;                  ///< planned, or done by the format itself
  double compact_every = 0;               ///< days; 0 if the format does it by itself
  double compact_to = 0;                  ///< bytes
  double live_days = 0;                   ///< snapshots are kept for; 0 if not said
  const facts::Values* values = nullptr;  ///< of the design; those of the table of facts where null

  const facts::Fact& fact(std::string_view name) const {
    return values != nullptr ? values->fact(name) : facts::fact(name);
  }
};

/// The declared layout; nothing without a format. Columns that the table lacks are left out (F005).
std::optional<Shape> shape(const TableModel& table, const design::Layout& layout);

/// Length in days of the unit of time that a part stands for: 1/24, 1, 30, 365; a bare date has one value a
/// day; 0 if it is not one of time.
double unit_days(const TableModel& table, const Part& part);

}  // namespace decide::estimate
