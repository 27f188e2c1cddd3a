#include <fmt/format.h>

#include <string>

#include "catch.h"
#include "rules/judged.h"
#include "rules/mended.h"

namespace decide::test {
namespace {

/// A design in which every name is declared; tests replace one of them.
constexpr std::string_view sound = R"yaml(scope:
  compliance: {personal_data: [user_id]}
  consumers:
    report: {kind: sql}
model:
  sources:
    topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      key: [event_id]
      columns:
        event_id: {type: string}
        user_id: {type: string}
        campaign_id: {type: int64, references: campaigns.campaign_id}
        cost: {type: int64}
        event_time: {type: timestamp}
    campaigns:
      role: dimension
      columns:
        campaign_id: {type: int64}
        brand: {type: string}
    daily:
      role: aggregate
      key: [day, campaign_id]
      measures: {clicks: count, spend: sum(cost), rate: "ratio(cost, event_id)"}
      columns:
        day: {type: date}
        campaign_id: {type: int64}
  queries:
    spend:
      consumer: report
      table: daily
      filters: {day: last 7 d}
      group_by: [brand]
      columns: [clicks]
      joins: {campaigns: [campaign_id]}
  pipelines:
    land: {from: [topic], to: clicks, key: [event_id], order_by: event_time, dedup: {key: [event_id]}}
    sum: {from: [clicks], to: daily, serves: daily, uses: [campaigns], dedup: {key: [event_id]}}
partition:
  daily: {format: iceberg, by: [day(day), "bucket(16, campaign_id)"], cluster: [campaign_id]}
backfill:
  schema:
    changes:
      new-column: {add: clicks.source, type: string}
      new-word: {extend: clicks.source, values: [partner]}
      wider: {retype: clicks.cost, from: int32, to: int64}
  jobs:
    again: {rebuilds: daily, from: [clicks, topic], then: [daily], key: [day]}
  erasure:
    method: {default: delete_merge, backups: crypto_shred, topic: tombstone}
    key: user_id
    reaches: [clicks, topic, backups]
close:
  checks:
    fresh: {table: daily, kind: freshness}
    same: {table: daily, kind: reconcile, with: clicks, columns: [campaign_id]}
  monitor_first: [fresh]
  what_if:
    more:
      when: {scope.volume.average: 100k/s, model.tables.daily.retention: 90 d}
      breaks: [daily, sum, again, spend, fresh, topic]
)yaml";

/// The sound design with one text replaced by another.
std::string with(std::string_view seen, std::string_view instead) {
  std::string text(sound);
  const std::size_t at = text.find(seen);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(seen, at + 1) == std::string::npos);
  return text.replace(at, seen.size(), instead);
}

TEST_CASE("F005: a design in which every name is declared") {
  CHECK(silent("F005", sound));
  CHECK(judge(unmark(sound).text)->read.findings.empty());
}

TEST_CASE("F005: every place that names something") {
  struct Case {
    std::string_view seen, instead;
  };
  const Case cases[] = {
      {"references: campaigns.campaign_id", "references: «campaign.campaign_id»"},
      {"references: campaigns.campaign_id", "references: «campaigns.campaign»"},
      {"key: [event_id]\n", "key: [«event_ids»]\n"},
      {"sum(cost)", "«sum(costs)»"},
      {"\"ratio(cost, event_id)\"", "«\"ratio(cost, event)\"»"},
      {"consumer: report", "consumer: «reports»"},
      {"table: daily\n", "table: «dayly»\n"},
      {"filters: {day: ", "filters: {«date»: "},
      {"group_by: [brand]", "group_by: [«brands»]"},
      {"columns: [clicks]", "columns: [«click»]"},
      {"{campaigns: [campaign_id]}", "{campaigns: [«campaign»]}"},
      {"from: [topic]", "from: [«topics»]"},
      {"order_by: event_time", "order_by: «event_tme»"},
      {"from: [clicks], to: daily", "from: [«click»], to: daily"},
      {"serves: daily", "serves: «dail»"},
      {"uses: [campaigns]", "uses: [«campaign»]"},
      {"  daily: {format", "  «dayly»: {format"},
      {"day(day)", "«day(dy)»"},
      {"\"bucket(16, campaign_id)\"", "«\"bucket(16, campain_id)\"»"},
      {"cluster: [campaign_id]", "cluster: [«campaign»]"},
      {"extend: clicks.source", "extend: «clicks.sorce»"},
      {"retype: clicks.cost", "retype: «clicks.costs»"},
      {"rebuilds: daily", "rebuilds: «dailies»"},
      {"from: [clicks, topic]", "from: [clicks, «topics»]"},
      {"then: [daily]", "then: [«daly»]"},
      {"key: [day]", "key: [«dy»]"},
      {"topic: tombstone", "«topics»: tombstone"},
      {"reaches: [clicks, topic, backups]", "reaches: [clicks, topic, «backup»]"},
      {"table: daily, kind: freshness", "table: «dialy», kind: freshness"},
      {"with: clicks", "with: «klicks»"},
      {"columns: [campaign_id]", "columns: [«campaign»]"},
      {"monitor_first: [fresh]", "monitor_first: [«fres»]"},
      {"breaks: [daily, sum,", "breaks: [daily, «summ»,"},
      {"scope.volume.average", "«scope.volume.avrage»"},
      {"model.tables.daily.retention", "«model.tables.dayly.retention»"},
  };
  for (const Case& example : cases) {
    const std::string text = with(example.seen, example.instead);
    INFO(example.instead << "\n" << mismatch("F005", text));
    CHECK(fires("F005", text));
  }
  CHECK(fires("F005",
              "model:\n  tables:\n    clicks: {role: raw}\nbackfill:\n  schema:\n    changes:\n"
              "      new-word: {add: «click.source», type: string}\n"));
}

