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

/// topic -> clicks -> `out`, with a plan that reaches some of them.
std::string copied(std::string_view reaches, std::string_view out, std::string_view pipeline = "",
                   std::string_view regimes = "gdpr", std::string_view method = "crypto_shred") {
  return fmt::format(
      "scope: {{compliance: {{regimes: [{}], personal_data: [user_id], erasure: 30 d}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw, columns: {{user_id: {{pii: true}}, ip: {{pii: true}}, cost: {{type: "
      "int64}}}}}}\n"
      "    out: {{{}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks}}\n"
      "    derive: {{from: [clicks], to: out{}}}\n"
      "backfill:\n"
      "  erasure: {{method: {}, key: user_id, reaches: {}}}\n",
      regimes, out, pipeline, method, reaches);
}

TEST_CASE("B451: what inherits a personal column by name, reference or measure") {
  const std::string_view reaches = "«[topic, clicks, backups]»";
  CHECK(fires("B451", copied(reaches, "role: fact, columns: {user_id: {}}")));
  CHECK(fires("B451", copied(reaches, "role: fact, columns: {ip: {}}")));
  CHECK(fires("B451", copied(reaches, "role: fact, columns: {visitor: {references: clicks.user_id}}")));
  CHECK(fires("B451", copied(reaches, "role: aggregate, measures: {latest: last(ip)}, columns: {day: {}}")));
  CHECK(fires("B451", copied(reaches, "role: feature, columns: {mail: {pii: true}}")));
  // a copy that does not say which columns it has has them all
  CHECK(fires("B451", copied(reaches, "role: fact")));
  CHECK(fires("B451", copied(reaches, "role: aggregate, key: [user_id]")));
}

TEST_CASE("B451: what looks like it and holds nobody") {
  const std::string_view reaches = "[topic, clicks, backups]";
  CHECK(silent("B451", copied(reaches, "role: fact, columns: {cost: {}}")));
  CHECK(silent("B451", copied(reaches, "role: fact, columns: {user_id: {pii: false}}")));
  CHECK(silent(
      "B451",
      copied(reaches, "role: aggregate, measures: {users: count_distinct(user_id)}, columns: {users: {}}")));
  CHECK(silent("B451", copied(reaches, "role: aggregate, key: [day]")));
  CHECK(silent("B451", copied("[topic, clicks, out, backups]", "role: fact, columns: {user_id: {}}")));
}

TEST_CASE("B451: sources and backups") {
  const std::string_view out = "role: aggregate, columns: {day: {}}";
  CHECK(fires("B451", copied("«[clicks, backups]»", out)));
  CHECK(fires("B451", copied("«[topic, clicks]»", out)));
  CHECK(findings_of("B451", copied("[clicks]", out)).size() == 2);
  // the law of California lets backups wait
  CHECK(silent("B451", copied("[topic, clicks]", out, "", "ccpa")));
  CHECK(fires("B451", copied("«[topic, clicks]»", out, "", "gdpr, ccpa")));
}

