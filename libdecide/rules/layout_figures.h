#pragma once

#include <string>
#include <string_view>

#include "diag/finding.h"
#include "estimate/estimates.h"
#include "facts/fact.h"

/// Figures of tables that several rules about layouts show.
namespace decide::rules {

/// For people: "4.0 billion", "31 kB", "10%".
std::string counted(double count);
std::string sized(double bytes);
std::string shared(double share);

/// A number beside a limit that it breaks: with more digits, or in full, where both would read the same.
std::string counted_beside(double count, double limit);
std::string sized_beside(double bytes, double limit);
/// True if a time that was added up is over a limit by more than adding up leaves: 100 ms and 200 ms are no
/// more than 300 ms.
bool is_over(units::Duration time, units::Duration limit);
std::string time_beside(units::Duration time, units::Duration limit);
std::string share_beside(units::Percent share, units::Percent limit);

/// The format of a layout that has a shape: "iceberg".
std::string_view format_name(const estimate::TableFigures& table);

/// The item of `by` behind a part of the shape, which has no parts for columns that the table lacks.
const design::Val<design::Transform>& item_of(const estimate::TableFigures& table, std::size_t part);
/// The column of the model, as the design has it.
const design::Column& declared(const estimate::TableFigures& table, int column);

/// A query of the table, as where the constraint hot-queries may come from; the layout where there is none.
design::Place asked_at(const derive::Facts& facts, const estimate::TableFigures& table);

/// True if all rows of a partition have the same value of the column.
bool is_fixed(const estimate::TableFigures& table, int column);

/// Partitions kept; the table must have them.
diag::Figure partitions_in_all(const estimate::TableFigures& table);
/// Mean bytes of one partition.
diag::Figure bytes_of_partition(const estimate::TableFigures& table);
/// Bytes on storage in all.
diag::Figure bytes_stored(const estimate::TableFigures& table);

}  // namespace decide::rules
