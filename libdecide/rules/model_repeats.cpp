#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "estimate/again.h"
#include "facts/format.h"
#include "rules/kept.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M235 and M236: events that are delivered again.
namespace decide::rules {

using derive::Lineage;
using derive::NamedPipeline;
using estimate::Again;
using units::human;

const Rule rule_M235{
    .code = "M235",
    .name = "duplicates-counted",
    .summary =
        "an event may come twice, and neither a merge on a stable key nor a dedup stands between the source "
        "and a table that is read",
    .rationale =
        "At least once means that after each crash some events come again, and producers that retry send "
        "some twice anyway. A merge on the event's own id or a dedup makes them one; appending or summing "
        "counts both. A table that has been cleaned helps those who read that table. A stream that is fed "
        "beside it from the same topic sees every repeat.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    clicks_hourly: {role: aggregate, key: [hour]}
  queries:
    invoice: {consumer: invoicing, table: clicks_hourly}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, delivery: at_least_once, write: merge}
    count: {from: [clicks_topic], to: clicks_hourly, mode: stream, delivery: «at_least_once», write: merge}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    clicks_hourly: {role: aggregate, key: [hour]}
  queries:
    invoice: {consumer: invoicing, table: clicks_hourly}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, delivery: at_least_once, write: merge}
    count: {from: [clicks], to: clicks_hourly, mode: stream, delivery: at_least_once, write: merge}
)",
    .constraint = "duplicate-delivery",
    .facts = "B7 C7 C8 C22"};

const Rule rule_M236{
    .code = "M236",
    .name = "dedup-window-short",
    .summary = "a dedup forgets an event before the last time that it may come again",
    .rationale =
        "A dedup with a window of an hour holds while nothing stands still. After an outage of two hours the "
        "pipeline reads on from an old offset, and every event that it had counted before the stop is new to "
        "it. A phone sends again after days what it never got an answer for. And a replay starts wherever "
        "the source still has events.",
    .fails = R"(scope:
  lateness: {max: 72 h}
model:
  sources: {clicks_topic: {kind: kafka, retention: 7 d}}
  tables: {clicks_hourly: {role: aggregate}}
  pipelines:
    count: {from: [clicks_topic], to: clicks_hourly, mode: stream, dedup: {key: [event_id], within: «72 h»}}
)",
    .passes = R"(scope:
  lateness: {max: 72 h}
model:
  sources: {clicks_topic: {kind: kafka, retention: 7 d}}
  tables: {clicks_hourly: {role: aggregate}}
  pipelines:
    count: {from: [clicks_topic], to: clicks_hourly, mode: stream, dedup: {key: [event_id], within: 7 d}}
)",
    .constraint = "duplicate-delivery",
    .facts = "B1 C23 C33"};

namespace {

/// A table with repeats that somebody reads, and what that reader bears.
struct Read {
  Lineage::Id table = Lineage::nowhere;
  Borne borne;
};

bool is_stricter(const Borne& a, const Borne& b) {
  if (a.right_in_the_end != b.right_in_the_end) return a.right_in_the_end;
  if (a.exact != b.exact) return a.exact;
  return a.share < b.share;
}

/// True if the readers bear the repeats, or if nobody said how many there are.
bool is_borne(const derive::Facts& facts, const Borne& borne) {
  const auto& share = facts.design.scope.duplicates;
  return !borne.right_in_the_end && (!share || *share <= borne.share);
}

/// By the pipeline that brings the repeats: the strictest reading of a table that has them.
std::map<const NamedPipeline*, Read> counted_twice(const derive::Facts& facts,
                                                   const estimate::Guarantees& guarantees) {
  std::map<const NamedPipeline*, Read> found;
  for (Lineage::Id id = 0; id < facts.lineage.nodes().size(); ++id) {
    const estimate::Repeats& repeats = guarantees.of(id).repeats;
    if (facts.lineage[id].table == nullptr || !repeats.counted() || repeats.by == nullptr) continue;
    const auto bears = borne_by_readers(facts, id);
    if (!bears || is_borne(facts, *bears)) continue;
    const auto [slot, is_new] = found.emplace(repeats.by, Read{id, *bears});
    if (!is_new && is_stricter(*bears, slot->second.borne)) slot->second = {id, *bears};
  }
  return found;
}

std::string why_repeated(const derive::Facts& facts, const NamedPipeline& pipeline) {
  if (pipeline->delivery.is(design::Delivery::at_least_once))
    return fmt::format("`{}` delivers at least once", pipeline.name);
  return fmt::format("{} of deliveries repeat an event", human(*facts.design.scope.duplicates));
}

std::optional<diag::Figure> counted_figure(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const auto& share = facts.design.scope.duplicates;
  const auto* to = facts.design.model.tables.find(pipeline->to->text);
  if (!share) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> inputs{{"duplicates", human(*share)}};
  const auto rows = to == nullptr ? std::nullopt : facts.rows_per_day(to->value);
  if (!rows || to->value.role.is(design::Role::aggregate))
    return diag::Figure{"repeated", share->value, "ratio", "share of deliveries that repeat an event",
                        inputs};
  inputs.emplace_back("rows a day", human(units::Count{*rows}));
  return diag::Figure{"counted_twice", *rows * share->value, "rows/day", "rows a day x duplicates", inputs};
}

bool can_merge(const derive::Facts& facts, std::string_view table) {
  const design::Layout* layout = facts.layout(table);
  if (layout == nullptr || !layout->format) return true;
  const auto* traits = facts::format_traits(word(*layout->format));
  return traits == nullptr || traits->merge;
}

void advise(const derive::Facts& facts, const NamedPipeline& pipeline, const Report& report, Draft& draft) {
  const auto* table = facts.design.model.tables.find(pipeline->to->text);
  if (table == nullptr) return;
  if (table->value.role.is(design::Role::aggregate)) {
    draft.help(
        "read a table that has been cleaned, or drop repeats before they are summed up: "
        "`dedup: {{key: [...], within: ...}}` by the id of the event");
    return;
  }
  const auto& key = pipeline->key.empty() ? table->value.key : pipeline->key;
  const auto stable = report.estimates().guarantees().stable_part(pipeline, key);
  if (stable.empty()) {
    draft.help(
        "merge on a key that the event itself carries and that a second delivery keeps, such as its id");
    return;
  }
  draft.help(
      "`write: merge` on ({}), which a second delivery keeps, or dedup by it over the time in which it "
      "may come again",
      join(stable, ", "));
  if (stable.size() == key.size() && can_merge(facts, table->name))
    draft.fix_set(false, "merge on the key of the table",
                  fmt::format("model.pipelines.{}.write", pipeline.name), "merge");
}

void tell(const derive::Facts& facts, const NamedPipeline& pipeline, const Read& read, Report& report) {
  const auto way = report.estimates().guarantees().way_of_repeats(read.table);
  const bool says = pipeline->delivery.is(design::Delivery::at_least_once);
  const design::Place place = says              ? pipeline->delivery.at
                              : pipeline->write ? pipeline->write.at
                                                : pipeline.key;
  Draft draft = report.at(place);
  draft.error_if(read.borne.right_in_the_end)
      .say("{}, and neither a merge on a stable key nor a dedup removes repeats on the way {}; {}",
           why_repeated(facts, pipeline), facts.lineage.show(way), read.borne.who)
      .label("repeats are counted in `{}`", facts.lineage[read.table].name)
      .because(derive::ConstraintId::duplicate_delivery)
      .related(read.borne.at, "asked here");
  if (says && pipeline->write) draft.related(pipeline->write.at, "written by `{}`", word(*pipeline->write));
  if (auto figure = counted_figure(facts, pipeline)) draft.figure(*std::move(figure));
  advise(facts, pipeline, report, draft);
}

}  // namespace

