#include "estimate/load.h"

#include <algorithm>
#include <string_view>

namespace decide::estimate {
namespace {

using derive::Lineage;

constexpr double day = 86400;

/// The side of a join that is found by its own date; or none.
std::string_view own_side(const derive::Facts& facts, std::string_view table) {
  const auto* entry = facts.design.model.tables.find(table);
  return entry == nullptr || !entry->value.attribution.of ? std::string_view{}
                                                          : entry->value.attribution.of->text;
}

/// The window of a join into a table: of the pipeline or of the attribution, whichever is longer.
double window_of(const derive::Facts& facts, std::string_view table,
                 const design::Val<units::Duration>& own) {
  const auto* entry = facts.design.model.tables.find(table);
  const double said = own ? own->value : 0;
  if (entry == nullptr || !entry->value.attribution.window) return said;
  return std::max(said, entry->value.attribution.window->value);
}

/// Rows of some inputs over a span; the sides of a join, which are all but the one found by its date, over
/// the window too.
std::optional<double> rows_over(const derive::Facts& facts, const design::List<design::Name>& from,
                                std::string_view to, double span, double window) {
  std::string_view own = own_side(facts, to);
  if (own.empty() && !from.empty()) own = from[0]->text;
  double rows = 0;
  for (const auto& name : from) {
    const Lineage::Id id = facts.lineage.find(name->text);
    const auto rate = id == Lineage::nowhere ? std::nullopt : node_rate(facts, id);
    if (!rate) return std::nullopt;
    rows += *rate * (span + (name->text == own ? 0 : window));
  }
  return rows;
}

using TypeOfColumn = std::optional<design::ColumnType>;

TypeOfColumn type_in(const derive::NamedTable* table, std::string_view column) {
  const auto* found = table == nullptr ? nullptr : table->value.columns.find(column);
  return found == nullptr || !found->value.type ? std::nullopt : TypeOfColumn(*found->value.type);
}

/// As the table that is written declares it, else one that is read, or one that is fed from the same source.
TypeOfColumn type_of(const derive::Facts& facts, const derive::NamedPipeline& pipeline,
                     std::string_view column) {
  if (auto own = type_in(facts.design.model.tables.find(pipeline->to->text), column)) return own;
  for (const auto& name : pipeline->from) {
    const Lineage::Id input = facts.lineage.find(name->text);
    if (input == Lineage::nowhere) continue;
    if (auto read = type_in(facts.lineage[input].table, column)) return read;
    for (const Lineage::Id beside : facts.lineage[input].outputs) {
      if (auto fed = type_in(facts.lineage[beside].table, column)) return fed;
    }
  }
  return std::nullopt;
}

bool is_text(const derive::Facts& facts, const derive::NamedPipeline& pipeline, std::string_view column) {
  const auto type = type_of(facts, pipeline, column);
  return !type || type->base == design::BaseType::string || type->base == design::BaseType::json;
}

double key_bytes(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  const double text = facts.values.fact("state.rocksdb_bytes_per_text_id").value;
  const double binary = facts.values.fact("state.rocksdb_bytes_per_binary_id").value;
  double bytes = 0;
  for (const auto& name : pipeline->dedup.key) bytes += is_text(facts, pipeline, name->text) ? text : binary;
  return bytes > 0 ? bytes : text;
}

}  // namespace

double peak_factor(const derive::Facts& facts) {
  const design::Volume& volume = facts.design.scope.volume;
  if (!volume.peak || !volume.average || volume.average->value <= 0) return 1;
  return std::max(volume.peak->value / volume.average->value, 1.0);
}

std::optional<double> source_rate(const derive::Facts& facts, Lineage::Id source) {
  const Lineage::Node& node = facts.lineage[source];
  if (node.source != nullptr && node.source->value.rows) return node.source->value.rows->value;
  // A raw table fed by this source alone has its rows.
  std::optional<double> most;
  for (const Lineage::Id output : node.outputs) {
    const Lineage::Node& fed = facts.lineage[output];
    if (fed.table == nullptr || !fed.table->value.role.is(design::Role::raw) || fed.inputs.size() != 1)
      continue;
    if (const auto rows = facts.rows_per_day(fed.table->value))
      most = std::max(most.value_or(0), *rows / day);
  }
  const auto& average = facts.design.scope.volume.average;
  return most || !average ? most : std::optional(average->value);
}

std::optional<double> node_rate(const derive::Facts& facts, Lineage::Id id) {
  const Lineage::Node& node = facts.lineage[id];
  if (node.source != nullptr) return source_rate(facts, id);
  const auto rows = facts.rows_per_day(node.table->value);
  return rows ? std::optional(*rows / day) : std::nullopt;
}

std::optional<Load> load(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  const auto rows = rows_over(facts, pipeline->from, {}, 1, 0);
  if (!rows || pipeline->from.empty()) return std::nullopt;
  Load result;
  result.average = *rows;
  result.peak = *rows * peak_factor(facts);
  result.spiky = facts.design.scope.volume.pattern.is(design::Pattern::spiky);
  return result;
}

std::optional<double> rows_a_run(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  if (pipeline->mode.is(design::Mode::stream) || !pipeline->every || pipeline->from.empty())
    return std::nullopt;
  const double every = pipeline->every->value;
  const bool looks_back = pipeline->mode.is(design::Mode::batch) && pipeline->lookback;
  const double span = looks_back ? std::max(pipeline->lookback->value, every) : every;
  const double window = window_of(facts, pipeline->to->text, pipeline->window);
  return rows_over(facts, pipeline->from, pipeline->to->text, span, window);
}

std::optional<units::Duration> run_time(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  const auto rows = rows_a_run(facts, pipeline);
  if (!rows || !pipeline->capacity || pipeline->capacity->value <= 0) return std::nullopt;
  return units::Count{*rows} / *pipeline->capacity;
}

namespace {

/// Rows a second of the nearest raw tables behind a table: what a job reads that does not say what it reads.
std::optional<double> raw_rate_behind(const derive::Facts& facts, std::string_view table) {
  const Lineage::Id rebuilt = facts.lineage.find_table(table);
  if (rebuilt == Lineage::nowhere) return std::nullopt;
  std::optional<double> sum;
  std::vector<bool> seen(facts.lineage.nodes().size(), false);
  std::vector<Lineage::Id> open = facts.lineage[rebuilt].inputs;
  while (!open.empty()) {
    const Lineage::Id id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    const auto* behind = facts.lineage[id].table;
    if (behind == nullptr) continue;
    if (!behind->value.role.is(design::Role::raw)) {
      open.insert(open.end(), facts.lineage[id].inputs.begin(), facts.lineage[id].inputs.end());
      continue;
    }
    const auto rate = node_rate(facts, id);
    if (!rate) return std::nullopt;
    sum = sum.value_or(0) + *rate;
  }
  return sum;
}

}  // namespace

std::optional<double> rows_of_job(const derive::Facts& facts, const derive::NamedJob& job) {
  if (!job->range) return std::nullopt;
  const double window = window_of(facts, job->rebuilds->text, job->window);
  if (job->from.empty()) {
    const auto rate = raw_rate_behind(facts, job->rebuilds->text);
    return rate ? std::optional(*rate * job->range->value) : std::nullopt;
  }
  return rows_over(facts, job->from, job->rebuilds->text, job->range->value, window);
}

double live_load(const derive::Facts& facts, const derive::NamedJob& job) {
  const auto rebuilt =
      job->rebuilds ? facts.lineage.find_table(job->rebuilds->text) : derive::Lineage::nowhere;
  const bool lives = rebuilt != derive::Lineage::nowhere && !facts.lineage[rebuilt].writers.empty();
  const bool goes_on = job->while_live ? !job->while_live.is(design::WhileLive::paused) : lives;
  if (!goes_on) return 0;
  return rows_over(facts, job->from, {}, 1, 0).value_or(0);
}

std::optional<units::Duration> job_time(const derive::Facts& facts, const derive::NamedJob& job) {
  const auto rows = rows_of_job(facts, job);
  if (!rows || !job->capacity) return std::nullopt;
  const double free = job->capacity->value - live_load(facts, job);
  if (free <= 0) return std::nullopt;
  return units::Duration{*rows / free};
}

std::optional<units::Duration> drain_time(const Load& load, units::Rate capacity, units::Duration outage) {
  const double spare = capacity.value - load.sustained();
  if (spare <= 0) return std::nullopt;
  return units::Duration{load.sustained() * outage.value / spare};
}

namespace {

/// True unless an input is known not to have one of the columns.
bool may_have(const Lineage::Node& node, const design::List<design::Name>& columns) {
  if (node.table == nullptr || node.table->value.columns.empty()) return true;
  return std::all_of(columns.begin(), columns.end(),
                     [&](const auto& name) { return node.table->value.columns.contains(name->text); });
}

/// Events a second that carry the key of the dedup; of a join only one side may.
double keyed_rate(const derive::Facts& facts, const derive::NamedPipeline& pipeline, double of_all) {
  double rate = 0;
  for (const auto& name : pipeline->from) {
    const Lineage::Id id = facts.lineage.find(name->text);
    if (id == Lineage::nowhere || !may_have(facts.lineage[id], pipeline->dedup.key)) continue;
    rate += node_rate(facts, id).value_or(0);
  }
  return rate > 0 ? rate : of_all;
}

/// Bytes of a row that a join keeps, on average over its sides [G8].
double side_row_bytes(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  double bytes = 0, rate = 0;
  for (const auto& name : pipeline->from) {
    const Lineage::Id id = facts.lineage.find(name->text);
    if (id == Lineage::nowhere) continue;
    const auto* table = facts.lineage[id].table;
    const double own = node_rate(facts, id).value_or(0);
    rate += own;
    bytes += own * (table != nullptr ? facts.row_bytes(table->value) : facts.event_bytes()).value;
  }
  return rate > 0 ? bytes / rate : 0;
}

}  // namespace

std::vector<State> states(const derive::Facts& facts, const derive::NamedPipeline& pipeline) {
  std::vector<State> all;
  const auto incoming = load(facts, pipeline);
  if (!incoming || pipeline->mode.is(design::Mode::batch)) return all;
  if (pipeline->dedup.within) {
    const design::Horizon& horizon = *pipeline->dedup.within;
    all.push_back({.rate = keyed_rate(facts, pipeline, incoming->average),
                   .window = horizon.duration,
                   .forever = horizon.forever,
                   .bytes_each = key_bytes(facts, pipeline),
                   .at = pipeline->dedup.within.at});
  }
  const double window = window_of(facts, pipeline->to->text, pipeline->window);
  if (window > 0 && pipeline->from.size() > 1) {
    const auto* table = facts.design.model.tables.find(pipeline->to->text);
    const design::Place at = pipeline->window   ? pipeline->window.at
                             : table == nullptr ? design::Place{}
                                                : table->value.attribution.window.at;
    all.push_back({.join = true,
                   .rate = incoming->average,
                   .window = {window},
                   .bytes_each = side_row_bytes(facts, pipeline) +
                                 facts.values.fact("state.rocksdb_row_overhead").value,
                   .at = at});
  }
  return all;
}

}  // namespace decide::estimate
