#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/plural.h"
#include "estimate/load.h"
#include "facts/fact.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M245 and M246: how long a source keeps what was not read yet, and how much it can take.
namespace decide::rules {

const Rule rule_M245{
    .code = "M245",
    .name = "source-retention-short",
    .summary = "A source keeps events for less than an outage and its recovery, or than a run looks back.",
    .rationale =
        "While a pipeline stands still its backlog waits in the source, and the oldest event is read only "
        "when "
        "the backlog is gone. What the source has deleted by then is lost, and no retry brings it back. The "
        "same holds for a batch that reads the source again: it cannot look back further than the source "
        "does.",
    .fails = R"(scope:
  failure_tolerance: {outage: 12 h, recovery: 24 h}
model:
  sources:
    clicks_topic: {kind: kafka, retention: «1 d»}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream}
)",
    .passes = R"(scope:
  failure_tolerance: {outage: 12 h, recovery: 12 h}
model:
  sources:
    clicks_topic: {kind: kafka, retention: 1 d}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream}
)",
    .constraint = "recovery",
    .facts = "B1 G3",
};

const Rule rule_M246{
    .code = "M246",
    .name = "partitions-short",
    .summary = "A source has too few partitions for the bytes at the peak, or for the writers of its table.",
    .rationale =
        "A partition is read by one reader of a group, so their number is a ceiling for both bytes and "
        "workers: more writers than partitions stand idle. It is a ceiling that hurts to lift, since more "
        "partitions send the same key to another one and break order and dedup by key across the change. "
        "10 MB/s each is a careful figure for planning; measure yours.",
    .fails = R"(scope:
  volume: {average: 35k/s, peak: 200k/s, event_size: 450 B}
model:
  sources:
    clicks_topic: {kind: kafka, partitions: «8»}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream}
)",
    .passes = R"(scope:
  volume: {average: 35k/s, peak: 200k/s, event_size: 450 B}
model:
  sources:
    clicks_topic: {kind: kafka, partitions: 9}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream}
)",
    .constraint = "throughput",
    .facts = "B12 B13 B14",
};

