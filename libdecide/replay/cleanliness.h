#pragma once

#include <vector>

#include "derive/facts.h"
#include "estimate/again.h"
#include "estimate/guarantees.h"
#include "replay/declaration.h"

/// Where an event may come twice: the guarantees of tables as the replay checker asks for them. A source
/// hands on repeats unless it is said to deliver exactly once, whatever share of them the scope names.
namespace decide::replay {

/// True if its rows are computed from many events.
bool is_aggregate(const design::Table& table);

class Cleanliness {
 public:
  Cleanliness(const derive::Facts& facts, const estimate::Guarantees& guarantees);

  /// True if the input of a pipeline may hold an event twice: a source that delivers at least once, or a
  /// table that does.
  bool sees_duplicates(const derive::NamedPipeline& pipeline) const;
  /// The same of a job. One that does not say what it reads goes back to the raw tables.
  bool sees_duplicates(const derive::NamedJob& job) const;
  /// How long a repeated event is recognised, against how late it may come: the lateness, an outage, and as
  /// long as the source keeps events.
  Dedup dedup_of(const design::Dedup& dedup, const design::List<design::Name>& from) const;

 private:
  bool is_dirty(std::string_view name, const design::Val<design::Delivery>& delivery) const;
  bool is_dirty(const derive::Lineage::Node& table, const estimate::Repeats& repeats) const;

  const derive::Facts& facts_;
  estimate::ComesAgain again_;
  std::vector<bool> dirty_;  ///< by node, of tables
};

}  // namespace decide::replay
