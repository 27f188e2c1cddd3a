#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "rules/report.h"
#include "rules/sums.h"

/// M237, M247 and M249: events that are given up.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using derive::NamedPipeline;
using design::BadRecords;

const Rule rule_M237{
    .code = "M237",
    .name = "loss-allowed",
    .severity = diag::Severity::error,
    .summary = "at most once, or bad records dropped, on the way to the raw table, and no loss is allowed",
    .rationale =
        "What does not reach the raw table cannot be replayed, and nobody can say what it was. At most once "
        "gives up the events in flight at every crash. Dropping bad records gives up whole producers on the "
        "day on which they deploy a mistake. Behind the raw table both can be mended by a rebuild; before "
        "it, nothing can.",
    .fails = R"(scope:
  failure_tolerance: {data_loss: none}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, bad_records: «drop»}
)",
    .passes = R"(scope:
  failure_tolerance: {data_loss: none}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}, minutes: {role: aggregate}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, bad_records: dead_letter}
    live: {from: [clicks_topic], to: minutes, bad_records: drop}
)",
    .constraint = "no-data-loss",
    .facts = "B5 B18"};

const Rule rule_M247{
    .code = "M247",
    .name = "bad-records",
    .severity = diag::Severity::warning,
    .summary =
        "nothing says what happens to bad records, or they are dropped or nullified where counts are exact",
    .rationale =
        "Every feed has records that cannot be read: a field that changed, half a line, a date of 1970. The "
        "engine has an answer to them even if the design has none, and it differs: one stops, one skips, one "
        "writes nulls. Stopping and setting aside keep the event; skipping and nulls make a number that is "
        "too low and looks like any other.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    «land»: {from: [clicks_topic], to: clicks}
)",
    .passes = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, bad_records: dead_letter}
)",
    .constraint = "exact-counts",
    .facts = "D24"};

const Rule rule_M249{
    .code = "M249",
    .name = "gap-silent",
    .severity = diag::Severity::error,
    .summary = "a pipeline goes on where the source no longer has the next event, and no loss is allowed",
    .rationale =
        "When a consumer was away for longer than the source keeps events, or than its offset is kept, the "
        "next event is gone. Kafka's default then starts at the newest one, and the gap is seen by nobody "
        "until an invoice is too low. Stopping is a page at night; going on is a loss that is found in the "
        "audit.",
    .fails = R"(scope:
  failure_tolerance: {data_loss: none}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, on_gap: «continue»}
)",
    .passes = R"(scope:
  failure_tolerance: {data_loss: none}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, on_gap: fail}
)",
    .constraint = "no-data-loss",
    .facts = "B1 B2 B44"};

namespace {

bool is_raw(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const auto* table = facts.design.model.tables.find(pipeline->to->text);
  return table != nullptr && table->value.role.is(design::Role::raw);
}

/// For each node how many pipelines land it in a raw table.
std::vector<std::size_t> count_landings(const derive::Facts& facts) {
  std::vector<std::size_t> landings(facts.lineage.nodes().size());
  for (Lineage::Id id = 0; id < landings.size(); ++id) {
    if (facts.lineage[id].source == nullptr) continue;
    const auto& readers = facts.lineage[id].readers;
    landings[id] = static_cast<std::size_t>(std::count_if(
        readers.begin(), readers.end(), [&](const auto* reader) { return is_raw(facts, *reader); }));
  }
  return landings;
}

/// Whether what a pipeline loses is lost for good: it fills a raw table, or reads a source of which no raw
/// table has the events.
class Guards {
 public:
  explicit Guards(const derive::Facts& facts) : facts_(facts), landings_(count_landings(facts)) {}
  bool raw_behind(const NamedPipeline& pipeline) const {
    if (is_raw(facts_, pipeline)) return true;
    return std::any_of(pipeline->from.begin(), pipeline->from.end(), [&](const auto& name) {
      const Lineage::Id id = facts_.lineage.find(name->text);
      return id != Lineage::nowhere && facts_.lineage[id].source != nullptr && landings_[id] == 0;
    });
  }

