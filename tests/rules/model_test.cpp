#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::silent;

/// A table of `clicks` with the given fields and columns, filled from a topic.
std::string landed(std::string_view fields, std::string_view columns, std::string_view pipeline) {
  return fmt::format(
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    clicks:\n"
      "      role: raw\n"
      "      {}\n"
      "      columns: {{{}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks, {}}}\n",
      fields, columns, pipeline);
}

/// A raw table `clicks`, and `daily` computed from it.
std::string derived(std::string_view clicks, std::string_view daily, std::string_view pipeline,
                    std::string_view rest = "") {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw, {}}}\n"
      "    daily: {{role: aggregate, {}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily{}}}\n{}",
      clicks, daily, pipeline, rest);
}

std::string columns(std::string_view list) {
  return fmt::format("model: {{tables: {{clicks: {{role: raw, columns: {{{}}}}}}}}}\n", list);
}

TEST_CASE("M201: one raw table is enough") {
  CHECK(silent("M201", "model: {tables: {a: {role: aggregate}, b: {role: raw}}}\n"));
  CHECK(fires("M201", "model: {«tables»: {a: {role: fact}, b: {role: dimension}}}\n"));
}

TEST_CASE("M201: a design without tables has none either") {
  CHECK(fires("M201", "«model»: {queries: {}}\n"));
  const auto found = findings_of("M201", "title: nothing yet\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "model.tables");
}

TEST_CASE("M201: a role that could not be read may have been raw") {
  CHECK(silent("M201", "model: {tables: {a: {role: rwa}}}\n"));
  CHECK(silent("M201", "model: {tables: {a: {grain: one click}}}\n"));
}

TEST_CASE("M202: a grain of blanks or of no content is none") {
  CHECK(fires("M202",
              "model: {tables: {a: {role: raw, grain: «\"  \"»}, b: {role: audit, grain: «one row»}}}\n"));
  CHECK(fires("M202", "model: {tables: {«a»: {role: dimension}}}\n"));
  CHECK(silent("M202", "model: {tables: {a: {role: raw, grain: one row a click}}}\n"));
}

TEST_CASE("M203: only the roles that count rows need a key") {
  CHECK(fires("M203",
              "model:\n  tables:\n    «a»: {role: raw}\n    «b»: {role: fact}\n    «c»: {role: aggregate}\n"
              "    «d»: {role: attribution}\n    e: {role: dimension}\n    f: {role: feature}\n"
              "    g: {role: audit}\n"));
  CHECK(fires("M203", "model: {tables: {a: {role: raw, key: «[]»}}}\n"));
}

TEST_CASE("M203: the one unique column is offered as the key") {
  const auto one = findings_of("M203", columns("id: {cardinality: unique}, day: {type: date}"));
  REQUIRE(one.size() == 1);
  REQUIRE(one[0].fix);
  CHECK(one[0].fix->edits[0].text.find("[id]") != std::string::npos);
  CHECK_FALSE(one[0].fix->safe);
  const auto two = findings_of("M203", columns("a: {cardinality: unique}, b: {cardinality: unique}"));
  REQUIRE(two.size() == 1);
  CHECK_FALSE(two[0].fix);
}

TEST_CASE("M204: a day of processing in the key, as the article has it") {
  CHECK(fires("M204", landed("key: [event_id, «processing_date»]",
                             "event_id: {type: string}, processing_date: {type: date, time: processing}",
                             "write: merge")));
  CHECK(silent("M204", landed("key: [event_id, day]",
                              "event_id: {type: string}, day: {type: date, time: event}", "write: merge")));
  CHECK(silent("M204", landed("key: [event_id, day]",
                              "event_id: {type: string}, day: {type: date, time: logical}", "write: merge")));
  CHECK(silent("M204", landed("key: [event_id]",
                              "event_id: {type: string}, seen_at: {type: timestamp, time: processing}",
                              "write: merge")));
}

TEST_CASE("M204: the key of a merge counts, and that of a dedup") {
  constexpr std::string_view both = "event_id: {type: string}, seen_on: {type: date, time: processing}";
  CHECK(fires("M204", landed("key: [event_id]", both, "write: merge, key: [event_id, «seen_on»]")));
  CHECK(fires("M204", landed("key: [event_id]", both, "dedup: {key: [«seen_on», event_id]}")));
  const auto found = findings_of("M204", landed("key: [event_id]", both, "key: [event_id, seen_on]"));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].fix);
  CHECK(found[0].path == "model.pipelines.land.key");
}

TEST_CASE("M204: a processing time that the input carries stays what it was") {
  constexpr std::string_view clicks =
      "key: [id], columns: {id: {type: string}, seen_on: {type: date, time: processing}}";
  constexpr std::string_view daily = "key: [seen_on], columns: {seen_on: {type: date, time: processing}}";
  CHECK(silent("M204", derived(clicks, daily, "")));
  CHECK(fires("M204", derived("key: [id], columns: {id: {type: string}}",
                              "key: [«seen_on»], columns: {seen_on: {type: date, time: processing}}", "")));
  // A table that does not list its columns may carry it.
  CHECK(silent("M204", derived("key: [id]", daily, "")));
}

