#include "estimate/reach.h"

#include <algorithm>

#include "estimate/delay.h"
#include "facts/fact.h"

namespace decide::estimate {

using derive::Lineage;
using derive::NamedPipeline;

FilledByBatch::FilledByBatch(const derive::Facts& facts)
    : facts_(facts), filled_(facts.lineage.nodes().size()) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const Lineage::Id to = facts.lineage.find_table(pipeline->to->text);
    const bool reads_itself = pipeline->from.contains(*pipeline->to);
    if (to != Lineage::nowhere && pipeline->mode.is(design::Mode::batch) && !reads_itself) filled_[to] = true;
  }
}

bool FilledByBatch::has(const design::Val<design::Name>& table) const {
  const Lineage::Id id = facts_.lineage.find_table(table->text);
  return id != Lineage::nowhere && filled_[id];
}

std::optional<units::Duration> taken_until(const design::Pipeline& pipeline) {
  const bool leaves = pipeline.late.is(design::Late::drop) || pipeline.late.is(design::Late::side_output);
  return leaves && pipeline.watermark ? std::optional(*pipeline.watermark) : std::nullopt;
}

bool loses_late(const derive::Facts& facts, const NamedPipeline& pipeline) {
  if (!pipeline->mode || *pipeline->mode == design::Mode::batch) return false;
  if (pipeline->late.is(design::Late::correct) || pipeline->time.is(design::Clock::processing)) return false;
  const bool joins = pipeline->window && pipeline->from.size() > 1;
  return taken_until(pipeline.value) || joins || waits_for_watermark(facts, pipeline);
}

std::optional<design::Clock> clock(const derive::Facts& facts, const NamedPipeline& pipeline) {
  if (pipeline->time) return *pipeline->time;
  const design::Layout* layout = facts.layout(pipeline->to->text);
  const auto* table = facts.design.model.tables.find(pipeline->to->text);
  if (layout == nullptr || table == nullptr) return std::nullopt;
  for (const auto& transform : layout->by) {
    const auto* column = table->value.columns.find(transform->column);
    if (column == nullptr || !column->value.time) continue;
    return *column->value.time == design::TimeKind::event ? design::Clock::event : design::Clock::processing;
  }
  return std::nullopt;
}

namespace {

/// Where nobody says what a table is cut by, one that knows the event's time only is cut by that.
bool is_cut_by_event(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const auto* table = facts.design.model.tables.find(pipeline->to->text);
  const design::Layout* layout = facts.layout(pipeline->to->text);
  const bool is_said =
      (layout != nullptr && layout->by.at) || pipeline->overwrite_scope.is(design::OverwriteScope::all);
  if (table == nullptr || is_said) return false;
  const auto has = [&](design::TimeKind kind) {
    return std::any_of(table->value.columns.begin(), table->value.columns.end(),
                       [&](const auto& column) { return column->time.is(kind); });
  };
  return has(design::TimeKind::event) && !has(design::TimeKind::processing);
}

}  // namespace

std::optional<units::Duration> looks_back(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const auto by = clock(facts, pipeline);
  if (by == design::Clock::processing || !pipeline->every) return std::nullopt;
  if (pipeline->lookback) return *pipeline->lookback;
  const bool by_event = by ? *by == design::Clock::event : is_cut_by_event(facts, pipeline);
  if (!by_event || !pipeline->write.is(design::Write::overwrite_partition)) return std::nullopt;
  // dbt's microbatch takes some earlier batches along.
  const bool is_dbt = pipeline->engine && *pipeline->engine == "dbt";
  const double more = is_dbt ? facts.values.fact("dbt.microbatch_lookback_default").value : 0;
  return *pipeline->every * (1 + more);
}

std::optional<units::Duration> reach(const derive::Facts& facts, const NamedPipeline& pipeline) {
  if (!pipeline->mode.is(design::Mode::batch)) {
    const bool waits = pipeline->watermark && loses_late(facts, pipeline);
    return waits ? std::optional(*pipeline->watermark) : std::nullopt;
  }
  const auto lookback = looks_back(facts, pipeline);
  if (!lookback) return std::nullopt;
  return units::Duration{std::max(lookback->value - pipeline->every->value, 0.0)};
}

}  // namespace decide::estimate
