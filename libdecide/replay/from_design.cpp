#include "replay/from_design.h"

#include <algorithm>

#include "derive/erasure_method.h"
#include "derive/stable_key.h"
#include "estimate/curve.h"
#include "estimate/reach.h"
#include "facts/format.h"
#include "replay/cleanliness.h"

namespace decide::replay {

namespace {

using derive::Lineage;
using derive::NamedJob;
using derive::NamedPipeline;
using derive::NamedTable;

bool is_event(const design::Table& table, std::string_view column) {
  const auto* found = table.columns.find(column);
  return found == nullptr || !found->value.time.is(design::TimeKind::processing);
}

bool has_last(const design::Table& table) {
  return std::any_of(table.measures.begin(), table.measures.end(), [](const auto& measure) {
    return measure.value && measure.value->aggregation == design::Aggregation::last;
  });
}

/// True if the columns say that rows of one key are many: a single column that is not unique.
bool key_repeats(const design::Table& table, const design::List<design::Name>& key) {
  if (key.size() != 1) return false;
  const auto* column = table.columns.find(key[0]->text);
  return column != nullptr && column->value.cardinality && !column->value.cardinality->unique;
}

bool holds_rows_of_events(const design::Table& table) {
  return table.role.is(design::Role::raw) || table.role.is(design::Role::fact) ||
         table.role.is(design::Role::dimension) || table.role.is(design::Role::audit);
}

template <class Writing>
bool changes(const derive::Facts& facts, const design::Table& table, const Writing& writing) {
  if (!writing.write.is(design::Write::merge)) return false;
  if (has_last(table)) return true;
  if (!holds_rows_of_events(table)) return false;
  if (writing.order_by || table.role.is(design::Role::dimension)) return true;
  for (const auto& from : writing.from) {
    const auto* source = facts.design.model.sources.find(from->text);
    if (source != nullptr && source->value.kind.is(design::SourceKind::cdc)) return true;
  }
  return key_repeats(table, writing.key ? writing.key : table.key);
}

template <class Named>
std::vector<UnstableColumn> unstable_columns(const derive::StableKeys& keys, const design::Model& model,
                                             const NamedTable& table, const Named& writer) {
  std::vector<UnstableColumn> found;
  const std::vector<derive::Filler> itself{derive::filler(model, writer)};
  const bool is_handed_on = itself.front().says_inputs && !itself.front().open;
  for (const auto& name : writer->key ? writer->key : table->key) {
    if (auto cause = keys.unstable(table, itself, name->text)) {
      found.push_back({name->text, std::move(cause->how)});
    } else if (!is_handed_on && !is_event(table.value, name->text)) {
      found.push_back({name->text, "is set when the row is written"});
    }
  }
  return found;
}

class Mapping {
 public:
  explicit Mapping(const derive::Facts& facts)
      : facts_(facts),
        guarantees_(facts),
        clean_(facts, guarantees_),
        filled_(facts),
        keys_(facts.design.model),
        curve_(facts.design.scope.lateness) {}

  std::vector<Subject> all() const {
    std::vector<Subject> found;
    const auto& nodes = facts_.lineage.nodes();
    for (Lineage::Id id = 0; id < nodes.size(); ++id) {
      if (nodes[id].table != nullptr) add(found, id);
    }
    return found;
  }

  /// The delay after which an event is lost for this pipeline; nothing if no delay is too long.
  std::optional<units::Duration> reach(const NamedPipeline& pipeline) const {
    const bool stream = !pipeline->mode.is(design::Mode::batch);
    const bool corrected = filled_.has(pipeline->serves) || (stream && filled_.has(pipeline->to));
    return corrected ? std::nullopt : estimate::reach(facts_, pipeline);
  }

 private:
  void add(std::vector<Subject>& found, Lineage::Id id) const {
    const Lineage::Node& node = facts_.lineage[id];
    std::vector<const NamedPipeline*> pipelines;
    for (const NamedPipeline* pipeline : node.writers) {
      if (!(*pipeline)->write) continue;
      pipelines.push_back(pipeline);
      found.push_back({id, pipeline, nullptr, declaration(*node.table, pipeline, nullptr)});
    }
    for (const NamedJob* job : node.rebuilt_by) {
      const bool rebuilds = (*job)->rebuilds && (*job)->rebuilds->text == node.name;
      if (!rebuilds || !(*job)->write) continue;
      if (pipelines.empty()) found.push_back({id, nullptr, job, declaration(*node.table, nullptr, job)});
      for (const NamedPipeline* pipeline : pipelines)
        found.push_back({id, pipeline, job, declaration(*node.table, pipeline, job)});
    }
  }

