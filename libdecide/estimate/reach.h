#pragma once

#include <optional>
#include <vector>

#include "derive/facts.h"

/// How late an event may be and still be counted by a pipeline.
namespace decide::estimate {

/// Tables that a scheduled batch fills from others: it counts what a stream has missed.
class FilledByBatch {
 public:
  explicit FilledByBatch(const derive::Facts& facts);
  bool has(const design::Val<design::Name>& table) const;

 private:
  const derive::Facts& facts_;
  std::vector<bool> filled_;
};

/// The watermark behind which a pipeline says that it drops events, or puts them aside; nothing where it says
/// no such thing.
std::optional<units::Duration> taken_until(const design::Pipeline& pipeline);

/// True if events behind the watermark are lost: windows and joins let go of them; what copies rows does so
/// only where it says what it does with them.
bool loses_late(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// Which clock a pipeline's partitions follow: said, or seen from the layout; nothing if neither tells.
std::optional<design::Clock> clock(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// How far back a run of a batch computes again. Without a word a run that replaces partitions of event time
/// holds those of its interval; one that merges or appends takes what has arrived since the last, however
/// old: then nothing. Nothing either without an interval.
std::optional<units::Duration> looks_back(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// The lateness up to which the pipeline is sure to count an event: the watermark of a stream that lets go of
/// later ones, what a batch looks back over less its interval. Nothing: however late.
std::optional<units::Duration> reach(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

}  // namespace decide::estimate
