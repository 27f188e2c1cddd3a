#include <cmath>
#include <string>
#include <string_view>

#include "estimate/load.h"
#include "facts/fact.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M239: what a stream has to remember.
namespace decide::rules {

using derive::ConstraintId;
using derive::NamedPipeline;
using estimate::State;

const Rule rule_M239{
    .code = "M239",
    .name = "state-too-large",
    .severity = diag::Severity::warning,
    .summary = "the state of a dedup or a join is over 100 GB (error over 1 TB)",
    .rationale =
        "A stream that drops repeats remembers every key of the window, and a join holds every row until its "
        "other side may have come. Rate times window times bytes is easily terabytes. Such a state is copied "
        "at every checkpoint and read back at every restart, so that an hour of outage becomes a day. Past "
        "some size the table itself is the better memory: a merge on the key, or a batch that reads both "
        "sides again.",
    .fails = R"(scope:
  volume: {average: 100k/s}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land:
      from: [clicks_topic]
      to: clicks
      mode: stream
      dedup: {key: [event_id], within: «7 d»}
)",
    .passes = R"(scope:
  volume: {average: 100k/s}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land:
      from: [clicks_topic]
      to: clicks
      mode: stream
      dedup: {key: [event_id], within: 6 h}
)",
    .constraint = "duplicate-delivery",
    .facts = "G6 G7 G8"};

namespace {

/// A state, and the time over which it gathers.
struct Gathered {
  State state;
  units::Duration span;
  double bytes = 0;
};

/// What is never forgotten is weighed by the end of what is kept: nobody can say how long it runs.
std::optional<units::Duration> span_of(const derive::Facts& facts, const NamedPipeline& pipeline,
                                       const State& state) {
  if (!state.forever) return state.window;
  const auto id = facts.lineage.find_table(pipeline->to->text);
  if (id == derive::Lineage::nowhere) return std::nullopt;
  if (const auto how_long = kept(facts, facts.lineage[id])) return how_long->duration;
  const auto& asked = facts.design.scope.retention.queryable;
  return asked ? std::optional(*asked) : std::nullopt;
}

std::string_view kind_of(const State& state) {
  return state.join ? "join" : "dedup";
}

diag::Figure size_of(const Report& report, const Gathered& gathered) {
  const State& state = gathered.state;
  const std::string_view each = state.join ? "state.rocksdb_row_overhead" : "state.rocksdb_bytes_per_text_id";
  return {fmt::format("state of the {}", kind_of(state)),
          gathered.bytes,
          "B",
          fmt::format("rate x window x bytes of a {}", state.join ? "row" : "key"),
          {{"rate", units::human(units::Rate{state.rate})},
           {state.forever ? "window (all that is kept)" : "window", units::human(gathered.span)},
           {state.join ? "bytes of a row" : "bytes of a key",
            fmt::format("{} ({})", sized(state.bytes_each), report.fact(each).id)}}};
}

/// When a state that gathers reaches a size.
units::Duration time_to(const State& state, double limit) {
  return {limit / (state.rate * state.bytes_each)};
}

void say(Draft& draft, const NamedPipeline& pipeline, const Gathered& gathered, double limit) {
  const State& state = gathered.state;
  const std::string rate = units::human(units::Rate{state.rate});
  if (state.forever) {
    draft.say("pipeline `{}` remembers every key for ever: its state passes {} after {} and only grows",
              pipeline.name, sized(limit), units::human(time_to(state, limit)));
    return;
  }
  draft.say("the {} of pipeline `{}` holds {} of state ({} for {}); over {} is too much", kind_of(state),
            pipeline.name, sized(gathered.bytes), rate, units::human(gathered.span), sized(limit));
}

void judge(Report& report, const NamedPipeline& pipeline, const Gathered& gathered) {
  const double warning = report.fact("state.warning_bytes").value;
  const double error = report.fact("state.error_bytes").value;
  if (!(gathered.bytes > warning)) return;
  const State& state = gathered.state;
  const bool too_large = gathered.bytes > error;
  auto draft = report.at(state.at);
  say(draft, pipeline, gathered, too_large ? error : warning);
  draft.error_if(too_large)
      .label("{} of state", state.forever ? "grows to " + sized(gathered.bytes) : sized(gathered.bytes))
      .because(state.join ? ConstraintId::attribution_window : ConstraintId::duplicate_delivery)
      .figure(size_of(report, gathered));
  if (state.join) {
    draft.help("join in a batch that reads both sides again, or within {}",
               units::human(rounded_down(time_to(state, warning))));
  } else {
    draft.help("merge on the key instead, so that the table remembers, or dedup within {} at most",
               units::human(rounded_down(time_to(state, warning))));
  }
}

}  // namespace

void check_M239(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    for (const State& state : estimate::states(facts, pipeline)) {
      const auto span = span_of(facts, pipeline, state);
      if (span && state.at)
        judge(report, pipeline, {state, *span, state.rate * span->value * state.bytes_each});
    }
  }
}

}  // namespace decide::rules
