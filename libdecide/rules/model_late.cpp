#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "estimate/reach.h"
#include "facts/fact.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M232 and M233: events that come too late to be counted.
namespace decide::rules {

const Rule rule_M232{
    .code = "M232",
    .name = "stream-undercounts",
    .summary = "More events are behind the watermark than the readers bear, and no batch counts them later.",
    .rationale =
        "A window that has given its result does not count what comes afterwards. The missing events are not "
        "a random sample: they come from phones in tunnels and from countries with slow networks, so the "
        "numbers are low for exactly the same campaigns every day. The percentiles say how many there are; a "
        "batch that looks back over the late days can put them in.",
    .fails = R"(scope:
  lateness: {p50: 2 s, p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks_daily: {role: aggregate}}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
  pipelines:
    count: {from: [clicks_topic], to: clicks_daily, mode: stream, watermark: «15 min», late: drop}
)",
    .passes = R"(scope:
  lateness: {p50: 2 s, p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
  pipelines:
    count: {from: [clicks_topic], to: clicks_daily, mode: stream, watermark: 15 min, late: drop}
    recount: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: 4 d}
)",
    .constraint = "late-events",
    .facts = "B23 B25",
};

const Rule rule_M233{
    .code = "M233",
    .name = "lookback-short",
    .summary = "More events are later than a batch looks back than its readers bear.",
    .rationale =
        "A run once a day that looks back over a day counts each day once, just after it ended. Whoever is "
        "later than that run belongs to a day that no run looks at again. An event is sure to be seen if it "
        "is at most `lookback` less `every` late; phones need three days and one interval.",
    .fails = R"(scope:
  lateness: {p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: «3 d», time: event}
)",
    .passes = R"(scope:
  lateness: {p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: 4 d, time: event}
)",
    .constraint = "late-events",
    .facts = "B49 C12 C13",
};

namespace {

using derive::Lineage;
using derive::NamedPipeline;
using units::human;

/// What is missed by waiting for `reach` only.
struct Missed {
  std::optional<double> share;
  std::string words;  ///< "1.3% of events are later than 15 min"
};

/// Nothing if the readers bear it, or if the answers do not tell.
std::optional<Missed> missed(const derive::Facts& facts, const estimate::Curve& curve, const Borne& borne,
                             units::Duration reach) {
  const auto share = curve.later_than(reach);
  if (borne.right_in_the_end ? !curve.some_later_than(reach) : !share || *share <= borne.share.value)
    return std::nullopt;
  const auto& latest = facts.design.scope.lateness.max;
  if (!share) return Missed{share, fmt::format("events are up to {} late", human(*latest))};
  if (reach.value <= 0) return Missed{share, "events that are late at all may be missed"};
  return Missed{share,
                fmt::format("{} of events are later than {}", human(units::Percent{*share}), human(reach))};
}

/// How late events may be so that those readers bear the rest; nothing if the answers do not tell.
std::optional<units::Duration> enough(const derive::Facts& facts, const estimate::Curve& curve,
                                      const Borne& borne) {
  const auto& latest = facts.design.scope.lateness.max;
  if (!borne.right_in_the_end) return curve.within(borne.share.value);
  return latest ? std::optional(*latest) : std::nullopt;
}

/// The share as a sum; without percentiles, the longest wait against what is waited for.
diag::Figure late_figure(const derive::Facts& facts, const Missed& missed,
                         std::vector<std::pair<std::string, std::string>> inputs) {
  const design::Lateness& lateness = facts.design.scope.lateness;
  const std::array<std::pair<std::string_view, const design::Val<units::Duration>*>, 5> points{
      {{"p50", &lateness.p50},
       {"p90", &lateness.p90},
       {"p99", &lateness.p99},
       {"p999", &lateness.p999},
       {"max", &lateness.max}}};
  for (const auto& [name, point] : points) {
    if (*point) inputs.emplace_back(name, human(**point));
  }
  if (!missed.share) return {"latest", lateness.max->value, "s", "the latest event that is expected", inputs};
  return {"late_share", *missed.share, "ratio",
          "s1 x (t / t1)^-k with k = ln(s1 / s2) / ln(t2 / t1), for the percentiles s1 at t1 and s2 at t2 "
          "around t; 0 from max on",
          inputs};
}

void check_stream(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report) {
  const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
  const auto bears = table == Lineage::nowhere ? std::nullopt : borne(facts, table);
  if (!bears) return;
  const estimate::Curve& curve = report.estimates().lateness();
  const auto late = missed(facts, curve, *bears, *pipeline->watermark);
  if (!late) return;
  const auto wait = enough(facts, curve, *bears);
  report.at(pipeline->watermark.at)
      .error_if(bears->right_in_the_end)
      .say("`{}` waits {} for late events: {}, and {}", pipeline.name, human(*pipeline->watermark),
           late->words, bears->who)
      .label("later events are not counted in `{}`", pipeline->to->text)
      .because(derive::ConstraintId::late_events)
      .related(bears->at, "asked here")
      .figure(late_figure(facts, *late, {{"watermark", human(*pipeline->watermark)}}))
      .help("count them in a scheduled batch into `{}` that looks back, set `late: correct`{}",
            pipeline->serves ? pipeline->serves->text : pipeline->to->text,
            wait ? fmt::format(", or wait {}", human(rounded_up(*wait))) : "");
}

/// A batch, and how late an event may be and still be seen by one of its runs.
struct Batch {
  const NamedPipeline* pipeline = nullptr;
  units::Duration lookback;
  units::Duration reach;
};

/// Of the batches that fill a table from the same inputs, the one that reaches furthest: it counts what the
/// others miss.
std::vector<Batch> furthest(const derive::Facts& facts) {
  std::vector<Batch> all;
  std::map<std::vector<std::string>, std::size_t> slots;
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode.is(design::Mode::batch)) continue;
    const auto lookback = estimate::looks_back(facts, pipeline);
    if (!lookback) continue;
    const Batch batch{&pipeline, *lookback, {std::max(lookback->value - pipeline->every->value, 0.0)}};
    std::vector<std::string> key;
    for (const auto& name : pipeline->from) key.push_back(name->text);
    std::sort(key.begin(), key.end());
    key.push_back(pipeline->to->text);
    const auto [slot, is_new] = slots.emplace(std::move(key), all.size());
    if (is_new)
      all.push_back(batch);
    else if (all[slot->second].reach < batch.reach)
      all[slot->second] = batch;
  }
  return all;
}