void check_M235(const derive::Facts& facts, Report& report) {
  const auto found = counted_twice(facts, report.estimates().guarantees());
  for (const auto& [pipeline, read] : found) tell(facts, *pipeline, read, report);
}

namespace {

/// Both kinds of what deduplicates: a pipeline, or a job.
struct Deduper {
  std::string called;  ///< "`count`", "job `recount`"
  std::string path;
  const design::Dedup& dedup;
  const design::List<design::Name>& from;
  std::string_view to;
};

class WindowCheck {
 public:
  WindowCheck(const derive::Facts& facts, Report& report) : facts_(facts), report_(report), again_(facts) {}

  void run(const Deduper& deduper) {
    const auto& within = deduper.dedup.within;
    if (!within || within->forever) return;
    const auto again = again_.latest(deduper.from);
    if (!again || again->time <= within->duration) return;
    const auto before = report_.estimates().guarantees().repeats_in(deduper.from);
    const bool clean = before.state == estimate::Repeats::State::removed;
    if (clean && (!before.within || *before.within >= again->time)) return;
    tell(deduper, *again);
  }

 private:
  void tell(const Deduper& deduper, const Again& again) {
    const auto& within = deduper.dedup.within;
    const Lineage::Id table = facts_.lineage.find_table(deduper.to);
    const units::Duration wanted = rounded_up(again.time);
    report_.at(within.at)
        .error_if(table != Lineage::nowhere && facts_.right_in_the_end(table))
        .say("{} forgets an event after {}, and it may come again after {}: {}", deduper.called,
             human(within->duration), human(again.time), again.why)
        .label("{} too short", human(again.time - within->duration))
        .because(derive::ConstraintId::duplicate_delivery)
        .related(again.at, "this long")
        .figure(need_figure(deduper, again))
        .help("remember events for {} or more, or merge on their key, so that the table remembers",
              human(wanted))
        .fix_set(false, fmt::format("remember events for {}", as_answer(wanted)),
                 fmt::format("{}.dedup.within", deduper.path), as_answer(wanted));
  }

  diag::Figure need_figure(const Deduper& deduper, const Again& again) const {
    return {"comes_again_within", again.time.value, "s",
            "the largest of lateness.max, outage and retention of the source", again_.compared(deduper.from)};
  }

  const derive::Facts& facts_;
  Report& report_;
  estimate::ComesAgain again_;
};

/// A merge remembers for as long as the table does.
bool merges_events(const derive::Facts& facts, const derive::NamedJob& job) {
  const auto* table = facts.design.model.tables.find(job->rebuilds->text);
  return job->write.is(design::Write::merge) && table != nullptr &&
         !table->value.role.is(design::Role::aggregate);
}

}  // namespace

void check_M236(const derive::Facts& facts, Report& report) {
  WindowCheck check(facts, report);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (report.estimates().guarantees().absorbs_repeats(pipeline)) continue;
    check.run({fmt::format("`{}`", pipeline.name), fmt::format("model.pipelines.{}", pipeline.name),
               pipeline->dedup, pipeline->from, pipeline->to->text});
  }
  for (const derive::NamedJob& job : facts.design.backfill.jobs) {
    if (merges_events(facts, job)) continue;
    check.run({fmt::format("job `{}`", job.name), fmt::format("backfill.jobs.{}", job.name), job->dedup,
               job->from, job->rebuilds->text});
  }
}

}  // namespace decide::rules
