#include "export/sql.h"

#include <algorithm>

#include "replay/declared.h"

/// Timelines as SQL. That engines hold what is said here is the business of tests/engines.
namespace decide {
namespace {

using namespace replay;
using exporting::Dialect;

Witness found(const Declaration& declared, Defect defect) {
  Options options;
  options.only = defect;
  const Outcome outcome = explore(declared, options);
  REQUIRE(outcome.find(defect) != nullptr);
  return *outcome.find(defect);
}

/// A stale chunk of a backfill overwrites a newer row.
Declaration stale() {
  Declaration declared = test::live(Effect::upsert);
  declared.live.versioned = true;
  test::with_job(declared, Effect::upsert);
  return declared;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The statements of all steps.
std::vector<std::string> statements(const exporting::SqlScript& script) {
  std::vector<std::string> all;
  for (const auto& step : script.steps) all.insert(all.end(), step.statements.begin(), step.statements.end());
  return all;
}

TEST_CASE("a timeline is a list of statements, each with the rows that follow from it") {
  const Declaration declared = test::live(Effect::add);
  const auto script =
      exporting::sql_of(declared, found(declared, Defect::retry), {"events", "land", ""}, Dialect::duckdb);
  std::vector<std::string> rows, words;
  for (const auto& step : script.steps) {
    rows.push_back(step.rows);
    words.push_back(step.words);
  }
  CHECK(rows == std::vector<std::string>{"", "", "e1 v1 x1", "e1 v1 x1", "e1 v1 x2"});
  CHECK(words[0] == "source: e1 arrives");
  CHECK(words[2] == "land: writes e1");
  CHECK(script.steps[3].statements.empty());  // the reply is lost, the table as it was
  CHECK(script.steps[4].statements ==
        std::vector<std::string>{"INSERT INTO \"events\" SELECT row_key, version FROM read_live"});
  CHECK(contains(script.verdict, "('e1', 1, 1)"));
}

TEST_CASE("a merge is a MERGE, guarded where it goes by version") {
  const Declaration declared = stale();
  const Witness witness = found(declared, Defect::race);
  const auto script = exporting::sql_of(declared, witness, {"users", "apply", "rebuild"}, Dialect::spark);
  std::vector<std::string> merges;
  for (const std::string& statement : statements(script)) {
    if (statement.starts_with("MERGE INTO `users`")) merges.push_back(statement);
  }
  REQUIRE(merges.size() == 2);
  CHECK(contains(merges[0], "WHEN MATCHED AND source.version > target.version THEN"));
  CHECK(contains(merges[0], "max(version)"));
  CHECK_FALSE(contains(merges[1], "source.version > target.version"));
  CHECK(script.steps.back().rows == "k1 v1 x1");
}

TEST_CASE("an overwrite is one transaction on DuckDB and one statement on Spark, if it is atomic") {
  Declaration declared = test::job(Effect::overwrite);
  const Witness witness{Defect::overlap, {}, 1, 0, {{Verb::arrive, 0}, {Verb::read, 1}, {Verb::write, 1}}};
  const Names names{"days", "", "rebuild"};
  CHECK(exporting::sql_of(declared, witness, names, Dialect::duckdb).steps[2].statements ==
        std::vector<std::string>{"BEGIN TRANSACTION", "DELETE FROM \"days\"",
                                 "INSERT INTO \"days\" SELECT row_key, version FROM read_job_1", "COMMIT"});
  CHECK(exporting::sql_of(declared, witness, names, Dialect::spark).steps[2].statements ==
        std::vector<std::string>{"INSERT OVERWRITE `days` SELECT row_key, version FROM read_job_1"});
  declared.job.atomic = false;
  Witness bare = witness;
  bare.steps = {{Verb::arrive, 0}, {Verb::read, 1}, {Verb::remove, 1}, {Verb::write, 1}};
  const auto script = exporting::sql_of(declared, bare, names, Dialect::duckdb);
  CHECK(script.steps[2].statements == std::vector<std::string>{"DELETE FROM \"days\""});
  CHECK(script.steps[3].statements ==
        std::vector<std::string>{"INSERT INTO \"days\" SELECT row_key, version FROM read_job_1"});
}

TEST_CASE("what the target refuses or knows already is no statement") {
  Declaration declared = test::live(Effect::add);
  declared.live.token = Token::batch;
  const Witness repeated{
      Defect::retry,
      {},
      1,
      1,
      {{Verb::arrive, 0}, {Verb::read, 0}, {Verb::write, 0}, {Verb::unknown, 0}, {Verb::write, 0}}};
  const auto script = exporting::sql_of(declared, repeated, {"t", "land", ""}, Dialect::duckdb);
  CHECK(script.steps[2].statements.size() == 1);
  CHECK(script.steps[4].statements.empty());
  CHECK(script.steps[4].rows == "e1 v1 x1");
}

TEST_CASE("the script says at each change what it expects, and ends with the table beside a right one") {
  const Declaration declared = stale();
  const std::string text = exporting::sql_text(declared, found(declared, Defect::race),
                                               {"users", "apply", "rebuild"}, Dialect::duckdb);
  CHECK(contains(text, "-- I5 race: 2 events, 0 faults, 6 steps\n"));
  CHECK(contains(text, "\n-- 6  rebuild: writes k1 v1\n"));
  CHECK(contains(text, "'k1 v1 x1' THEN held ELSE error("));
  const std::size_t last = text.rfind("\n-- ");
  CHECK(contains(text.substr(last), "`users` ends with k1 v1; a right table has k1 v2."));
  CHECK(contains(text.substr(last), "('k1', 2, 1)"));
  CHECK(text.back() == '\n');
  const std::string on_spark = exporting::sql_text(declared, found(declared, Defect::race),
                                                   {"users", "apply", "rebuild"}, Dialect::spark);
  CHECK(contains(on_spark, "raise_error("));
  CHECK(contains(on_spark, "USING iceberg;"));
}

TEST_CASE("a name of the file is no SQL") {
  CHECK(exporting::identifier("orders_2") == "orders_2");
  CHECK(exporting::identifier("a\"; DROP TABLE x; --") == "a___DROP_TABLE_x____");
  CHECK(exporting::identifier("") == "table_");
  CHECK(exporting::identifier("Arrivals") == "table_Arrivals");
  CHECK(exporting::identifier("read_live") == "table_read_live");
  CHECK(exporting::identifier(std::string(300, 'x')).size() == 60);
  const Declaration declared = test::live(Effect::add);
  const Names hostile{"t`\"'\n; DROP TABLE x; --", "p\nSELECT 1;", "j\r\x1b[31m"};
  for (const Dialect dialect : {Dialect::duckdb, Dialect::spark}) {
    const std::string text = exporting::sql_text(declared, found(declared, Defect::retry), hostile, dialect);
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = text.find('\n', begin);
      const std::string line = text.substr(begin, end - begin);
      begin = end + 1;
      CAPTURE(line);
      if (line.starts_with("--")) continue;
      CHECK_FALSE(contains(line, "DROP TABLE x"));
      CHECK_FALSE(line.starts_with("SELECT 1"));
    }
    CHECK(std::all_of(text.begin(), text.end(),
                      [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= ' '; }));
  }
}

}  // namespace
}  // namespace decide
