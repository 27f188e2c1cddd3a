#pragma once

#include <vector>

#include "derive/facts.h"
#include "replay/declaration.h"

/// Where an event may come twice: what a clean table hands on is clean, what is fed beside it is not.
namespace decide::replay {

/// True if its rows are computed from many events.
bool is_aggregate(const design::Table& table);

class Cleanliness {
 public:
  explicit Cleanliness(const derive::Facts& facts);

  /// True if the input of a pipeline may hold an event twice: a source that delivers at least once, or a
  /// table that does.
  bool sees_duplicates(const derive::NamedPipeline& pipeline) const;
  /// The same of a job. One that does not say what it reads goes back to the raw tables.
  bool sees_duplicates(const derive::NamedJob& job) const;
  /// How long a repeated event is recognised, against how late it may come: the lateness, an outage, and as
  /// long as the source keeps events.
  Dedup dedup_of(const design::Dedup& dedup, const design::List<design::Name>& from) const;

 private:
  bool hands_on_repeats(const derive::NamedPipeline& pipeline, const design::Table& table) const;
  bool is_dirty(std::string_view name, const design::Val<design::Delivery>& delivery) const;

  const derive::Facts& facts_;
  std::vector<bool> repeats_;  ///< by node
};

}  // namespace decide::replay