TEST_CASE("B451: the path is shown, and the fix adds what is missing") {
  const auto found =
      findings_of("B451", copied("[topic, clicks, backups]", "role: fact, columns: {user_id: {}}"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "backfill.erasure.reaches");
  CHECK(found[0].message.find("topic -> clicks -> out") != std::string::npos);
  CHECK(found[0].severity == Severity::error);
  CHECK(test::mends("B451", copied("[topic, clicks, backups]", "role: fact, columns: {user_id: {}}")));
}

TEST_CASE("B451: without a plan B450 speaks, and a topic of other events is left alone") {
  CHECK(silent("B451", copied("[]", "role: fact, columns: {user_id: {}}")));
  CHECK(silent("B451",
               "scope: {compliance: {personal_data: [user_id], erasure: 30 d}}\n"
               "model:\n"
               "  sources: {topic: {kind: kafka}, prices: {kind: api}}\n"
               "  tables:\n"
               "    clicks: {role: raw, columns: {user_id: {pii: true}}}\n"
               "    costs: {role: raw, columns: {price: {}}}\n"
               "  pipelines: {a: {from: [topic], to: clicks}, b: {from: [prices], to: costs}}\n"
               "backfill: {erasure: {key: user_id, reaches: [topic, clicks, backups]}}\n"));
}

TEST_CASE("B451: through several hops, and back to what fed them") {
  constexpr std::string_view design =
      "scope: {{compliance: {{personal_data: [user_id], erasure: 30 d}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    landed: {{role: raw}}\n"
      "    clean: {{role: fact, columns: {{user_id: {{pii: true}}}}}}\n"
      "    features: {{role: feature, columns: {{user_id: {{}}, score: {{}}}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: landed}}\n"
      "    clean-up: {{from: [landed], to: clean}}\n"
      "    score: {{from: [clean], to: features}}\n"
      "backfill: {{erasure: {{key: user_id, reaches: {}}}}}\n";
  const auto missed = [&](std::string_view reaches) {
    return findings_of("B451", fmt::format(design, reaches)).size();
  };
  CHECK(missed("[topic, landed, clean, features, backups]") == 0);
  CHECK(missed("[clean, features, backups]") == 2);
  CHECK(missed("[topic, landed, clean, backups]") == 1);
}

TEST_CASE("B451: a column that references a person was carried by its own source") {
  constexpr std::string_view design =
      "scope: {{compliance: {{personal_data: [user_id], erasure: 30 d}}}}\n"
      "model:\n"
      "  sources: {{people: {{kind: cdc}}, topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    users: {{role: dimension, columns: {{user_id: {{pii: true}}}}}}\n"
      "    orders: {{role: raw, columns: {{user_id: {{pii: true, references: users.user_id}}}}}}\n"
      "  pipelines: {{a: {{from: [people], to: users}}, b: {{from: [topic], to: orders}}}}\n"
      "backfill: {{erasure: {{key: user_id, reaches: {}}}}}\n";
  CHECK(silent("B451", fmt::format(design, "[people, topic, users, orders, backups]")));
  CHECK(fires("B451", fmt::format(design, "«[people, users, orders, backups]»")));
}

TEST_CASE("B455: a stream does not hear of deletes") {
  const std::string_view out = "role: fact, columns: {user_id: {}}";
  const auto derive = [&](std::string_view mode, std::string_view method, std::string_view reaches) {
    return findings_of("B455", copied(reaches, out, fmt::format(", mode: {}", mode), "gdpr", method)).size();
  };
  CHECK(derive("stream", "delete_merge", "[topic, clicks, backups]") == 1);
  CHECK(derive("micro_batch", "delete_merge", "[topic, clicks, backups]") == 1);
  CHECK(derive("batch", "delete_merge", "[topic, clicks, backups]") == 0);
  CHECK(derive("stream", "crypto_shred", "[topic, clicks, backups]") == 0);
  CHECK(derive("stream", "delete_merge", "[topic, clicks, out, backups]") == 0);
  CHECK(derive("stream", "delete_merge", "[topic, backups]") == 0);
  CHECK(silent("B455", copied("[topic, clicks, backups]", "role: aggregate, columns: {day: {}}",
                              ", mode: stream", "gdpr", "delete_merge")));
  const auto found = findings_of("B455", copied("[clicks]", out, ", mode: stream", "gdpr", "delete_merge"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].path == "model.pipelines.derive");
}

std::string timed(std::string_view plan, std::string_view tables = "") {
  return fmt::format(
      "scope: {{compliance: {{personal_data: [user_id], erasure: 30 d}}}}\n"
      "model: {{sources: {{topic: {{kind: kafka, retention: 60 d}}}}, tables: {{{}}}}}\n"
      "backfill: {{erasure: {{key: user_id, {}}}}}\n",
      tables, plan);
}

TEST_CASE("B452: the parts together against the deadline") {
  CHECK(silent("B452", timed("reaches: [backups], every: 10 d, purge_after: 20 d")));
  CHECK(fires("B452", timed("reaches: [backups], every: 10 d, purge_after: «21 d»")));
  CHECK(fires("B452", timed("reaches: [backups], every: «29 d», purge_after: 2 d")));
  CHECK(fires("B452", timed("reaches: [backups], every: «31 d»")));
  CHECK(silent("B452", timed("reaches: [backups], every: 30 d")));
  CHECK(silent("B452", timed("reaches: [backups], purge_after: 20 d")));
  CHECK(silent("B452", "backfill: {erasure: {key: user_id, every: 90 d, reaches: [backups]}}\n"));
}

TEST_CASE("B452: the run counts") {
  constexpr std::string_view design =
      "scope: {{compliance: {{personal_data: [user_id], erasure: 30 d}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  pipelines: {{land: {{from: [topic], to: clicks, mode: micro_batch, every: 10 min, write: "
      "append}}}}\n"
      "  tables:\n"
      "    clicks:\n"
      "      role: raw\n"
      "      rows: 900M/day\n"
      "      row_size: 220 B\n"
      "      retention: 400 d\n"
      "      columns: {{user_id: {{type: string, cardinality: 800k, pii: true}}, at: {{type: timestamp, "
      "time: event}}}}\n"
      "partition: {{clicks: {{format: iceberg, by: [day(at)], writers: 1}}}}\n"
      "backfill:\n"
      "  erasure: {{method: {}, key: user_id, requests: 200/day, reaches: [clicks], every: 10 d, "
      "purge_after: 20 d}}\n";
  const auto found = findings_of("B452", fmt::format(design, "delete_merge"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("for the run over `clicks`") != std::string::npos);
  // what is left for the two is the deadline without the run
  CHECK(found[0].help.starts_with("run it more often, or purge sooner: both together may take 2"));
  CHECK(silent("B452", fmt::format(design, "crypto_shred")));
}

TEST_CASE("B452: snapshots that outlive the purge count") {
  const auto kept = [](std::string_view snapshots, std::string_view purge,
                       std::string_view method = "delete_merge") {
    return fmt::format(
        "scope: {{compliance: {{erasure: 30 d}}}}\nmodel: {{tables: {{t: {{role: raw}}}}}}\n"
        "partition: {{t: {{format: iceberg, expire_snapshots: {}}}}}\n"
        "backfill: {{erasure: {{method: {}, key: user_id, reaches: [t], every: 20 d, purge_after: {}}}}}\n",
        snapshots, method, purge);
  };
  CHECK(fires("B452", kept("«11 d»", "1 d")));
  CHECK(silent("B452", kept("10 d", "1 d")));
  CHECK(silent("B452", kept("9 d", "10 d")));
  CHECK(silent("B452", kept("29 d", "1 d", "crypto_shred")));
  CHECK(silent("B452", kept("31 d", "1 d")));  // by themselves too long: P316
  std::string rare = kept("5 d", "0 s");
  rare.replace(rare.find("every: 20 d"), 11, "every: 30 d");
  CHECK(silent("B452", rare));  // no snapshot could be short enough
}

TEST_CASE("B452: what goes with its partition goes when that does") {
  const std::string_view tables = "kept: {role: raw, retention: 90 d}, brief: {role: raw, retention: 30 d}";
  CHECK(
      fires("B452", timed("method: drop_partition, reaches: [«kept», brief, «topic»], every: 1 d", tables)));
  CHECK(silent(
      "B452",
      timed("method: {default: drop_partition, kept: crypto_shred}, reaches: [kept], every: 1 d", tables)));
}

std::string audited(std::string_view scope, std::string_view tables, std::string_view plan,
                    std::string_view more = "") {
  return fmt::format("scope: {{{}}}\nmodel:\n  tables: {{{}}}\n{}backfill: {{erasure: {{{}}}}}\n", scope,
                     tables, more, plan);
}

TEST_CASE("B453: rows of the record are not removed") {
  const std::string_view audit = "compliance: {erasure: 30 d, audit: 7 y}";
  const std::string_view raw = "clicks: {role: raw}, daily: {role: aggregate}";
  for (const char* method : {"delete_merge", "drop_partition", "tombstone"}) {
    CHECK(
        fires("B453", audited(audit, raw, fmt::format("method: «{}», reaches: [clicks, backups]", method))));
  }
  CHECK(silent("B453", audited(audit, raw, "method: crypto_shred, reaches: [clicks, backups]")));
  CHECK(silent("B453", audited(audit, raw, "method: delete_merge, reaches: [daily, backups]")));
  CHECK(
      silent("B453", audited("compliance: {erasure: 30 d}", raw, "method: delete_merge, reaches: [clicks]")));
  CHECK(fires("B453", audited("correctness: {feeds: [compliance]}, compliance: {erasure: 30 d}", raw,
                              "method: «delete_merge», reaches: [clicks]")));
}

TEST_CASE("B453: a record of its own leaves the raw events free") {
  const std::string_view audit = "compliance: {erasure: 30 d, audit: 7 y}";
  const std::string_view split = "clicks: {role: raw}, decisions: {role: audit}";
  CHECK(silent("B453", audited(audit, split, "method: delete_merge, reaches: [clicks]")));
  CHECK(fires("B453", audited(audit, split, "method: «delete_merge», reaches: [clicks, decisions]")));
  CHECK(fires(
      "B453",
      audited(audit, split,
              "method: {default: crypto_shred, decisions: «delete_merge»}, reaches: [clicks, decisions]")));
  // a log of who looked is no record of the rows
  CHECK(silent("B453", audited("compliance: {erasure: 30 d, access_log: true}", "clicks: {role: raw}",
                               "method: delete_merge, reaches: [clicks]")));
}

TEST_CASE("B453: what compliance reads is a record") {
  const std::string_view scope =
      "compliance: {erasure: 30 d, access_log: true}, consumers: {officer: {kind: compliance}}";
  const std::string_view query = "  queries: {q: {consumer: officer, table: daily}}\n";
  CHECK(fires("B453", audited(scope, "clicks: {role: raw}, daily: {role: aggregate}",
                              "method: «delete_merge», reaches: [clicks, daily]", query)));
  CHECK(silent("B453", audited(scope, "clicks: {role: raw}, daily: {role: aggregate}",
                               "method: delete_merge, reaches: [clicks]", query)));
}

std::string stored(std::string_view method, std::string_view format, std::string_view by = "") {
  return fmt::format(
      "scope: {{compliance: {{erasure: 30 d}}}}\n"
      "model: {{tables: {{clicks: {{role: raw}}}}}}\n"
      "partition: {{clicks: {{format: {}{}}}}}\n"
      "backfill: {{erasure: {{method: {}, reaches: [clicks, backups]}}}}\n",
      format, by, method);
}

TEST_CASE("B454: methods that a format has") {
  for (const char* format : {"parquet", "orc", "avro", "csv", "json"}) {
    CHECK(findings_of("B454", stored("delete_merge", format)).size() == 1);
    CHECK(silent("B454", stored("crypto_shred", format)));
  }
  for (const char* format : {"iceberg", "delta", "hudi", "bigquery", "snowflake", "redshift", "clickhouse"})
    CHECK(silent("B454", stored("delete_merge", format)));
  CHECK(findings_of("B454", stored("tombstone", "iceberg")).size() == 1);
  CHECK(silent("B454", stored("tombstone", "hudi")));
  CHECK(findings_of("B454", stored("drop_partition", "iceberg")).size() == 1);
  CHECK(silent("B454", stored("drop_partition", "iceberg", ", by: [day(at)]")));
}

std::string topic(std::string_view source, std::string_view method,
                  std::string_view deadline = "erasure: 30 d") {
  return fmt::format(
      "scope: {{compliance: {{{}}}}}\n"
      "model: {{sources: {{topic: {{{}}}}}}}\n"
      "backfill: {{erasure: {{method: {}, reaches: [topic, backups]}}}}\n",
      deadline, source, method);
}

TEST_CASE("B454: topics need a bound") {
  CHECK(findings_of("B454", topic("kind: kafka", "tombstone")).size() == 1);
  CHECK(silent("B454", topic("kind: kafka, retention: 7 d", "tombstone")));
  CHECK(silent("B454", topic("kind: kafka, retention: 30 d", "tombstone")));
  CHECK(findings_of("B454", topic("kind: kafka, retention: 31 d", "tombstone")).size() == 1);
  CHECK(findings_of("B454", topic("kind: files", "tombstone")).size() == 1);
  CHECK(findings_of("B454", topic("kind: kafka, retention: 90 d", "delete_merge")).size() == 1);
  CHECK(silent("B454", topic("kind: kafka, retention: 7 d", "delete_merge")));
  CHECK(silent("B454", topic("kind: kafka", "delete_merge")));
  CHECK(findings_of("B454", topic("kind: files, format: parquet, retention: 90 d", "delete_merge")).size() ==
        1);
  CHECK(silent("B454", topic("kind: files, format: parquet, retention: 7 d", "delete_merge")));
  CHECK(silent("B454", topic("kind: cdc, retention: 90 d", "delete_merge")));
  CHECK(silent("B454", topic("kind: kafka, retention: 90 d", "crypto_shred")));
  const auto found = findings_of("B454", topic("kind: kafka", "tombstone"));
  CHECK(found[0].path == "backfill.erasure.reaches");
  CHECK(found[0].message.find("compacted") != std::string::npos);
}

}  // namespace
}  // namespace decide