void check_batch(const derive::Facts& facts, const Batch& batch, Report& report) {
  const NamedPipeline& pipeline = *batch.pipeline;
  const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
  const auto bears = table == Lineage::nowhere ? std::nullopt : borne(facts, table);
  if (!bears) return;
  const estimate::Curve& curve = report.estimates().lateness();
  const auto late = missed(facts, curve, *bears, batch.reach);
  if (!late) return;
  const units::Duration every = *pipeline->every;
  Draft draft =
      pipeline->lookback ? report.at(pipeline->lookback.at) : report.missing(pipeline.at, "lookback");
  draft.error_if(bears->right_in_the_end)
      .say("`{}` runs every {} and looks back over {}: {}, and {}", pipeline.name, human(every),
           human(batch.lookback), late->words, bears->who)
      .label("sure to count what is {} late", human(batch.reach))
      .because(derive::ConstraintId::late_events)
      .related(bears->at, "asked here")
      .figure(late_figure(facts, *late,
                          {{"reach", human(batch.reach) + " (lookback - every)"},
                           {"lookback", human(batch.lookback)},
                           {"every", human(every)}}));
  const auto wait = enough(facts, curve, *bears);
  if (!wait) return;
  const units::Duration wanted = rounded_up(*wait + every);
  draft.help("look back over {}: {} of lateness and one interval", human(wanted), human(*wait))
      .fix_set(false, fmt::format("look back over {}", human(wanted)),
               fmt::format("model.pipelines.{}.lookback", pipeline.name), units::print(wanted));
}

}  // namespace

void check_M232(const derive::Facts& facts, Report& report) {
  const estimate::FilledByBatch filled(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->watermark || !estimate::loses_late(facts, pipeline)) continue;
    if (filled.has(pipeline->to) || filled.has(pipeline->serves)) continue;
    check_stream(facts, pipeline, report);
  }
}

void check_M233(const derive::Facts& facts, Report& report) {
  const estimate::FilledByBatch filled(facts);
  for (const Batch& batch : furthest(facts)) {
    if (!filled.has((*batch.pipeline)->serves)) check_batch(facts, batch, report);
  }
}

}  // namespace decide::rules