 private:
  const derive::Facts& facts_;
  std::vector<std::size_t> landings_;
};

bool is_strict(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
  return table != Lineage::nowhere && facts.right_in_the_end(table);
}

/// "clicks_topic -> clicks"
std::string hop(const NamedPipeline& pipeline) {
  const std::string_view from = pipeline->from.empty() ? "?" : std::string_view(pipeline->from[0]->text);
  return fmt::format("{} -> {}", from, pipeline->to->text);
}

void tell_loss(const NamedPipeline& pipeline, design::Place at, std::string_view field, std::string_view what,
               std::string_view instead, bool for_good, Report& report) {
  report.at(at)
      .say("`{}` {} on the way {}, and no event may be lost", pipeline.name, what, hop(pipeline))
      .label("{}", for_good ? "lost for good" : "missing until it is rebuilt")
      .because(ConstraintId::no_data_loss)
      .help("say `{}: {}`: {}", field, instead,
            for_good ? "nothing behind can bring back what did not arrive"
                     : "what it reads from has what is missing, and nobody notices before it is rebuilt")
      .fix_set(false, fmt::format("make it {}", instead),
               fmt::format("model.pipelines.{}.{}", pipeline.name, field), instead);
}

}  // namespace

void check_M237(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(ConstraintId::no_data_loss)) return;
  const Guards guards(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const bool guards_raw = guards.raw_behind(pipeline);
    const auto& delivery = pipeline->delivery;
    if (delivery.is(design::Delivery::at_most_once) && (guards_raw || is_strict(facts, pipeline)))
      tell_loss(pipeline, delivery.at, "delivery", "delivers at most once", "at_least_once", guards_raw,
                report);
    if (pipeline->bad_records.is(BadRecords::drop) && guards_raw)
      tell_loss(pipeline, pipeline->bad_records.at, "bad_records", "drops bad records", "dead_letter", true,
                report);
  }
}

void check_M249(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(ConstraintId::no_data_loss)) return;
  const Guards guards(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const bool guards_raw = guards.raw_behind(pipeline);
    if (!pipeline->on_gap.is(design::OnGap::continue_) || (!guards_raw && !is_strict(facts, pipeline)))
      continue;
    tell_loss(pipeline, pipeline->on_gap.at, "on_gap", "goes on over a gap", "fail", guards_raw, report);
  }
}

namespace {

void tell_unsaid(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report) {
  const bool strict = is_strict(facts, pipeline);
  report.missing(pipeline.at, "bad_records")
      .say("`{}` does not say what happens to records that cannot be read", pipeline.name)
      .because(ConstraintId::exact_counts)
      .help("{}", strict ? "set them aside (`dead_letter`) or stop (`fail`): counts of `" +
                               pipeline->to->text + "` must be right"
                         : "say `bad_records: dead_letter`, or `fail`, `drop`, `nullify` if that is meant");
}

void tell_bad(const NamedPipeline& pipeline, const Borne& borne, Report& report) {
  const BadRecords what = *pipeline->bad_records;
  const bool drops = what == BadRecords::drop;
  report.at(pipeline->bad_records.at)
      .error_if(true)
      .say("`{}` {}, and {}", pipeline.name,
           drops ? "drops records that cannot be read" : "writes null for what cannot be read", borne.who)
      .label("missing in `{}`, and nobody knows how many", pipeline->to->text)
      .because(ConstraintId::exact_counts, borne.at)
      .related(borne.at, "asked here")
      .help(
          "set them aside with `bad_records: dead_letter`, count them, and bring them back when they are "
          "mended")
      .fix_set(false, "set them aside", fmt::format("model.pipelines.{}.bad_records", pipeline.name),
               word(BadRecords::dead_letter));
}

}  // namespace

void check_M247(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const auto& bad = pipeline->bad_records;
    if (!bad) tell_unsaid(facts, pipeline, report);
    if (!bad.is(BadRecords::drop) && !bad.is(BadRecords::nullify)) continue;
    const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
    const auto bears = table == Lineage::nowhere ? std::nullopt : borne(facts, table);
    if (bears && bears->right_in_the_end) tell_bad(pipeline, *bears, report);
  }
}

}  // namespace decide::rules
