#pragma once

#include <optional>
#include <vector>

#include "derive/facts.h"

/// How late events may be and still be counted: by a stream, and by a batch.
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

/// True if events behind the watermark are lost: windows and joins let go of them; what copies rows does not.
bool loses_late(const derive::Facts& facts, const derive::NamedPipeline& pipeline);
/// How far back a run computes again. Without a word a run that replaces partitions of event time holds those
/// of its interval; one that merges or appends takes what has arrived since the last, however old: nothing.
/// Nothing either where no interval is given, or where partitions follow the time of arrival.
std::optional<units::Duration> looks_back(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

}  // namespace decide::estimate