TEST_CASE("F005: the nearest name mends it, whatever stands around it") {
  CHECK(mended("F005", with("sum(cost)", "sum(csot)")).find("spend: sum(cost)") != std::string::npos);
  CHECK(mends("F005", with("\"bucket(16, campaign_id)\"", "\"bucket(16, campain_id)\"")));
  CHECK(mends("F005", with("references: campaigns.campaign_id", "references: campaigs.campaign_id")));
  CHECK(mends("F005", with("  daily: {format", "  dayly: {format")));
  CHECK(mends("F005", with("model.tables.daily.retention", "model.tables.dayly.retention")));
  const auto finding = only_finding("F005", with("consumer: report", "consumer: zebra"));
  CHECK_FALSE(finding.fix.has_value());
  CHECK(finding.help.find("report") != std::string::npos);
}

TEST_CASE("F005: nothing is unknown where nothing is declared") {
  CHECK(silent("F005", R"(model:
  sources:
    topic: {kind: kafka}
  tables:
    live: {role: aggregate, key: [minute], measures: {spend: sum(cost)}, columns: {minute: {type: timestamp}}}
    open: {role: raw, key: [anything]}
  pipelines:
    count: {from: [topic], to: live, dedup: {key: [event_id]}, order_by: sequence}
    copy: {from: [topic], to: open, key: [whatever], order_by: sequence}
backfill:
  erasure: {key: person}
)"));
}

TEST_CASE("F005: the key of an erasure must be a column somewhere") {
  CHECK(fires("F005", R"(model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string}}}
backfill:
  erasure: {key: «usr»}
)"));
  CHECK(silent("F005", R"(scope:
  compliance: {personal_data: [usr]}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string}}}
backfill:
  erasure: {key: usr}
)"));
}

TEST_CASE("F005: personal data is not nearly a column") {
  const std::string tables = "model:\n  tables:\n    t: {role: raw, columns: {user_id: {type: string}}}\n";
  CHECK(fires("F005", "scope:\n  compliance: {personal_data: [«user_ids»]}\n" + tables));
  CHECK(silent("F005", "scope:\n  compliance: {personal_data: [user_id, ip_address]}\n" + tables));
  CHECK(silent("F005", "scope:\n  compliance: {personal_data: [user_ids]}\n"));
}

TEST_CASE("F005: a factor needs a value, a new value does not") {
  CHECK(fires("F005", "close:\n  what_if:\n    ten: {when: {«scope.volume.peak»: x10}}\n"));
  CHECK(silent("F005", "close:\n  what_if:\n    ten: {when: {scope.volume.peak: 10k/s}}\n"));
  CHECK(fires("F005", "close:\n  what_if:\n    ten: {when: {«partition.clicks.writers»: 3}}\n"));
}

TEST_CASE("F005: an acceptance names a path of the format") {
  CHECK(fires("F005", "accept:\n  a: {rule: P310, at: «partitions.clicks», because: [so it is]}\n"));
  CHECK(silent("F005", "accept:\n  a: {rule: P310, at: partition.clicks, because: [so it is]}\n"));
}

TEST_CASE("F005: many unknown names are found in reasonable time") {
  std::string text = "model:\n  tables:\n";
  for (int i = 0; i < 2000; ++i) text += fmt::format("    t{}: {{role: raw}}\n", i);
  text += "close:\n  monitor_first: [";
  for (int i = 0; i < 2000; ++i) text += fmt::format("unknown-{}, ", i);
  text += "x]\n  what_if:\n    all: {when: {scope.volume.average: 1/s}, breaks: [";
  for (int i = 0; i < 2000; ++i) text += fmt::format("u{}, ", i);
  CHECK(findings_of("F005", text + "y]}\n").size() == 4002);
}

TEST_CASE("F009: free words cite nothing") {
  CHECK(fires("F009", "partition:\n  clicks: {format: iceberg, because: «[we know it]»}\n"));
  CHECK(only_finding("F009", "partition:\n  clicks: {format: iceberg, because: [we know it]}\n").path ==
        "partition.clicks.because");
  CHECK(only_finding("F009", "partition:\n  clicks: {format: iceberg}\n").path == "partition.clicks.because");
  CHECK(silent("F009", "partition:\n  clicks: {format: iceberg, because: [small-files]}\n"));
  CHECK(findings_of("F009", R"(partition:
  clicks: {format: iceberg}
backfill:
  schema: {registry: confluent}
  jobs:
    again: {rebuilds: clicks}
  erasure: {method: tombstone}
close:
  tradeoffs:
    hybrid: {chose: two paths, over: one, because: []}
)")
            .size() == 3);
}

