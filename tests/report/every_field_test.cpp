// Half a thousand designs are judged, so not where each is judged ten times slower.
#ifndef DECIDE_SANITIZED
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "estimate/sums.h"
#include "report/plot.h"
#include "report/script.h"
#include "report/stories.h"
#include "rules/judged.h"
#include "rules/registry.h"
#include "schema/type.h"
#include "yaml/edit.h"

// Every field of the format changes some verdict, figure or output. Each is taken out of designs that use it,
// the reference answers of the scenarios and the examples of the rules, until something else is said.
namespace decide {
namespace {

using Said = std::set<std::string>;

/// As if what a what-if names were the first to break: the search for that is too slow here, and not asked.
std::vector<rules::Headroom> rooms_of(const design::Design& design) {
  std::vector<rules::Headroom> rooms;
  for (const auto& what_if : design.close.what_if) {
    for (const auto& name : what_if->breaks) {
      diag::Finding first;
      first.path = "model.tables." + name->text;
      rooms.push_back({.growth = "volume", .factor = 2, .findings = {first}, .most = 100});
      return rooms;
    }
  }
  return rooms;
}

/// All that the program says of a design, without places, which move with every edit.
Said said_of(const rules::Checked& checked) {
  Said said;
  for (const diag::Finding& finding : checked.findings)
    said.insert(fmt::format("{} {} {} {}", finding.rule, finding.path, finding.message, finding.help));
  if (!checked.readable()) return said;
  for (const derive::Constraint* constraint : checked.facts->constraints.list()) {
    said.insert(fmt::format("{} {}", derive::info(constraint->id).name, constraint->demands));
    for (const derive::Origin& origin : constraint->origins)
      said.insert(fmt::format("{} {}", derive::info(constraint->id).name, origin.text));
  }
  for (const estimate::Sum& sum : estimate::sums(*checked.facts, *checked.estimates)) {
    said.insert(fmt::format("{} {} {}", sum.path, sum.figure.name, sum.figure.value));
  }
  said.insert(report::script_text(checked, rooms_of(checked.read.design), {.color = false, .width = 0}));
  if (checked.read.design.title) said.insert(report::plot(checked));
  said.insert(report::stories_text(checked.read.design.close.stories));
  return said;
}

/// The schema files that a design below names: a field without a default is new.
Result<std::string> schema_beside(const std::string& name) {
  const std::string id = R"({"name": "id", "type": "string"})";
  if (name == "old.avsc") return fmt::format(R"({{"type": "record", "name": "Click", "fields": [{}]}})", id);
  if (name != "new.avsc") return Error{"no such file", {}};
  return fmt::format(R"({{"type": "record", "name": "Click", "fields": [{}, {}]}})", id,
                     R"({"name": "cost", "type": "long"})");
}

/// Without the rules that judge the design again for each what-if: they say what others say already.
std::unique_ptr<rules::Checked> judged(std::string text) {
  static const auto memo = std::make_shared<replay::Memo>();
  rules::CheckOptions options;
  options.today = test::test_day;
  options.skip = {"C531", "C532"};
  options.fixes = false;
  options.memo = memo;
  options.read_beside = schema_beside;
  return rules::check(Source("design.yaml", std::move(text)), options);
}

/// A path with the names that people choose as NAME, as the table of the format has it; empty if it has not.
std::string pattern_of(const std::vector<std::string>& segments, const std::set<std::string>& known) {
  std::vector<std::string> candidates{""};
  for (const std::string& segment : segments) {
    std::vector<std::string> longer;
    for (const std::string& before : candidates) {
      for (const std::string& one : {segment, std::string("NAME")}) {
        const std::string path = before.empty() ? one : before + "." + one;
        if (known.contains(path)) longer.push_back(path);
      }
    }
    candidates = std::move(longer);
  }
  return candidates.empty() ? std::string() : candidates.front();
}

class Fields {
 public:
  Fields() {
    for (const schema::PathRow& row : schema::all_paths()) {
      for (std::size_t dot = row.path.find('.'); dot != std::string::npos; dot = row.path.find('.', dot + 1))
        known_.insert(row.path.substr(0, dot));
      known_.insert(row.path);
      if (row.field != nullptr) open_.insert(row.path);
    }
  }

  /// Takes out, one by one, what has not been seen to matter yet.
  void try_all(const std::string& text) {
    const auto base = judged(text);
    if (!base->readable()) return;
    const Said before = said_of(*base);
    const yaml::Document& document = base->parsed.document;
    std::vector<std::string> path;
    walk(document, 0, path, before);
  }

  const std::set<std::string>& open() const { return open_; }

 private:
  void walk(const yaml::Document& document, yaml::NodeId at, std::vector<std::string>& path,
            const Said& before) {
    if (document[at].kind != yaml::Kind::mapping) return;
    for (yaml::NodeId key = document[at].first; key != yaml::none; key = document[document[key].next].next) {
      path.push_back(document[key].text);
      const std::string pattern = pattern_of(path, known_);
      if (open_.contains(pattern) && tries_[pattern]++ < most_tries && matters(document, path, before))
        open_.erase(pattern);
      if (!pattern.empty()) walk(document, document[key].next, path, before);
      path.pop_back();
    }
  }

  static bool matters(const yaml::Document& document, const std::vector<std::string>& path,
                      const Said& before) {
    const auto without = yaml::apply(document, {yaml::Change::Verb::unset, path, {}});
    return without && said_of(*judged(*without)) != before;
  }

  /// A field that did not matter so many times does not.
  static constexpr int most_tries = 16;