TEST_CASE("M204: a job writes by its own key") {
  constexpr std::string_view clicks = "key: [id], columns: {id: {type: string}}";
  constexpr std::string_view daily =
      "key: [day], columns: {day: {type: date, time: event}, run_on: {type: date, time: processing}}";
  CHECK(
      fires("M204",
            derived(clicks, daily, "",
                    "backfill: {jobs: {again: {rebuilds: daily, from: [clicks], key: [day, «run_on»]}}}\n")));
  CHECK(
      silent("M204", derived(clicks, daily, "",
                             "backfill: {jobs: {again: {rebuilds: daily, from: [clicks], key: [day]}}}\n")));
}

TEST_CASE("M204: a generated column in the key") {
  constexpr std::string_view made = "nondeterministic: [uuid]";
  CHECK(fires("M204", landed("key: [«row_id»]", "row_id: {type: uuid}", made)));
  CHECK(fires("M204", landed("key: [«row_id»]", "row_id: {type: string, cardinality: unique}", made)));
  CHECK(
      fires("M204", landed("key: [id, «loaded»]", "id: {type: string, cardinality: 3M}, loaded: {type: date}",
                           "nondeterministic: [now]")));
  CHECK(fires("M204", landed("key: [id, «salt»]", "id: {references: clicks.salt}, salt: {type: int32}",
                             "nondeterministic: [random]")));
}

TEST_CASE("M204: what cannot have been generated") {
  // Not unique, so not an id; a time of the event; no time at all; repeated from elsewhere.
  CHECK(
      silent("M204", landed("key: [c]", "c: {type: string, cardinality: 10k}", "nondeterministic: [uuid]")));
  CHECK(silent("M204", landed("key: [t]", "t: {type: timestamp, time: event}", "nondeterministic: [now]")));
  CHECK(silent("M204", landed("key: [c]", "c: {type: string}", "nondeterministic: [now]")));
  CHECK(silent("M204",
               landed("key: [c]", "c: {type: string, references: clicks.c}", "nondeterministic: [uuid]")));
  CHECK(silent("M204", landed("key: [c]", "c: {type: string}", "nondeterministic: [latest_dimension]")));
  CHECK(silent("M204", derived("key: [id], columns: {id: {type: string}}",
                               "key: [id], columns: {id: {type: string}}", ", nondeterministic: [uuid]")));
}

TEST_CASE("M204: a dimension that comes from outside") {
  constexpr std::string_view key =
      "key: [id, valid_from], columns: {id: {type: string}, valid_from: {type: timestamp, time: processing}}";
  CHECK(silent("M204", fmt::format("model: {{tables: {{campaigns: {{role: dimension, {}}}}}}}\n", key)));
  CHECK(findings_of("M204", fmt::format("model: {{tables: {{events: {{role: raw, {}}}}}}}\n", key)).size() ==
        1);
}

TEST_CASE("M204: the fix leaves the rest of the key, and no empty key") {
  constexpr std::string_view column = "day: {type: date, time: processing}, id: {type: string}";
  const auto rest = findings_of("M204", landed("key: [day, id]", column, "write: merge"));
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].fix.has_value());
  const auto none = findings_of("M204", landed("key: [day]", column, "write: merge"));
  REQUIRE(none.size() == 1);
  CHECK_FALSE(none[0].fix.has_value());
}

TEST_CASE("M205: each nullable column of a key, once") {
  CHECK(fires("M205",
              landed("key: [«a», b, «c»]",
                     "a: {nullable: true}, b: {nullable: false}, c: {nullable: true}, d: {nullable: true}",
                     "key: [a, b, c, «d»]")));
  CHECK(silent("M205", landed("key: [b]", "a: {nullable: true}, b: {type: string}", "write: merge")));
}

TEST_CASE("M205: a job's key") {
  CHECK(fires("M205", derived("key: [id]", "key: [day], columns: {day: {type: date}, c: {nullable: true}}",
                              "", "backfill: {jobs: {again: {rebuilds: daily, key: [day, «c»]}}}\n")));
}

TEST_CASE("M206: which tables need the time of the event") {
  CHECK(fires("M206",
              "model:\n  tables:\n    «a»: {role: raw}\n    «b»: {role: fact}\n    «c»: {role: feature}\n"
              "    d: {role: aggregate}\n    e: {role: dimension}\n    f: {role: attribution}\n"));
  CHECK(silent("M206", columns("t: {type: timestamp, time: event}")));
  CHECK(findings_of("M206", columns("t: {type: timestamp, time: logical}")).size() == 1);
}