  Declaration declaration(const NamedTable& table, const NamedPipeline* pipeline, const NamedJob* job) const {
    Declaration declared;
    declared.erasable = is_erasable(table);
    if (pipeline != nullptr) map_live(declared, table, *pipeline);
    if (job != nullptr) map_job(declared, table, *job);
    declared.assumed[static_cast<std::size_t>(Field::reaches)] =
        declared.erasable && !facts_.design.backfill.erasure.reaches;
    return declared;
  }

  void map_live(Declaration& declared, const NamedTable& table, const NamedPipeline& pipeline) const {
    Live& live = declared.live;
    live.present = true;
    live.batch = pipeline->mode.is(design::Mode::batch);
    map_writer(live, table, pipeline, false);
    live.whole = writes_whole(live, pipeline, is_aggregate(table.value));
    const auto delivery = pipeline->delivery.value_or(design::Delivery::at_least_once);
    live.delivery = static_cast<Delivery>(delivery);
    declared.assumed[static_cast<std::size_t>(Field::delivery)] = !pipeline->delivery;
    live.sees_duplicates = clean_.sees_duplicates(pipeline);
    live.dedup = clean_.dedup_of(pipeline->dedup, pipeline->from);
    live.loses_late = loses_late(pipeline);
  }

  void map_job(Declaration& declared, const NamedTable& table, const NamedJob& job) const {
    Job& mapped = declared.job;
    mapped.present = true;
    const bool deletes = job->cleanup.is(design::Cleanup::delete_first);
    map_writer(mapped, table, job, deletes);
    if (deletes) mapped.effect = Effect::overwrite;
    // Without a pipeline there is nothing to keep a fence against.
    if (declared.live.present)
      mapped.while_live = static_cast<WhileLive>(job->while_live.value_or(design::WhileLive::concurrent));
    mapped.exclusive = job->exclusive.value_or(false);
    mapped.readers_held = job->gate.is(design::Gate::not_ready);
    mapped.sees_duplicates = clean_.sees_duplicates(job);
    mapped.dedup = clean_.dedup_of(job->dedup, job->from);
    declared.assumed[static_cast<std::size_t>(Field::while_live)] = !job->while_live;
    declared.assumed[static_cast<std::size_t>(Field::exclusive)] = !job->exclusive;
  }

  template <class Named>
  void map_writer(Writer& writer, const NamedTable& table, const Named& named, bool deletes) const {
    const auto& writing = named.value;
    const design::List<design::Name>& key = writing.key ? writing.key : table->key;
    writer.effect = effect_of(table, named, key);
    writer.versioned = writing.order_by && is_event(table.value, writing.order_by->text);
    writer.distinct = writing.write.is(design::Write::merge) && !key.empty() && !is_aggregate(table.value);
    const auto* layout = facts_.layout(table.name);
    const auto* traits =
        layout != nullptr && layout->format ? facts::format_traits(design::word(*layout->format)) : nullptr;
    writer.atomic = writing.atomic ? *writing.atomic : !deletes && is_atomic(traits, writer.effect);
    writer.isolation = isolation_of(writing, traits);
    writer.token = static_cast<Token>(writing.token.value_or(design::Token::none));
    writer.source_erased = source_is_erased(writing.from, table.name);
    // Without a format nothing is known of what a commit sees of an erasure; the missing layout is a finding.
    const bool unknown = !writing.isolation && traits == nullptr;
    writer.erase_conflicts = unknown || writer.isolation == Isolation::serializable;
  }

  template <class Named>
  Effect effect_of(const NamedTable& table, const Named& named, const design::List<design::Name>& key) const {
    switch (*named->write) {
      case design::Write::append:
      case design::Write::increment:
        return Effect::add;
      case design::Write::overwrite_partition:
      case design::Write::replace:
        return Effect::overwrite;
      case design::Write::merge:
        break;
    }
    const auto moving = unstable_columns(keys_, facts_.design.model, table, named);
    if (key.empty() || !moving.empty()) return Effect::add;
    return changes(facts_, table.value, named.value) ? Effect::upsert : Effect::put;
  }

  /// A format that can replace a partition in one step commits every write in one, but for those that insert
  /// block by block. Without a format nothing is known; the missing layout is a finding.
  static bool is_atomic(const facts::FormatTraits* traits, Effect effect) {
    if (traits == nullptr) return true;
    const bool by_block = traits->name == "clickhouse" && effect != Effect::overwrite;
    return traits->atomic_overwrite && !by_block;
  }

