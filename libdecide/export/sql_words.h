#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "export/sql.h"
#include "replay/model.h"

/// What the dialects say differently, and how rows and runs are called in both.
namespace decide::exporting {

/// Names of tables and rows, and the forms that differ between dialects.
class Words {
 public:
  Words(const replay::Model& model, const replay::Names& names, Dialect dialect);

  bool is_spark() const { return dialect_ == Dialect::spark; }
  const std::string& table() const { return table_; }  ///< quoted
  static std::string read(int who) { return fmt::format("read_{}", run(who)); }
  static std::string seen(int who) { return fmt::format("seen_{}", run(who)); }
  static std::string run(int who) { return who == 0 ? "live" : fmt::format("job_{}", who); }

  std::string row(int unit) const;                   ///< "e1", "k1"
  std::string event(int event) const;                ///< "e1", "k1 v2"
  int version(int event) const;                      ///< from 1, within its key
  std::string rows(const replay::Sink& sink) const;  ///< as `look` answers
  std::string look() const;

  /// A table, or in Spark a view, of what a query answers now; the query reads nothing that changes later.
  std::string keep(std::string_view name, std::string_view query) const;
  /// Several statements as one commit; Spark commits each by itself, so there it is given one.
  static std::vector<std::string> together(std::vector<std::string> statements);
  /// A list of rows with the columns named; of text where there is none.
  static std::string values(const std::vector<std::string>& rows, std::string_view columns);

 private:
  const replay::Model& model_;
  Dialect dialect_;
  std::string table_;
};

}  // namespace decide::exporting
