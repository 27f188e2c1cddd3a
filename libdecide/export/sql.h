#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "replay/timeline.h"

/// A timeline as SQL that a real engine runs: one step of the model is one committed transaction, and a read
/// is kept as a table (or a view of what does not change), so that one connection plays every interleaving.
namespace decide::exporting {

enum class Dialect : std::uint8_t {
  duckdb,
  spark,  ///< Spark SQL over Iceberg tables
};
std::optional<Dialect> dialect_named(std::string_view name);

/// One step of a timeline.
struct SqlStep {
  std::string words;                    ///< "land: writes e1"
  std::vector<std::string> statements;  ///< each without a semicolon; none where nothing is changed
  std::string rows;                     ///< what `SqlScript::look` answers afterwards, as the model says
};

struct SqlScript {
  std::vector<std::string> tables;  ///< makes those that the steps use
  std::vector<SqlStep> steps;
  std::string look;     ///< asks for the rows of the table, as one text
  std::string verdict;  ///< the rows of the table beside those of a right one
};

/// The statements of a timeline. It need not go wrong.
SqlScript sql_of(const replay::Declaration& declared, const replay::Witness& witness,
                 const replay::Names& names, Dialect dialect);

/// The same as one script, which ends in an error where the engine holds other rows than the model, and
/// whose last query shows the wrong table beside the right one.
std::string sql_text(const replay::Declaration& declared, const replay::Witness& witness,
                     const replay::Names& names, Dialect dialect);

/// A name from a file as an identifier that stands for itself in every dialect: letters of ASCII, digits and
/// `_`; all else becomes `_`.
std::string identifier(std::string_view name);

}  // namespace decide::exporting
