#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "derive/constraint.h"
#include "derive/lineage.h"
#include "design/design.h"
#include "facts/fact.h"
#include "yaml/document.h"

namespace decide::derive {

/// How often in a day, and how many days.
constexpr double a_day(units::Rate rate) {
  return rate * units::days(1) / units::Count{1};
}
constexpr double in_days(units::Duration time) {
  return time / units::days(1);
}

/// What a consumer asks for, after the defaults of the scope have been filled in.
struct Demand {
  design::Level level = design::Level::eventual;
  std::optional<units::Percent> tolerance;
  std::optional<units::Duration> freshness;
  design::Place level_at, tolerance_at, freshness_at;  ///< where each was said
};

/// Everything that follows from a design and that rules, estimates and renderers read. It points into the
/// design and the document, which must outlive it, and which it does not change.
struct Facts {
  Facts(const yaml::Document& document, const design::Design& design, facts::Values values = {});

  const yaml::Document& document;
  const design::Design& design;
  facts::Values values;  ///< limits and constants that hold for this design
  Lineage lineage;
  Constraints constraints;

  /// What a consumer asks for; a consumer that does not say takes the scope's answer.
  Demand demand(const design::Consumer& consumer) const;
  /// The strongest level that any reader downstream of the table asks (design-file: "exact, eventual,
  /// approximate"); nothing where nobody reads it, or where no reader says and the scope does not either. A
  /// query that names no consumer asks what the scope asks.
  std::optional<design::Level> level(Lineage::Id table) const;
  /// True where rules about the final state treat the table as exact: exact or eventual.
  bool right_in_the_end(Lineage::Id table) const;
  /// True if the strongest reader asks exact.
  bool is_exact(Lineage::Id table) const { return level(table) == design::Level::exact; }
  /// True if anything in the scope asks exact (the constraint exact-counts).
  bool exact_somewhere() const { return constraints.has(ConstraintId::exact_counts); }

  /// Rows a day of a table: given, or for raw the rates of the sources that fill it, or the average volume;
  /// nothing if unknown. Unit: rows/day.
  std::optional<double> rows_per_day(const design::Table& table) const;
  /// Bytes of a row, uncompressed: row_size, else event_size, else the assumed 500 B (fact scope.event_size).
  units::Bytes row_bytes(const design::Table& table) const;
  /// Bytes of an event: event_size, else the assumed 500 B.
  units::Bytes event_bytes() const;
  const design::Layout* layout(std::string_view table) const;
};

}  // namespace decide::derive
