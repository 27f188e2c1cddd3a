#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "estimate/delay.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M231 and M234: how old the numbers are when they are read.
namespace decide::rules {

const Rule rule_M231{
    .code = "M231",
    .name = "too-stale",
    .summary = "The way from a source to a consumer's table takes longer than the consumer's freshness.",
    .rationale =
        "Delays add up along the lineage: every hop waits for its next run or commit, some for a watermark, "
        "and a batch for its own run time. Three quick hops make a slow table, and each of them looks fine "
        "on "
        "its own page. What counts is the sum, from the event to the table that is asked.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw}
    clicks_hourly: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_hourly}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 1 min}
    hourly: {from: [clicks], to: clicks_hourly, mode: micro_batch, every: «5 min»}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw}
    clicks_hourly: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_hourly}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 1 min}
    hourly: {from: [clicks], to: clicks_hourly, mode: micro_batch, every: 4 min}
)",
    .constraint = "freshness",
    .facts = "B19",
};

const Rule rule_M234{
    .code = "M234",
    .name = "watermark-against-freshness",
    .summary = "Results appear when the watermark has passed, and it is longer than a reader's freshness.",
    .rationale =
        "A window that waits for late events gives its result only when the wait is over. So a watermark is "
        "paid for in freshness, event for event: half an hour of patience makes a dashboard half an hour old "
        "at best. Results that are given early and corrected later escape this, if the target takes updates.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks_live: {role: aggregate}}
  queries:
    now: {consumer: dash, table: clicks_live}
  pipelines:
    live: {from: [clicks_topic], to: clicks_live, mode: stream, watermark: «10 min», late: drop}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks_live: {role: aggregate}}
  queries:
    now: {consumer: dash, table: clicks_live}
  pipelines:
    live: {from: [clicks_topic], to: clicks_live, mode: stream, watermark: 10 min, late: correct}
)",
    .constraint = "freshness",
    .facts = "B23 B24",
};

namespace {

using derive::Lineage;
using estimate::Hop;
using units::human;

/// One reason to wait, and where it is said.
struct Wait {
  units::Duration time;
  std::string_view field;
  std::string_view pipeline;
  design::Place at;
};

/// What a hop waits for, without what takes no time.
std::vector<Wait> waits(const derive::Facts& facts, const Hop& hop) {
  const design::Pipeline& pipeline = hop.pipeline->value;
  const design::Layout* layout = facts.layout(pipeline.to->text);
  const bool commits_later =
      layout != nullptr && layout->commit_every && hop.every.value <= layout->commit_every->value;
  const auto& interval = commits_later ? layout->commit_every : pipeline.every;
  std::vector<Wait> all;
  const auto add = [&](units::Duration time, std::string_view field, design::Place at) {
    if (time.value > 0) all.push_back({time, field, hop.pipeline->name, at});
  };
  add(hop.every, commits_later ? "commit_every" : "every", interval.at);
  add(hop.watermark, "watermark", pipeline.watermark.at);
  add(hop.run, "run time", pipeline.capacity.at);
  return all;
}

std::string sum(const std::vector<Wait>& waits) {
  std::string text;
  for (const Wait& wait : waits)
    text += fmt::format("{}{} {}", text.empty() ? "" : " + ", human(wait.time), wait.field);
  return text.empty() ? "0 s" : text;
}

/// The way to a table: the sum as a figure, and what costs most of it.
struct Way {
  std::string path;
  diag::Figure figure;
  Wait worst;
};

Way way_to(const derive::Facts& facts, const estimate::Delays& delays, Lineage::Id table) {
  const std::vector<Lineage::Id> nodes = delays.path(table);
  const std::vector<Hop> hops = delays.hops(table);
  Way way{facts.lineage.show(nodes), {}, {}};
  way.figure = {"delay",
                delays.of(table)->total.value,
                "s",
                "sum over the hops of interval, watermark and run time",
                {}};
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const std::vector<Wait> of_hop = waits(facts, hops[i]);
    way.figure.inputs.emplace_back(facts.lineage.show({nodes[i], nodes[i + 1]}), sum(of_hop));
    for (const Wait& wait : of_hop) {
      if (way.worst.time < wait.time) way.worst = wait;
    }
  }
  return way;
}