  template <class Writing>
  static Isolation isolation_of(const Writing& writing, const facts::FormatTraits* traits) {
    if (writing.isolation) return static_cast<Isolation>(*writing.isolation);
    if (traits == nullptr || traits->isolation == "none") return Isolation::none;
    return traits->isolation == "snapshot" ? Isolation::snapshot : Isolation::serializable;
  }

  /// A run that computes its days or its groups anew writes all that has been counted; another one only what
  /// is new since the last.
  static bool writes_whole(const Live& live, const NamedPipeline& pipeline, bool aggregates) {
    const bool computes = live.effect == Effect::overwrite || (aggregates && live.effect != Effect::add);
    const bool again =
        live.batch && pipeline->lookback && (!pipeline->every || *pipeline->lookback > *pipeline->every);
    return computes || again;
  }

  bool loses_late(const NamedPipeline& pipeline) const {
    const auto own = reach(pipeline);
    if (!own || !curve_.some_later_than(*own)) return false;
    const Lineage::Id to = facts_.lineage.find_table(pipeline->to->text);
    const auto& writers = facts_.lineage[to].writers;
    return std::none_of(writers.begin(), writers.end(), [&](const NamedPipeline* other) {
      if (other == &pipeline || !(*other)->mode.is(design::Mode::batch)) return false;
      const auto theirs = reach(*other);
      return !theirs || !curve_.some_later_than(*theirs);
    });
  }

  /// Marked, listed, or inherited from what feeds it.
  bool is_personal(const NamedTable& table) const {
    return !guarantees_.of(facts_.lineage.find_table(table.name)).personal.empty();
  }

  bool is_reached(std::string_view name) const {
    const auto& reaches = facts_.design.backfill.erasure.reaches;
    return std::any_of(reaches.begin(), reaches.end(), [&](const auto& item) { return item->text == name; });
  }

  /// True if erasing removes rows from this table. A key that is destroyed leaves nothing to bring back.
  bool is_erasable(const NamedTable& table) const {
    const design::Erasure& plan = facts_.design.backfill.erasure;
    const auto& method = derive::method_for(plan, table.name);
    if (!plan.at || !method || *method == design::ErasureMethod::crypto_shred) return false;
    return is_personal(table) && (!plan.reaches || is_reached(table.name));
  }

  bool source_is_erased(const design::List<design::Name>& from, std::string_view table) const {
    if (from.empty()) return raw_is_erased(table);
    return std::all_of(from.begin(), from.end(), [&](const auto& name) {
      const auto* input = facts_.design.model.tables.find(name->text);
      return (input != nullptr && !is_personal(*input)) || is_reached(name->text);
    });
  }
  /// A job that does not say what it reads goes back to the raw tables.
  bool raw_is_erased(std::string_view table) const {
    const auto above = facts_.lineage.upstream(facts_.lineage.find_table(table));
    return std::all_of(above.begin(), above.end(), [&](Lineage::Id id) {
      const auto* input = facts_.lineage[id].table;
      const bool raw = input != nullptr && input->value.role.is(design::Role::raw);
      return !raw || !is_personal(*input) || is_reached(input->name);
    });
  }

  const derive::Facts& facts_;
  estimate::Guarantees guarantees_;
  Cleanliness clean_;
  estimate::FilledByBatch filled_;
  derive::StableKeys keys_;
  estimate::Curve curve_;
};

}  // namespace

std::vector<UnstableColumn> unstable_key(const derive::Facts& facts, const NamedTable& table,
                                         const NamedPipeline& pipeline) {
  return unstable_columns(derive::StableKeys(facts.design.model), facts.design.model, table, pipeline);
}

std::vector<UnstableColumn> unstable_key(const derive::Facts& facts, const NamedTable& table,
                                         const NamedJob& job) {
  return unstable_columns(derive::StableKeys(facts.design.model), facts.design.model, table, job);
}

bool merges_changing_rows(const derive::Facts& facts, const design::Table& table,
                          const design::Pipeline& pipeline) {
  return changes(facts, table, pipeline);
}

bool merges_changing_rows(const derive::Facts& facts, const design::Table& table, const design::Job& job) {
  return changes(facts, table, job);
}

std::optional<units::Duration> counted_until(const derive::Facts& facts, const NamedPipeline& pipeline) {
  return Mapping(facts).reach(pipeline);
}

std::vector<Subject> subjects(const derive::Facts& facts) {
  return Mapping(facts).all();
}

}  // namespace decide::replay
