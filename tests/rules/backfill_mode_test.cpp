#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

/// A mode, how often schemas change, and a job.
std::string replay(std::string_view mode, std::string_view changes, std::string_view job,
                   std::string_view scope = "") {
  return fmt::format(
      "scope: {{schema_change: {{stability: changing, owner: us, changes: {}}}{}}}\n"
      "model: {{tables: {{clicks: {{role: raw}}, daily: {{role: aggregate}}}}}}\n"
      "backfill:\n  schema: {{registry: confluent{}}}\n  jobs: {{again: {{rebuilds: daily{}}}}}\n",
      changes, scope, mode.empty() ? std::string() : fmt::format(", compatibility: {}", mode), job);
}

TEST_CASE("B432: more than one change apart, and the last version only") {
  for (const char* mode : {"backward", "forward", "full"})
    CHECK(fires("B432", replay(fmt::format("«{}»", mode), "2/month", ", range: 16 d")));
  for (const char* mode : {"none", "backward_transitive", "forward_transitive", "full_transitive"})
    CHECK(silent("B432", replay(mode, "2/month", ", range: 90 d")));
  CHECK(silent("B432", replay("backward", "2/month", ", range: 15 d")));
  CHECK(silent("B432", replay("backward", "1/month", ", range: 16 d")));
  CHECK(fires("B432", replay("«backward»", "2/month", ", range: 10 d, window: 10 d")));
  CHECK(test::mends("B432", replay("backward", "2/month", ", range: 90 d")));
}

TEST_CASE("B432: the registry's default, and history that is kept for replay") {
  const auto unsaid = findings_of("B432", replay("", "2/month", ", range: 90 d"));
  REQUIRE(unsaid.size() == 1);
  CHECK(unsaid[0].path == "backfill.schema.compatibility");
  CHECK(fires("B432", replay("«backward»", "2/month", "", ", retention: {raw: 400 d}")));
  // a job says how much is replayed; that more is kept does not matter
  CHECK(silent("B432", replay("backward", "2/month", ", range: 10 d", ", retention: {raw: 400 d}")));
  CHECK(silent("B432", "backfill: {schema: {registry: confluent, compatibility: backward}}\n"));
}

std::string order(std::string_view mode, std::string_view first, std::string_view owner = "us") {
  return fmt::format(
      "scope: {{schema_change: {{stability: changing, owner: {}}}}}\n"
      "backfill: {{schema: {{compatibility: {}{}}}}}\n",
      owner, mode, first.empty() ? std::string() : fmt::format(", upgrade_first: {}", first));
}

TEST_CASE("B433: who goes first") {
  for (const char* mode : {"backward", "backward_transitive"}) {
    CHECK(fires("B433", order(mode, "«producers»")));
    CHECK(silent("B433", order(mode, "consumers")));
    CHECK(silent("B433", order(mode, "")));
  }
  for (const char* mode : {"forward", "forward_transitive"}) {
    CHECK(fires("B433", order(mode, "«consumers»")));
    CHECK(silent("B433", order(mode, "producers")));
  }
  for (const char* mode : {"full", "full_transitive", "none"}) {
    for (const char* first : {"consumers", "producers"}) CHECK(silent("B433", order(mode, first)));
  }
  CHECK(test::mends("B433", order("backward", "producers")));
}

TEST_CASE("B433: third parties ask nobody") {
  for (const char* first : {"", "consumers", "producers"}) {
    CHECK(fires("B433", order("«backward»", first, "third_party")));
    CHECK(silent("B433", order("full", first, "third_party")));
  }
  CHECK(silent("B433", order("forward", "producers", "third_party")));
  CHECK(fires("B433", order("forward", "«consumers»", "third_party")));
  CHECK(silent("B433", order("backward", "consumers", "producers")));
  CHECK(test::mends("B433", order("backward_transitive", "", "third_party")));
}

}  // namespace
}  // namespace decide