/// How the reason to wait is called in a sentence.
std::string called(const Wait& wait) {
  return wait.field == "run time" ? fmt::format("the run time of `{}`", wait.pipeline)
                                  : fmt::format("`{}` of `{}`", wait.field, wait.pipeline);
}

/// What to do about the longest wait, with the time that the others leave for it.
std::string advice(const Way& way, const derive::NamedConsumer& consumer, units::Duration total,
                   units::Duration asked) {
  const units::Duration left = rounded_down(way.worst.time - (total - asked));
  const std::string agree = fmt::format("agree on {} with `{}`", human(rounded_up(total)), consumer.name);
  if (left.value <= 0)
    return fmt::format("without {} it still takes {}: take out a hop, or {}", called(way.worst),
                       human(total - way.worst.time), agree);
  return fmt::format("cut {} to {}, or {}", called(way.worst), human(left), agree);
}

void check_reader(const derive::Facts& facts, const derive::NamedConsumer& consumer, Lineage::Id table,
                  Report& report) {
  const estimate::Delays& delays = report.estimates().delays();
  const derive::Demand demand = facts.demand(consumer.value);
  const auto& delay = delays.of(table);
  if (!delay || !demand.freshness || !is_over(delay->total, *demand.freshness)) return;
  const Way way = way_to(facts, delays, table);
  report.at(way.worst.at)
      .say("`{}` asks for numbers within {}, and {} takes up to {}", consumer.name, human(*demand.freshness),
           way.path, time_beside(delay->total, *demand.freshness))
      .label("{} of it", human(way.worst.time))
      .because(derive::ConstraintId::freshness, demand.freshness_at)
      .figure(way.figure)
      .help("{}", advice(way, consumer, delay->total, *demand.freshness));
}

/// The reader of a table, or of one behind it, who asks for the freshest numbers; null if none says.
const derive::NamedConsumer* most_impatient(const derive::Facts& facts, Lineage::Id table) {
  const derive::NamedConsumer* first = nullptr;
  std::optional<units::Duration> tightest;
  for (const derive::NamedConsumer* consumer : facts.lineage.consumers(table)) {
    const auto asked = facts.demand(consumer->value).freshness;
    if (!asked || (tightest && *tightest <= *asked)) continue;
    tightest = asked;
    first = consumer;
  }
  return first;
}

void check_watermark(const derive::Facts& facts, const derive::NamedPipeline& pipeline, Report& report) {
  const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
  if (table == Lineage::nowhere || !estimate::waits_for_watermark(facts, pipeline)) return;
  const derive::NamedConsumer* reader = most_impatient(facts, table);
  if (reader == nullptr) return;
  const derive::Demand demand = facts.demand(reader->value);
  if (*pipeline->watermark <= *demand.freshness) return;
  Draft draft = report.at(pipeline->watermark.at);
  draft
      .say("`{}` gives out results {} after the event, and `{}` asks for them within {}", pipeline.name,
           human(*pipeline->watermark), reader->name, human(*demand.freshness))
      .label("longer than {}", human(*demand.freshness))
      .because(derive::ConstraintId::freshness, demand.freshness_at)
      .figure({"least_delay",
               pipeline->watermark->value,
               "s",
               "the watermark alone",
               {{"watermark", human(*pipeline->watermark)}, {"freshness", human(*demand.freshness)}}})
      .help(
          "wait less than {} and count the late events in a batch, or give results early with `late: "
          "correct` into a table that takes updates by key",
          human(*demand.freshness));
  if (pipeline->write.is(design::Write::merge))
    draft.fix_set(false, "correct results as late events come",
                  fmt::format("model.pipelines.{}.late", pipeline.name), "correct");
}

}  // namespace

void check_M231(const derive::Facts& facts, Report& report) {
  const estimate::LiveReaders live(facts);
  for (Lineage::Id id = 0; id < facts.lineage.nodes().size(); ++id) {
    if (facts.lineage[id].table == nullptr) continue;
    for (const derive::NamedConsumer* consumer : facts.lineage.direct_consumers(id)) {
      if (!live.has(id, *consumer)) check_reader(facts, *consumer, id, report);
    }
  }
}

void check_M234(const derive::Facts& facts, Report& report) {
  for (const derive::NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (pipeline->watermark) check_watermark(facts, pipeline, report);
  }
}

}  // namespace decide::rules
