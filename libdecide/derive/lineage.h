#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "design/design.h"

namespace decide::derive {

using NamedTable = design::Named<design::Table>;
using NamedSource = design::Named<design::SourceSpec>;
using NamedPipeline = design::Named<design::Pipeline>;
using NamedJob = design::Named<design::Job>;
using NamedQuery = design::Named<design::Query>;
using NamedConsumer = design::Named<design::Consumer>;

/// Sources and tables, and the pipelines that carry rows between them. Jobs are kept apart: they rebuild,
/// they do not feed. Names that are not declared are left out (F005 reports them). Everything is an index
/// into `nodes()`, in the order sources then tables of the file; every list is in the order of the file.
class Lineage {
 public:
  using Id = std::uint32_t;
  static constexpr Id nowhere = 0xFFFFFFFF;

  struct Node {
    std::string_view name;
    const NamedSource* source = nullptr;  ///< exactly one of source and table is set
    const NamedTable* table = nullptr;
    std::vector<const NamedPipeline*> writers;  ///< pipelines whose `to` it is
    std::vector<const NamedPipeline*> readers;  ///< pipelines that have it in `from`
    std::vector<const NamedPipeline*> lookups;  ///< pipelines that have it in `uses`
    std::vector<const NamedJob*> rebuilt_by;    ///< jobs that rebuild it, or have it in `then`
    std::vector<const NamedJob*> replayed_by;   ///< jobs that have it in `from`
    std::vector<const NamedQuery*> queries;     ///< queries of it
    std::vector<const NamedQuery*> joined_by;   ///< queries that join it
    std::vector<Id> inputs;                     ///< nodes that its writers read, each once
    std::vector<Id> outputs;                    ///< tables that its readers write, each once
  };

  explicit Lineage(const design::Design& design);

  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& operator[](Id id) const { return nodes_[id]; }
  Id find(std::string_view name) const;  ///< a table before a source of the same name; or nowhere
  Id find_table(std::string_view name) const;
  Id id_of(const design::Table& table) const;  ///< of a table of this design; else nowhere

  /// All nodes that feed `id` through pipelines, directly or not, without itself (unless it lies on a cycle);
  /// nearest first. Tables that a pipeline only looks up (`uses`) are not among them.
  std::vector<Id> upstream(Id id) const;
  /// All tables that `id` feeds, directly or not; nearest first.
  std::vector<Id> downstream(Id id) const;
  /// Every node, inputs before what they feed; what lies on a cycle comes in some order.
  std::vector<Id> inputs_first() const;
  /// The shortest chain from `from` to `to`, both included; empty if there is none.
  std::vector<Id> path(Id from, Id to) const;
  /// One cycle as a chain whose first and last are the same, or empty.
  std::vector<Id> cycle() const;
  /// Names joined for messages: "clicks_topic -> clicks -> campaign_daily".
  std::string show(const std::vector<Id>& chain) const;

  /// The consumers that read a table, or a table whose content it decides (queries and joins); each once, in
  /// the order of the file. Content is decided by what pipelines read and look up, and by what jobs rebuild
  /// from. A live table (`serves`) and the final one keep their own readers.
  std::vector<const NamedConsumer*> consumers(Id table) const { return members(reach_[table]); }
  /// The consumers whose queries read or join the table itself.
  std::vector<const NamedConsumer*> direct_consumers(Id table) const { return members(direct_[table]); }
  /// True if some reader among those of `consumers` is a query that names no consumer.
  bool has_nameless_reader(Id table) const;

 private:
  /// A set of consumers, one bit each in the order of the file; one more bit for queries that name none.
  using Readers = std::vector<std::uint64_t>;

  void add_nodes(const design::Design& design);
  void add_edges(const design::Design& design);
  void add_pipeline(const NamedPipeline& pipeline);
  void add_job(const NamedJob& job);
  void add_query(const NamedQuery& query);
  void add_neighbours();
  void add_consumers(const design::Design& design);
  void add_reader(Readers& readers, const design::Query& query,
                  const design::Map<design::Consumer>& consumers) const;
  std::vector<std::vector<Id>> content_edges() const;
  std::vector<const NamedConsumer*> members(const Readers& readers) const;
  std::vector<Id> walk(Id start, std::vector<Id> Node::*along) const;

  std::vector<Node> nodes_;
  std::vector<const NamedConsumer*> all_consumers_;
  std::vector<Readers> direct_, reach_;
  std::vector<std::pair<std::string_view, Id>> tables_, sources_;   ///< sorted by name
  std::vector<std::pair<const design::Table*, Id>> table_objects_;  ///< sorted by address
};

}  // namespace decide::derive
