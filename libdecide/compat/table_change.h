#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compat/change.h"
#include "design/words.h"

/// What table formats and warehouses can do with a change of a column without rewriting the table.
namespace decide::compat {

struct Refusal {
  std::string reason;     ///< a clause for a message
  std::string_view fact;  ///< the fact behind it
};

/// Why a table of that format cannot take the change; nothing where it can, or where no fact says.
/// `partition` says that a partition is made from the column.
std::optional<Refusal> refused(design::Format format, const Change& change, bool partition);

}  // namespace decide::compat
