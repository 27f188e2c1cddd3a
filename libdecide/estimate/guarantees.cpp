#include "estimate/guarantees.h"

#include <algorithm>
#include <map>

#include "estimate/personal.h"
#include "estimate/reach.h"

namespace decide::estimate {

using derive::Lineage;
using derive::NamedPipeline;
using derive::NamedTable;
using design::Mode;
using design::Write;
using RepeatState = Repeats::State;

namespace {

/// True if `a` promises less than `b`.
bool is_worse(const Complete& a, const Complete& b) {
  if (a.up_to && b.up_to) return *a.up_to < *b.up_to;
  return a.up_to.has_value() && !b.up_to;
}

/// True if `a` promises less than `b`.
bool is_worse(const Repeats& a, const Repeats& b) {
  if (a.state != b.state) return a.state > b.state;
  if (a.state != RepeatState::removed || !a.within) return false;
  return !b.within || *a.within < *b.within;
}

bool drops_rows(const design::Pipeline& pipeline) {
  return pipeline.delivery.is(design::Delivery::at_most_once) ||
         pipeline.bad_records.is(design::BadRecords::drop) || pipeline.on_gap.is(design::OnGap::continue_);
}

}  // namespace

bool replaces(const design::Pipeline& pipeline) {
  const bool writes_over = pipeline.write.is(Write::overwrite_partition) || pipeline.write.is(Write::replace);
  return writes_over && (pipeline.mode.is(Mode::batch) || !pipeline.mode);
}

std::vector<std::string_view> sorted_inputs(const design::Pipeline& pipeline) {
  std::vector<std::string_view> names;
  for (const auto& name : pipeline.from) names.emplace_back(name->text);
  std::sort(names.begin(), names.end());
  return names;
}

namespace {

/// Measures that are the same however often a row is seen.
bool are_indifferent(const design::Map<design::Val<design::Measure>>& measures) {
  using enum design::Aggregation;
  return !measures.empty() && std::all_of(measures.begin(), measures.end(), [](const auto& measure) {
    const auto by = measure->value.aggregation;
    return by == min || by == max || by == count_distinct || by == last;
  });
}

}  // namespace

bool keeps_latest_only(const NamedTable& table) {
  if (!table->role.is(design::Role::dimension) || !table->history) return false;
  return *table->history != design::History::scd2;
}

Guarantees::Guarantees(const derive::Facts& facts)
    : facts_(facts), stable_keys_(facts.design.model), all_(facts.lineage.nodes().size()) {
  PersonalColumns personal(facts);
  for (const Lineage::Id id : facts.lineage.inputs_first()) {
    all_[id] = facts.lineage[id].source != nullptr ? of_source() : of_table(id);
    if (facts.lineage[id].table != nullptr) all_[id].personal = personal.of(id);
  }
}

Guarantee Guarantees::of_source() const {
  Guarantee source;
  source.fed = true;
  const auto& share = facts_.design.scope.duplicates;
  if (share && share->value > 0) source.repeats.state = RepeatState::counted;
  return source;
}

Guarantee Guarantees::of_table(Lineage::Id table) const {
  Guarantee result;
  result.fed = !facts_.lineage[table].writers.empty();
  if (!result.fed) return result;
  result.complete = complete_of(table);
  result.repeats = repeats_of(table);
  result.repeatable = repeatable_of(table);
  return result;
}

/// Of writers with the same inputs the one that reaches furthest counts, since it counts what the others
/// miss; of those with different inputs the worst. Where a batch fills the table, streams are only its
/// preview.
Complete Guarantees::complete_of(Lineage::Id table) const {
  const auto& writers = facts_.lineage[table].writers;
  const bool has_batch = std::any_of(writers.begin(), writers.end(),
                                     [](const auto* writer) { return writer->value.mode.is(Mode::batch); });
  std::map<std::vector<std::string_view>, Complete> by_inputs;
  Complete worst;
  for (const NamedPipeline* writer : writers) {
    if (drops_rows(writer->value) && worst.dropper == nullptr) worst.dropper = writer;
    if (has_batch && !(*writer)->mode.is(Mode::batch)) continue;
    const auto own = reach(facts_, *writer);
    const Complete way{own, own ? writer : nullptr, nullptr};
    const auto [slot, is_new] = by_inputs.emplace(sorted_inputs(writer->value), way);
    if (!is_new && is_worse(slot->second, way)) slot->second = way;
  }
  const auto take = [&](const Complete& way) {
    if (is_worse(way, worst)) {
      worst.up_to = way.up_to;
      worst.limit = way.limit;
    }
    if (worst.dropper == nullptr) worst.dropper = way.dropper;
  };
  for (const auto& [inputs, way] : by_inputs) take(way);
  for (const Lineage::Id input : facts_.lineage[table].inputs) take(all_[input].complete);
  return worst;
}

std::vector<std::string> Guarantees::stable_part(const NamedPipeline& pipeline,
                                                 const design::List<design::Name>& key) const {
  std::vector<std::string> stable;
  const auto* table = facts_.design.model.tables.find(pipeline->to->text);
  const std::vector<derive::Filler> itself{derive::filler(facts_.design.model, pipeline)};
  for (const auto& name : key) {
    const auto* column = table == nullptr ? nullptr : table->value.columns.find(name->text);
    const bool may_be_null = column != nullptr && column->value.nullable.is(true);
    const bool changes = table != nullptr && stable_keys_.unstable(*table, itself, name->text);
    if (!may_be_null && !changes) stable.push_back(name->text);
  }
  return stable;
}

bool Guarantees::is_stable(const NamedPipeline& pipeline, const design::List<design::Name>& key) const {
  return stable_part(pipeline, key).size() == key.size();
}

bool Guarantees::merges_by_stable_key(const NamedPipeline& pipeline) const {
  if (!pipeline->write.is(Write::merge)) return false;
  const auto* table = facts_.design.model.tables.find(pipeline->to->text);
  const bool says = !pipeline->key.empty() || table == nullptr;
  const auto& key = says ? pipeline->key : table->value.key;
  return !key.empty() && is_stable(pipeline, key);
}

bool Guarantees::absorbs_repeats(const NamedPipeline& pipeline) const {
  const auto* table = facts_.design.model.tables.find(pipeline->to->text);
  // The key of a sum is its group: a merge finds the old sum, and the event has been added twice to the new.
  if (table != nullptr && table->value.role.is(design::Role::aggregate))
    return are_indifferent(table->value.measures) && !pipeline->write.is(Write::append) &&
           !pipeline->write.is(Write::increment);
  return merges_by_stable_key(pipeline);
}

/// True if the pipeline itself may write an event twice, by reading or writing it again after a crash.
bool Guarantees::repeats_itself(const NamedPipeline& pipeline, bool reads_source) const {
  if (!pipeline->delivery.is(design::Delivery::at_least_once)) return false;
  if (replaces(pipeline.value)) return false;
  if (pipeline->token && *pipeline->token != design::Token::none) return false;
  return reads_source || !merges_by_stable_key(pipeline);
}

Repeats Guarantees::repeats_in(const design::List<design::Name>& inputs) const {
  Repeats worst;
  bool first = true;
  for (const auto& name : inputs) {
    const Lineage::Id input = facts_.lineage.find(name->text);
    if (input == Lineage::nowhere) continue;
    if (!first && !is_worse(all_[input].repeats, worst)) continue;
    worst = all_[input].repeats;
    worst.from = input;
    first = false;
  }
  return worst;
}

Repeats Guarantees::repeats_after(const NamedPipeline& pipeline) const {
  Repeats repeats = repeats_in(pipeline->from);
  const bool reads_source = std::any_of(pipeline->from.begin(), pipeline->from.end(), [&](const auto& name) {
    const Lineage::Id input = facts_.lineage.find(name->text);
    return input != Lineage::nowhere && facts_.lineage[input].source != nullptr;
  });
  if (repeats.counted() && repeats.by == nullptr) repeats.by = &pipeline;
  if (!repeats.counted() && repeats_itself(pipeline, reads_source))
    repeats = {RepeatState::counted, std::nullopt, &pipeline, repeats.from};
  const bool forever = absorbs_repeats(pipeline);
  const bool dedups = pipeline->dedup.at && is_stable(pipeline, pipeline->dedup.key);
  if (!forever && !dedups) return repeats;
  const auto& horizon = pipeline->dedup.within;
  const bool bounded = !forever && horizon && !horizon->forever;
  Repeats removed{RepeatState::removed, std::nullopt, &pipeline, Lineage::nowhere};
  if (bounded) removed.within = horizon->duration;
  // What an earlier step has removed stays removed.
  return repeats.state == RepeatState::removed && is_worse(removed, repeats) ? repeats : removed;
}

Repeats Guarantees::repeats_of(Lineage::Id table) const {
  const auto& writers = facts_.lineage[table].writers;
  std::optional<Repeats> worst, corrected;
  for (const NamedPipeline* writer : writers) {
    const Repeats after = repeats_after(*writer);
    if (!worst || is_worse(after, *worst)) worst = after;
    if (replaces(writer->value) && (!corrected || is_worse(after, *corrected))) corrected = after;
  }
  return corrected ? *corrected : *worst;
}

Repeatable Guarantees::repeatable_of(Lineage::Id table) const {
  for (const NamedPipeline* writer : facts_.lineage[table].writers) {
    if (!(*writer)->nondeterministic.empty())
      return {writer, design::word(*(*writer)->nondeterministic[0]), false};
    for (const auto* list : {&(*writer)->uses, &(*writer)->from}) {
      for (const auto& name : *list) {
        const auto* looked_up = facts_.design.model.tables.find(name->text);
        if (looked_up != nullptr && keeps_latest_only(*looked_up) && looked_up->name != (*writer)->to->text)
          return {writer, looked_up->name, true};
      }
    }
  }
  for (const Lineage::Id input : facts_.lineage[table].inputs) {
    if (all_[input].repeatable.unless != nullptr) return all_[input].repeatable;
  }
  return {};
}

std::vector<Lineage::Id> Guarantees::way_of_repeats(Lineage::Id node) const {
  std::vector<Lineage::Id> way;
  const auto goes_on = [&] { return way.empty() || all_[way.back()].repeats.counted(); };
  // On a cycle the chain would never end.
  while (node != Lineage::nowhere && way.size() <= all_.size() && goes_on()) {
    way.push_back(node);
    node = all_[node].repeats.from;
  }
  if (way.size() < 2) way.clear();
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace decide::estimate
