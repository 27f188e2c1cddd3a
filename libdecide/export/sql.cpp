#include "export/sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "export/sql_steps.h"
#include "replay/invariant.h"

namespace decide::exporting {

namespace {

std::vector<std::string> tables(const Words& words) {
  if (words.is_spark())
    return {"CREATE NAMESPACE IF NOT EXISTS dedesign_replay", "USE dedesign_replay",
            fmt::format("DROP TABLE IF EXISTS {}", words.table()),
            fmt::format("CREATE TABLE {} (row_key STRING, version INT) USING iceberg", words.table())};
  return {
      fmt::format("CREATE OR REPLACE TEMPORARY TABLE {} (row_key VARCHAR, version INTEGER)", words.table()),
      "CREATE OR REPLACE TEMPORARY TABLE arrivals (entry INTEGER, event VARCHAR, row_key VARCHAR, "
      "version INTEGER, late BOOLEAN, forgotten BOOLEAN)"};
}

/// The rows of a right table, one a key.
std::string right_rows(const replay::Model& model, const replay::State& state, const Words& words) {
  const replay::Sink right = truth(model, state);
  replay::State only = replay::empty_state();
  only.rows = right.rows;
  std::vector<std::string> rows;
  for (int unit = 0; unit < replay::most_events; ++unit) {
    if (rows_of(only, unit) == 0) continue;
    const int winner = rows_change(model.declared) ? right.winner[static_cast<std::size_t>(unit)] - 1 : unit;
    rows.push_back(fmt::format("('{}', {}, 1)", words.row(unit), words.version(winner)));
  }
  if (rows.empty()) return "SELECT '' AS row_key, 0 AS version, 0 AS n WHERE false";
  return Words::values(rows, "row_key, version, n");
}

std::string verdict(const replay::Model& model, const replay::State& state, const Words& words) {
  return fmt::format(
      "SELECT coalesce(found.row_key, correct.row_key) AS row_key, coalesce(found.n, 0) AS rows_found, "
      "found.version AS version_found, coalesce(correct.n, 0) AS rows_right, correct.version AS "
      "version_right, "
      "CASE WHEN found.n = correct.n AND found.version = correct.version THEN 'right' ELSE 'wrong' END AS "
      "verdict "
      "FROM (SELECT row_key, max(version) AS version, count(*) AS n FROM {} GROUP BY row_key) AS found "
      "FULL JOIN ({}) AS correct ON correct.row_key = found.row_key ORDER BY row_key",
      words.table(), right_rows(model, state, words));
}

std::string who(const replay::Line& line, const replay::Names& names) {
  if (line.lane == replay::Line::Lane::source) return "source";
  if (line.lane == replay::Line::Lane::live) return std::string(names.pipeline);
  return line.run > 1 ? fmt::format("{} (run {})", names.job, line.run) : std::string(names.job);
}

/// A statement that fails where the table holds something else.
std::string expectation(const SqlScript& script, const SqlStep& step, std::size_t number, Dialect dialect) {
  return fmt::format(
      "SELECT CASE WHEN held = '{0}' THEN held ELSE {1}(concat('step {2}: the engine holds ', held, "
      "', the model {0}')) END AS step_{2} FROM (SELECT ({3}) AS held) AS looked",
      step.rows, dialect == Dialect::spark ? "raise_error" : "error", number, script.look);
}

std::string comment(std::string_view words) {
  return "-- " + sanitize(words) + "\n";
}

std::string head(const replay::Witness& witness, const replay::Names& names, Dialect dialect) {
  const bool spark = dialect == Dialect::spark;
  return comment(fmt::format("How `{}` goes wrong, step by step, as SQL for {}.", names.table,
                             spark ? "Spark with Iceberg" : "DuckDB")) +
         comment(fmt::format("{} {}: {}", invariant_id(witness.defect), defect_name(witness.defect),
                             cost(witness))) +
         comment("A row is one contribution of an event: what a count or a sum over the table adds up.") +
         comment(spark ? "Run it with `spark-sql -f FILE`; the catalog in use must keep Iceberg tables."
                       : "Run it with `duckdb -bail < FILE`. All of it is temporary: no table of a database "
                         "changes.") +
         comment("It ends in an error if the engine holds other rows than the model.");
}

}  // namespace

SqlScript sql_of(const replay::Declaration& declared, const replay::Witness& witness,
                 const replay::Names& names, Dialect dialect) {
  const replay::Model model = model_of(declared, witness);
  const Words words(model, names, dialect);
  const auto lines = replay::lines(declared, witness);
  Steps steps(model, words);
  SqlScript script{tables(words), {}, words.look(), {}};
  replay::State state = initial(model);
  for (std::size_t i = 0; i < witness.steps.size(); ++i) {
    replay::Seen seen;
    const replay::State next = step(model, state, witness.steps[i], seen);
    script.steps.push_back({fmt::format("{}: {}", who(lines[i], names), lines[i].what),
                            steps.of(state, next, witness.steps[i]), words.rows(sink_of(next))});
    state = next;
  }
  script.verdict = verdict(model, state, words);
  return script;
}

std::string sql_text(const replay::Declaration& declared, const replay::Witness& witness,
                     const replay::Names& names, Dialect dialect) {
  const SqlScript script = sql_of(declared, witness, names, dialect);
  std::string text = head(witness, names, dialect) + "\n";
  for (const std::string& statement : script.tables) text += statement + ";\n";
  std::string held;
  for (std::size_t i = 0; i < script.steps.size(); ++i) {
    const SqlStep& step = script.steps[i];
    text += "\n" + comment(fmt::format("{}  {}", i + 1, step.words));
    for (const std::string& statement : step.statements) text += statement + ";\n";
    const bool last = i + 1 == script.steps.size();
    if (step.rows != held || last) text += expectation(script, step, i + 1, dialect) + ";\n";
    held = step.rows;
  }
  text += "\n" + comment(contradiction(declared, witness, names));
  return text + script.verdict + ";\n";
}

}  // namespace decide::exporting
