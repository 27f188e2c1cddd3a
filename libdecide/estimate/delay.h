#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "derive/facts.h"

/// How long it takes from an event to its being visible in a table.
namespace decide::estimate {

/// What one pipeline adds.
struct Hop {
  const derive::NamedPipeline* pipeline = nullptr;
  units::Duration every;      ///< an event waits for the next run or commit
  units::Duration watermark;  ///< where output appears only when it has passed; else 0
  units::Duration run;        ///< rows of a run ÷ capacity, where known; else 0
  units::Duration total() const { return every + watermark + run; }
};

/// What a pipeline adds; nothing where its interval is not known.
std::optional<Hop> hop(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// The slowest way from a source to a node. Where several pipelines bring rows of one source, the fastest
/// counts.
struct Delay {
  derive::Lineage::Id source = derive::Lineage::nowhere;
  derive::Lineage::Id before = derive::Lineage::nowhere;  ///< the node that the last hop reads
  Hop last;                                               ///< of a source: nothing
  units::Duration total;
};

/// True if results of the pipeline appear only when the watermark has passed: windows or joins that are not
/// corrected afterwards.
bool waits_for_watermark(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// The delay of every node: zero for a source; nothing where an interval is not known, where nothing leads
/// from a source, or on a cycle.
class Delays {
 public:
  explicit Delays(const derive::Facts& facts);
  const std::optional<Delay>& of(derive::Lineage::Id node) const { return all_[node]; }
  /// The hops from the source to the node.
  std::vector<Hop> hops(derive::Lineage::Id node) const;
  /// The nodes of that way, from the source to the node.
  std::vector<derive::Lineage::Id> path(derive::Lineage::Id node) const;

 private:
  std::vector<std::optional<Delay>> all_;
};

/// Consumers that read a table and also one that answers for it live (`serves`): they see the fresh rows
/// there, so that the table itself need not be as fresh as they ask.
class LiveReaders {
 public:
  explicit LiveReaders(const derive::Facts& facts);
  bool has(derive::Lineage::Id served, const derive::NamedConsumer& consumer) const;

 private:
  std::set<std::pair<derive::Lineage::Id, const derive::NamedConsumer*>> all_;
};

/// By when, counted from the event, rows must have reached a node so that every reader behind it is served in
/// time.
class Deadlines {
 public:
  explicit Deadlines(const derive::Facts& facts);
  /// Infinite where nobody behind it reads; nothing where a reader, or the interval of a pipeline, behind it
  /// is not known. Below zero where no source could be fast enough.
  std::optional<units::Duration> of(derive::Lineage::Id node) const { return all_[node]; }

 private:
  std::vector<std::optional<units::Duration>> all_;
};

}  // namespace decide::estimate
