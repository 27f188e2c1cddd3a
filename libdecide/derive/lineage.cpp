#include "derive/lineage.h"

#include <algorithm>
#include <functional>

#include "derive/components.h"

namespace decide::derive {

namespace {

using Id = Lineage::Id;

template <class Key, class Wanted, class Less = std::less<>>
Id look_up(const std::vector<std::pair<Key, Id>>& index, const Wanted& wanted, Less less = {}) {
  const auto found =
      std::lower_bound(index.begin(), index.end(), wanted,
                       [&](const auto& entry, const Wanted& key) { return less(entry.first, key); });
  return found != index.end() && found->first == wanted ? found->second : Lineage::nowhere;
}

/// Stable, so that of two equal names the first is found.
void sort_by_name(std::vector<std::pair<std::string_view, Id>>& index) {
  std::stable_sort(index.begin(), index.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

/// Appends unless it was the last to be appended: a pipeline that names a table twice reads it once.
template <class T>
void append_once(std::vector<const T*>& list, const T& item) {
  if (list.empty() || list.back() != &item) list.push_back(&item);
}

/// Collects ids, each once, for one node after the other.
class Once {
 public:
  explicit Once(std::size_t size) : seen_by_(size, Lineage::nowhere) {}
  void add(Id id, Id collector, std::vector<Id>& out) {
    if (id == Lineage::nowhere || seen_by_[id] == collector) return;
    seen_by_[id] = collector;
    out.push_back(id);
  }

 private:
  std::vector<Id> seen_by_;
};

void unite(std::vector<std::uint64_t>& into, const std::vector<std::uint64_t>& from) {
  for (std::size_t word = 0; word < into.size(); ++word) into[word] |= from[word];
}
void set(std::vector<std::uint64_t>& bits, std::size_t bit) {
  bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
}
bool test(const std::vector<std::uint64_t>& bits, std::size_t bit) {
  return ((bits[bit / 64] >> (bit % 64)) & 1U) != 0;
}

}  // namespace

Lineage::Lineage(const design::Design& design) {
  add_nodes(design);
  add_edges(design);
  add_neighbours();
  add_consumers(design);
}

void Lineage::add_nodes(const design::Design& design) {
  nodes_.reserve(design.model.sources.size() + design.model.tables.size());
  for (const NamedSource& source : design.model.sources) {
    sources_.emplace_back(source.name, static_cast<Id>(nodes_.size()));
    nodes_.emplace_back().name = source.name;
    nodes_.back().source = &source;
  }
  for (const NamedTable& table : design.model.tables) {
    tables_.emplace_back(table.name, static_cast<Id>(nodes_.size()));
    table_objects_.emplace_back(&table.value, static_cast<Id>(nodes_.size()));
    nodes_.emplace_back().name = table.name;
    nodes_.back().table = &table;
  }
  sort_by_name(sources_);
  sort_by_name(tables_);
  std::sort(table_objects_.begin(), table_objects_.end(),
            [](const auto& a, const auto& b) { return std::less<>{}(a.first, b.first); });
}

void Lineage::add_edges(const design::Design& design) {
  for (const NamedPipeline& pipeline : design.model.pipelines) add_pipeline(pipeline);
  for (const NamedJob& job : design.backfill.jobs) add_job(job);
  for (const NamedQuery& query : design.model.queries) add_query(query);
}

void Lineage::add_pipeline(const NamedPipeline& pipeline) {
  if (const Id to = find_table(pipeline->to->text); to != nowhere) nodes_[to].writers.push_back(&pipeline);
  for (const auto& name : pipeline->from) {
    if (const Id from = find(name->text); from != nowhere) append_once(nodes_[from].readers, pipeline);
  }
  for (const auto& name : pipeline->uses) {
    if (const Id used = find(name->text); used != nowhere) append_once(nodes_[used].lookups, pipeline);
  }
}

void Lineage::add_job(const NamedJob& job) {
  if (const Id table = find_table(job->rebuilds->text); table != nowhere)
    nodes_[table].rebuilt_by.push_back(&job);
  for (const auto& name : job->then) {
    if (const Id table = find_table(name->text); table != nowhere) append_once(nodes_[table].rebuilt_by, job);
  }
  for (const auto& name : job->from) {
    if (const Id from = find(name->text); from != nowhere) append_once(nodes_[from].replayed_by, job);
  }
}

void Lineage::add_query(const NamedQuery& query) {
  if (const Id table = find_table(query->table->text); table != nowhere)
    nodes_[table].queries.push_back(&query);
  for (const auto& joined : query->joins) {
    if (const Id table = find_table(joined.name); table != nowhere)
      append_once(nodes_[table].joined_by, query);
  }
}

void Lineage::add_neighbours() {
  Once once(nodes_.size());
  for (Id id = 0; id < nodes_.size(); ++id) {
    for (const NamedPipeline* writer : nodes_[id].writers) {
      for (const auto& name : (*writer)->from) once.add(find(name->text), id, nodes_[id].inputs);
    }
  }
  Once again(nodes_.size());
  for (Id id = 0; id < nodes_.size(); ++id) {
    for (const NamedPipeline* reader : nodes_[id].readers)
      again.add(find_table((*reader)->to->text), id, nodes_[id].outputs);
  }
}

std::vector<std::vector<Id>> Lineage::content_edges() const {
  std::vector<std::vector<Id>> edges(nodes_.size());
  for (Id id = 0; id < nodes_.size(); ++id) {
    edges[id] = nodes_[id].outputs;
    for (const NamedPipeline* user : nodes_[id].lookups) edges[id].push_back(find_table((*user)->to->text));
    for (const NamedJob* job : nodes_[id].replayed_by)
      edges[id].push_back(find_table((*job)->rebuilds->text));
    edges[id].erase(std::remove(edges[id].begin(), edges[id].end(), nowhere), edges[id].end());
  }
  return edges;
}

void Lineage::add_consumers(const design::Design& design) {
  for (const NamedConsumer& consumer : design.scope.consumers) all_consumers_.push_back(&consumer);
  direct_.assign(nodes_.size(), Readers(all_consumers_.size() / 64 + 1));
  for (Id id = 0; id < nodes_.size(); ++id) {
    for (const auto* list : {&nodes_[id].queries, &nodes_[id].joined_by}) {
      for (const NamedQuery* query : *list) add_reader(direct_[id], query->value, design.scope.consumers);
    }
  }
  reach_ = direct_;
  const auto edges = content_edges();
  for (const std::vector<Id>& component : components(edges)) {
    Readers& readers = reach_[component.front()];
    for (const Id id : component) {
      unite(readers, direct_[id]);
      for (const Id next : edges[id]) unite(readers, reach_[next]);
    }
    for (const Id id : component) reach_[id] = readers;
  }
}

void Lineage::add_reader(Readers& readers, const design::Query& query,
                         const design::Map<design::Consumer>& consumers) const {
  if (!query.consumer) {
    set(readers, all_consumers_.size());
  } else if (const NamedConsumer* found = consumers.find(query.consumer->text)) {
    set(readers, static_cast<std::size_t>(found - all_consumers_.front()));
  }
}

std::vector<const NamedConsumer*> Lineage::members(const Readers& readers) const {
  std::vector<const NamedConsumer*> found;
  for (std::size_t i = 0; i < all_consumers_.size(); ++i) {
    if (test(readers, i)) found.push_back(all_consumers_[i]);
  }
  return found;
}

bool Lineage::has_nameless_reader(Id table) const {
  return test(reach_[table], all_consumers_.size());
}

Id Lineage::find_table(std::string_view name) const {
  return look_up(tables_, name);
}

Id Lineage::find(std::string_view name) const {
  const Id table = find_table(name);
  return table != nowhere ? table : look_up(sources_, name);
}

Id Lineage::id_of(const design::Table& table) const {
  return look_up(table_objects_, &table);
}

}  // namespace decide::derive