TEST_CASE("F010: mistyped, or not a constraint of this design") {
  CHECK(mends("F010",
              "scope:\n  volume: {average: 1/s}\n  sacrifice: {what: cost, because: [«throughputs»]}\n"));
  const auto absent = only_finding("F010", "scope:\n  sacrifice: {what: cost, because: [recovery]}\n");
  CHECK_FALSE(absent.fix.has_value());
  CHECK(absent.help.find("how soon a stop is made up for") != std::string::npos);
  CHECK(fires("F010", "accept:\n  a: {rule: P310, at: partition, because: [«zebra»]}\n"));
  CHECK(silent("F010", "scope:\n  sacrifice: {what: cost, because: [because of the budget]}\n"));
}

/// One pipeline in a design that has the constraints freshness, exact-counts, cost and
/// duplicate-delivery.
std::string pipeline(std::string_view fields) {
  return fmt::format(R"(scope:
  latency: {{freshness: 1 h}}
  correctness: {{level: exact}}
  duplicates: 1%
  priority: [cost]
model:
  sources:
    topic: {{kind: kafka}}
  tables:
    clicks: {{role: raw}}
  pipelines:
    land: {{from: [topic], to: clicks, {}}}
)",
                     fields);
}

TEST_CASE("F011: the mode against its reasons") {
  CHECK(fires("F011", pipeline("mode: stream, because: [«exact-counts»]")));
  CHECK(fires("F011", pipeline("mode: stream, write: merge, because: [«exact-counts», invoices matter]")));
  CHECK(silent("F011", pipeline("mode: stream, because: [freshness, exact-counts]")));
  CHECK(silent("F011", pipeline("mode: stream, write: merge, because: [exact-counts, duplicate-delivery]")));
  CHECK(fires("F011", pipeline("mode: stream, write: append, because: [«cost»]")));
  CHECK(silent("F011", pipeline("mode: micro_batch, because: [exact-counts]")));
  CHECK(silent("F011", pipeline("mode: batch, because: [exact-counts, cost]")));
}

TEST_CASE("F011: a batch that is quick enough does not hurt freshness") {
  CHECK(fires("F011", pipeline("mode: batch, every: 2 h, because: [«freshness»]")));
  CHECK(silent("F011", pipeline("mode: batch, every: 1 h, because: [freshness]")));
  CHECK(fires("F011", pipeline("mode: batch, because: [«freshness»]")));
}

TEST_CASE("F011: another choice makes good what one does") {
  CHECK(fires("F011", pipeline("delivery: at_least_once, because: [«duplicate-delivery»]")));
  CHECK(silent("F011", pipeline("delivery: at_least_once, write: merge, because: [duplicate-delivery]")));
  CHECK(
      fires("F011", pipeline("write: increment, delivery: at_least_once, because: [«duplicate-delivery»]")));
  CHECK(fires("F011", pipeline("nondeterministic: [now], because: [«exact-counts»]")));
}

TEST_CASE("F011: other decisions") {
  CHECK(fires("F011",
              "scope:\n  correctness: {level: exact}\n  sacrifice: {what: correctness, because: "
              "[«exact-counts»]}\n"));
  CHECK(silent("F011",
               "scope:\n  correctness: {level: exact}\n  sacrifice: {what: freshness, because: "
               "[exact-counts]}\n"));
  CHECK(fires("F011", R"(scope:
  compliance: {audit: 7 y, erasure: 30 d}
backfill:
  erasure: {method: {default: delete_merge}, because: [erasure, «audit-trail»]}
)"));
  CHECK(silent("F011", R"(scope:
  compliance: {audit: 7 y, erasure: 30 d}
backfill:
  erasure: {method: crypto_shred, because: [erasure, audit-trail]}
)"));
  CHECK(fires("F011", R"(scope:
  schema_change: {stability: changing}
backfill:
  schema: {format: avro, registry: none, because: [we like it]}
  jobs: {}
partition:
  clicks: {format: csv, because: [«schema-drift»]}
)"));
}

TEST_CASE("F013: a reason may be free words, and must be there") {
  CHECK(fires("F013", "accept:\n  a: {rule: P310, at: partition, because: «[]»}\n"));
  CHECK(silent("F013", "accept:\n  a: {rule: P310, at: partition, because: [asked by arrival]}\n"));
  CHECK(findings_of("F013", "accept:\n  a: {rule: P310, at: partition}\n  b: {rule: P311, at: partition}\n")
            .size() == 2);
}

TEST_CASE("the rules about reading have examples of their own kind") {
  CHECK(fires("F001", "dedesign: 1\ntitle: «\"»open\n"));
  CHECK(silent("F001", "title: closed\n"));
  CHECK(fires("F002", "scope:\n  volume: {«avg»: 1/s}\n"));
  CHECK(fires("F003", "scope:\n  duplicates: «0.02»\n"));
  CHECK(fires("F008", "dedesign: «0»\n"));
}

}  // namespace
}  // namespace decide::test
