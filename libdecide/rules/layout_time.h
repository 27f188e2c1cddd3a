#pragma once

#include <optional>

#include "estimate/table_model.h"

namespace decide::rules {

/// The part of a partition that is a unit of time.
struct TimePart {
  const design::Val<design::Transform>* transform = nullptr;
  double days = 0;  ///< 1/24, 1, 30 or 365; 1 of a bare date
  int column = 0;   ///< of the model
};

/// The finest unit of time in `by`; nothing if time is no part of it.
std::optional<TimePart> finest_time(const estimate::TableModel& table, const design::Layout& layout);

/// "hour", "day", "month" or "year"
std::string_view unit_name(const TimePart& part);

}  // namespace decide::rules