TEST_CASE("M206: the one time column that says nothing of its clock is offered") {
  const auto one = findings_of("M206", columns("t: {type: timestamp}, id: {type: string}"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].fix.has_value());
  CHECK(one[0].path == "model.tables.clicks.columns");
  const auto two = findings_of("M206", columns("t: {type: timestamp}, u: {type: date}"));
  REQUIRE(two.size() == 1);
  CHECK_FALSE(two[0].fix.has_value());
}

TEST_CASE("M215: the whole type is compared") {
  const auto pair = [](std::string_view here, std::string_view there) {
    return fmt::format(
        "model:\n  tables:\n    a:\n      role: raw\n      columns: {{k: {}}}\n"
        "    b:\n      role: raw\n      columns: {{k: {}}}\n",
        here, there);
  };
  CHECK(fires("M215", pair("{type: \"decimal(10,2)\", references: «b.k»}", "{type: \"decimal(12,2)\"}")));
  CHECK(fires("M215", pair("{type: int32, references: «b.k»}", "{type: int64}")));
  CHECK(silent("M215", pair("{type: \"decimal(10,2)\", references: b.k}", "{type: \"decimal(10, 2)\"}")));
  CHECK(silent("M215", pair("{references: b.k}", "{type: int64}")));
  CHECK(silent("M215", pair("{type: int32, references: b.k}", "{cardinality: 3}")));
  CHECK(silent("M215", pair("{type: int32, references: b.gone}", "{type: int64}")));
}

TEST_CASE("M216: names that are listed as personal data") {
  constexpr std::string_view scope = "scope: {compliance: {personal_data: [buyer, user_id]}}\n";
  const auto with = [&](std::string_view list) { return std::string(scope) + columns(list); };
  CHECK(fires("M216", with("«buyer»: {type: string}, «user_id»: {type: string}, id: {type: string}")));
  CHECK(silent("M216", with("buyer: {type: string, pii: true}")));
  const auto denied = findings_of("M216", with("buyer: {type: string, pii: false}"));
  REQUIRE(denied.size() == 1);
  CHECK(denied[0].path == "model.tables.clicks.columns.buyer.pii");
  CHECK_FALSE(denied[0].fix->safe);
  const auto unsaid = findings_of("M216", with("buyer: {type: string}"));
  REQUIRE(unsaid.size() == 1);
  CHECK(unsaid[0].fix->safe);
}

TEST_CASE("M216: columns that are called like personal data") {
  for (const char* name : {"email",
                           "phone",
                           "ip",
                           "device_id",
                           "user_id",
                           "name",
                           "address",
                           "lat",
                           "lon",
                           "user_email",
                           "email_address",
                           "ip_address",
                           "client_ip",
                           "phone_number",
                           "first_name",
                           "full_name",
                           "home_address",
                           "end-user-id",
                           "mobile_device_id",
                           "user_id_hash",
                           "address_line1",
                           "pickup_latitude"}) {
    CAPTURE(name);
    CHECK(fires("M216", columns(fmt::format("«{}»: {{type: string}}", name))));
  }
}

TEST_CASE("M216: look-alikes that say nothing about a person") {
  for (const char* name : {"campaign_name", "event_name", "ship", "ip_version", "email_opens", "device_type",
                           "user_count", "platform", "lateness", "clone", "username_length", "address_type",
                           "phone_model", "user_id_count", "names", "ids"}) {
    CAPTURE(name);
    CHECK(silent("M216", columns(fmt::format("{}: {{type: string}}", name))));
  }
}

TEST_CASE("M216: said either way, a flag, a sketch or a count") {
  CHECK(silent("M216", columns("email: {type: string, pii: false}, ip: {type: string, pii: true}")));
  CHECK(silent("M216", columns("email: {type: bool}, user_id: {type: hll}")));
  CHECK(silent("M216",
               "model: {tables: {d: {role: aggregate, measures: {email: count}, columns: {email: {type: "
               "int64}}}}}\n"));
  CHECK(
      fires("M216",
            "model: {tables: {d: {role: aggregate, measures: {email: last(email)}, columns: {«email»: {type: "
            "string}}}}}\n"));
}

TEST_CASE("what the fixes of the model rules leave behind") {
  CHECK(test::mends("M203", columns("id: {cardinality: unique}")));
  CHECK(test::mends(
      "M204",
      landed("key: [day, id]", "day: {type: date, time: processing}, id: {type: string}", "write: merge")));
  CHECK(test::mends("M206", columns("t: {type: timestamp}")));
  CHECK(test::mends("M215", columns("a: {type: int32, references: clicks.b}, b: {type: \"decimal(10,2)\"}")));
  CHECK(test::mends("M216", "scope: {compliance: {personal_data: [u]}}\n" + columns("u: {type: string}")));
}

}  // namespace
}  // namespace decide