namespace {

using derive::Lineage;
using derive::NamedPipeline;
using derive::NamedSource;
using units::human;

std::string source_path(const NamedSource& source, std::string_view field) {
  return fmt::format("model.sources.{}.{}", source.name, field);
}

/// How far back a source must reach, and for what.
struct Need {
  units::Duration time;
  std::string why;
  derive::ConstraintId constraint = derive::ConstraintId::recovery;
  diag::Figure figure;
  design::Place at;  ///< what asks for it; nowhere for the outage, which the constraint shows
};

void keep_longer(std::optional<Need>& longest, Need need) {
  if (!longest || longest->time < need.time) longest = std::move(need);
}

std::optional<Need> after_outage(const design::FailureTolerance& tolerance) {
  if (!tolerance.outage || !tolerance.recovery) return std::nullopt;
  const units::Duration sum = *tolerance.outage + *tolerance.recovery;
  Need need{.time = sum,
            .why = fmt::format("an outage of {} and the recovery of {} take {}", human(*tolerance.outage),
                               human(*tolerance.recovery), human(sum)),
            .figure = {"kept_for",
                       sum.value,
                       "s",
                       "outage + recovery",
                       {{"outage", human(*tolerance.outage)}, {"recovery", human(*tolerance.recovery)}}},
            .at = {}};
  return need;
}

/// How far back a run of a batch reads: at least to the last run.
std::optional<Need> of_run(const NamedPipeline& pipeline) {
  const bool looks_back = pipeline->lookback && (!pipeline->every || *pipeline->lookback >= *pipeline->every);
  const auto& field = looks_back ? pipeline->lookback : pipeline->every;
  if (!pipeline->mode.is(design::Mode::batch) || !field) return std::nullopt;
  Need need{.time = *field,
            .why = fmt::format("a run of `{}` reads the last {}", pipeline.name, human(*field)),
            .constraint = derive::ConstraintId::no_data_loss,
            .figure = {"kept_for",
                       field->value,
                       "s",
                       "the longer of lookback and interval of a run that reads it",
                       {{looks_back ? "lookback" : "every", human(*field)}}},
            .at = field.at};
  return need;
}

std::optional<Need> longest_need(const derive::Facts& facts, const Lineage::Node& node) {
  std::optional<Need> longest = after_outage(facts.design.scope.failure_tolerance);
  for (const NamedPipeline* reader : node.readers) {
    if (auto need = of_run(*reader)) keep_longer(longest, *std::move(need));
  }
  return longest;
}

void check_retention(const derive::Facts& facts, const Lineage::Node& node, Report& report) {
  const auto& kept = node.source->value.retention;
  const auto need = longest_need(facts, node);
  if (!kept || node.readers.empty() || !need || *kept >= need->time) return;
  const units::Duration wanted = rounded_up(need->time);
  report.at(kept.at)
      .say("`{}` keeps events for {}, and {}", node.name, human(*kept), need->why)
      .label("deleted {} too early", human(need->time - *kept))
      .related(need->at, "reads that far back")
      .because(need->constraint)
      .figure(need->figure)
      .help("keep {} or more; add the time until somebody notices, and a weekend", human(wanted))
      .fix_set(false, fmt::format("keep {}", human(wanted)), source_path(*node.source, "retention"),
               units::print(wanted));
}

/// Bytes a second that one partition is reckoned with.
units::ByteRate partition_rate(const derive::Facts& facts) {
  constexpr double megabyte = 1e6;
  return {facts.values.fact("kafka.partition_mb_s_default").value * megabyte};
}

/// How many partitions a source needs, and for what.
struct Share {
  double partitions = 0;
  std::string why;
  diag::Figure figure;
  design::Place at;
};

std::optional<Share> for_bytes(const derive::Facts& facts, Lineage::Id source) {
  const auto rate = estimate::source_rate(facts, source);
  if (!rate) return std::nullopt;
  const auto& said = facts.design.scope.volume.event_size;
  const units::Bytes size = said.value_or({facts.values.fact("scope.event_size").value});
  const units::Rate peak{*rate * estimate::peak_factor(facts)};
  const units::ByteRate bytes = peak * size;
  const double partitions = std::ceil(bytes / partition_rate(facts));
  diag::Figure figure{
      "partitions", partitions, "count", "peak x event size / bytes a second of a partition", {}};
  figure.inputs = {{"peak", human(peak)},
                   {"event size", said ? human(size) : human(size) + ", assumed"},
                   {"a partition", cited(facts.values.fact("kafka.partition_mb_s_default"))}};
  return Share{partitions,
               fmt::format("{} arrive at the peak, which takes {} at {} each", human(bytes),
                           human(units::Count{partitions}), human(partition_rate(facts))),
               std::move(figure),
               {}};
}

/// The reader with the most writers.
std::optional<Share> for_writers(const derive::Facts& facts, const Lineage::Node& node) {
  std::optional<Share> most;
  for (const NamedPipeline* reader : node.readers) {
    const design::Layout* layout = facts.layout((*reader)->to->text);
    if (layout == nullptr || !layout->writers) continue;
    const units::Count writers = *layout->writers;
    if (most && most->partitions >= writers.value) continue;
    most = Share{
        writers.value,
        fmt::format("`{}` is written by {}, each of which needs one", (*reader)->to->text, human(writers)),
        {"partitions",
         writers.value,
         "count",
         "writers of the table that is fed",
         {{"writers", human(writers)}}},
        layout->writers.at};
  }
  return most;
}

void check_partitions(const derive::Facts& facts, Lineage::Id id, Report& report) {
  const Lineage::Node& node = facts.lineage[id];
  const auto& partitions = node.source->value.partitions;
  if (!partitions) return;
  auto need = for_bytes(facts, id);
  if (auto writers = for_writers(facts, node); writers && (!need || need->partitions < writers->partitions))
    need = std::move(writers);
  if (!need || need->partitions <= partitions->value) return;
  const units::Count wanted{need->partitions};
  report.at(partitions.at)
      .say("`{}` has {} partition{}, and {}", node.name, human(*partitions), plural_s(partitions->value),
           need->why)
      .label("{} needed", human(wanted))
      .related(need->at, "as many writers")
      .because(derive::ConstraintId::throughput)
      .figure(need->figure)
      .help("plan {} partitions or more, with room for growth: adding them later sends keys elsewhere",
            human(wanted))
      .fix_set(false, fmt::format("plan {} partitions", human(wanted)),
               source_path(*node.source, "partitions"), units::print(wanted));
}

}  // namespace

void check_M245(const derive::Facts& facts, Report& report) {
  for (const Lineage::Node& node : facts.lineage.nodes()) {
    if (node.source != nullptr) check_retention(facts, node, report);
  }
}

void check_M246(const derive::Facts& facts, Report& report) {
  const auto& nodes = facts.lineage.nodes();
  for (Lineage::Id id = 0; id < nodes.size(); ++id) {
    if (nodes[id].source != nullptr) check_partitions(facts, id, report);
  }
}

}  // namespace decide::rules
