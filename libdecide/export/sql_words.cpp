#include "export/sql_words.h"

namespace decide::exporting {

using replay::unit_of;

Words::Words(const replay::Model& model, const replay::Names& names, Dialect dialect)
    : model_(model), dialect_(dialect) {
  const char quote = is_spark() ? '`' : '"';
  table_ = quote + identifier(names.table) + quote;
}

std::string Words::row(int unit) const {
  return fmt::format("{}{}", rows_change(model_.declared) ? 'k' : 'e', unit + 1);
}

int Words::version(int event) const {
  if (!rows_change(model_.declared)) return 1;
  int version = 0;
  for (int i = 0; i <= event; ++i) version += unit_of(model_, i) == unit_of(model_, event) ? 1 : 0;
  return version;
}

std::string Words::event(int event) const {
  const std::string name = row(unit_of(model_, event));
  return rows_change(model_.declared) ? fmt::format("{} v{}", name, version(event)) : name;
}

std::string Words::rows(const replay::Sink& sink) const {
  replay::State state = replay::empty_state();
  state.rows = sink.rows;
  std::string all;
  for (int unit = 0; unit < replay::most_events; ++unit) {
    const int count = rows_of(state, unit);
    if (count == 0) continue;
    const int winner = rows_change(model_.declared) ? sink.winner[static_cast<std::size_t>(unit)] - 1 : unit;
    all += fmt::format("{}{} v{} x{}", all.empty() ? "" : ", ", row(unit), version(winner), count);
  }
  return all;
}

std::string Words::look() const {
  const auto each = fmt::format(
      "SELECT concat(row_key, ' v', max(version), ' x', least(count(*), 3)) AS one FROM {} GROUP BY row_key",
      table_);
  if (is_spark()) return fmt::format("SELECT concat_ws(', ', sort_array(collect_list(one))) FROM ({})", each);
  return fmt::format("SELECT coalesce(string_agg(one, ', ' ORDER BY one), '') FROM ({})", each);
}

std::string Words::keep(std::string_view name, std::string_view query) const {
  return fmt::format("CREATE OR REPLACE {} {} AS {}", is_spark() ? "TEMPORARY VIEW" : "TEMPORARY TABLE", name,
                     query);
}

std::vector<std::string> Words::together(std::vector<std::string> statements) {
  statements.insert(statements.begin(), "BEGIN TRANSACTION");
  statements.emplace_back("COMMIT");
  return statements;
}

std::string Words::values(const std::vector<std::string>& rows, std::string_view columns) {
  return fmt::format("SELECT * FROM (VALUES {}) AS listed ({})", fmt::join(rows, ", "), columns);
}

std::optional<Dialect> dialect_named(std::string_view name) {
  if (name == "duckdb") return Dialect::duckdb;
  if (name == "spark") return Dialect::spark;
  return std::nullopt;
}

std::string identifier(std::string_view name) {
  constexpr std::size_t longest = 60;
  std::string safe;
  for (const char c : name.substr(0, longest)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    safe += letter ? c : '_';
  }
  // The tables beside it have names of their own.
  std::string lower = safe;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const bool taken =
      lower == "arrivals" || lower == "stray" || lower.starts_with("read_") || lower.starts_with("seen_");
  return safe.empty() || taken ? "table_" + safe : safe;
}

}  // namespace decide::exporting