  std::set<std::string> known_, open_;
  std::map<std::string, int> tries_;
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Designs in which a field matters that no example needs.
constexpr std::string_view more_designs[] = {
    R"(scope:
  volume: {average: 1k/s, pattern: spiky}
model:
  sources: {topic: {kind: kafka, rows: 30/h, heartbeat: 1 min}}
  tables: {clicks: {role: raw, key: [id]}}
close:
  checks: {d: {table: clicks, kind: completeness, against: 7 d, tolerance: 5%}}
)",
    R"(model:
  tables: {clicks: {role: raw, columns: {id: {type: int32}, kind: {type: string, values: [a, b]}, old: {type: string}}}}
backfill:
  schema:
    registry: confluent
    format: avro
    compatibility: full
    changes:
      wider: {retype: clicks.id, from: int32, to: int64}
      called: {rename: clicks.old, to: new, alias: true}
      more: {extend: clicks.kind, values: [c], enum_default: a}
      added: {add: clicks.extra, type: string, required: true}
)",
    R"(scope:
  correctness: {level: exact}
  duplicates: 1%
  lateness: {max: 1 h}
  consumers: {invoicing: {kind: billing, correctness: exact}}
model:
  sources: {topic: {kind: kafka, retention: 7 d, format: json}}
  tables:
    clicks: {role: raw, key: [id], columns: {id: {type: string}, at: {type: timestamp, time: event}}}
    daily: {role: aggregate, key: [day], measures: {n: count}, columns: {day: {type: date, time: event}}}
  queries: {q: {consumer: invoicing, table: daily}}
  pipelines:
    land: {from: [topic], to: clicks, mode: micro_batch, every: 1 min, write: append, atomic: false, token: batch_id, delivery: at_least_once, nondeterministic: [uuid]}
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, lookback: 2 d, write: overwrite_partition, atomic: true, isolation: none, time: event}
partition:
  clicks: {format: parquet, by: [day(at)]}
  daily: {format: parquet, by: [day(day)]}
backfill:
  schema: {registry: confluent, compatibility: backward}
  jobs:
    redo: {rebuilds: clicks, from: [topic], range: 3 d, write: merge, key: [id], dedup: {key: [id], within: 1 d}, while_live: concurrent, token: run_id}
    again: {rebuilds: daily, from: [clicks], range: 3 d, write: overwrite_partition, atomic: true, isolation: serializable, while_live: concurrent, exclusive: false, engine: dbt}
    insert: {rebuilds: clicks, from: [topic], range: 3 d, write: append, token: run_id, atomic: true, while_live: paused}
)",
    R"(scope:
  correctness: {level: exact}
  duplicates: 1%
model:
  sources: {topic: {kind: kafka, retention: 7 d}}
  tables: {clicks: {role: raw, key: [id], columns: {id: {type: string}, seen: {type: timestamp, time: processing}}}}
backfill:
  jobs:
    again: {rebuilds: clicks, from: [topic], range: 3 d, write: overwrite_partition, dedup: {key: [id], within: 1 d}, atomic: true, while_live: paused}
    redo: {rebuilds: clicks, from: [topic], range: 3 d, write: merge, key: [id, seen], while_live: paused}
)",
    R"(model:
  sources: {topic: {kind: kafka, format: avro}}
  tables: {clicks: {role: raw, key: [id], columns: {kind: {type: string, values: [a, b]}}}}
  pipelines: {land: {from: [topic], to: clicks, mode: stream, write: append}}
backfill:
  schema:
    registry: confluent
    compatibility: full
    changes:
      narrower: {retype: clicks.amount, from: int64, to: int32}
      extra: {add: clicks.extra, type: int64, default: x}
      more: {extend: clicks.kind, values: [c], enum_default: z}
)",
    R"(backfill:
  schema:
    registry: confluent
    format: protobuf
    compatibility: backward
    changes: {must: {add: clicks.extra, type: int64, required: true}}
)",
    R"(backfill: {schema: {format: avro, compatibility: backward, versions: {v1: old.avsc, v2: new.avsc}}}
)",
    R"(scope: {volume: {average: 1k/s}}
model: {sources: {topic: {kind: kafka}}}
partition: {}
backfill: {jobs: {}}
close: {question: What next?}
sealed:
  scope: "0000000000000001"
  model: "0000000000000002"
  partition: "0000000000000003"
  backfill: "0000000000000004"
  close: "0000000000000005"
)",
};

/// The scenario and the state of a drill are read by its commands: tests/cli/drill_test.py takes those out.
bool is_of_drill(const std::string& path) {
  return path == "scenario" || path.starts_with("drill");
}

std::vector<std::string> designs() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(DEDESIGN_SOURCE_DIR "/scenarios")) {
    if (std::filesystem::exists(entry.path() / "reference.yaml"))
      files.push_back(entry.path() / "reference.yaml");
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> all;
  for (const rules::Entry& entry : rules::registry()) {
    for (const auto example : {entry.rule->fails, entry.rule->passes})
      all.push_back(test::unmark(example).text);
  }
  for (const std::string_view design : more_designs) all.push_back(test::unmark(design).text);
  for (const auto& file : files) all.push_back(text_of(file));
  return all;
}

}  // namespace

TEST_CASE("every field of the format changes what is said of some design") {
  Fields fields;
  for (const std::string& design : designs()) {
    if (!fields.open().empty()) fields.try_all(design);
  }
  std::set<std::string> open = fields.open();
  std::erase_if(open, is_of_drill);
  std::string left;
  for (const std::string& path : open) left += path + "\n";
  INFO("nothing reads\n" << left);
  CHECK(open.empty());
}

}  // namespace decide
#endif
