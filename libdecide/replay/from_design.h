#pragma once

#include <optional>
#include <vector>

#include "derive/facts.h"
#include "replay/declaration.h"

/// The way from a design file to what the model takes.
namespace decide::replay {

/// One table with one pipeline that fills it, one job that rebuilds it, or both.
struct Subject {
  derive::Lineage::Id table = derive::Lineage::nowhere;
  const derive::NamedPipeline* pipeline = nullptr;
  const derive::NamedJob* job = nullptr;
  Declaration declared;
};

/// Every pipeline by itself, and every job beside each pipeline of its table (or alone where there is none),
/// in the order of the file. What has no `write`, or writes to a table that is not declared, is left out.
std::vector<Subject> subjects(const derive::Facts& facts);

/// The delay after which an event is counted by this pipeline no more; nothing if it is counted however late.
std::optional<units::Duration> counted_until(const derive::Facts& facts,
                                             const derive::NamedPipeline& pipeline);

/// True if several rows that such a writer merges may share a key and differ: changes of a database, rows of
/// a dimension, last values, a key that is not unique.
bool merges_changing_rows(const derive::Facts& facts, const design::Table& table,
                          const design::Pipeline& pipeline);
bool merges_changing_rows(const derive::Facts& facts, const design::Table& table, const design::Job& job);
/// A column of a merge key that another run fills otherwise, and why: "is set when the row is written".
struct UnstableColumn {
  std::string_view name;
  std::string how;
};
/// Those of the key by which the pipeline or job merges; empty if the key is stable. Where it does not say
/// what it reads, nothing is known to hand a time of processing on.
std::vector<UnstableColumn> unstable_key(const derive::Facts& facts, const derive::NamedTable& table,
                                         const derive::NamedPipeline& pipeline);
std::vector<UnstableColumn> unstable_key(const derive::Facts& facts, const derive::NamedTable& table,
                                         const derive::NamedJob& job);

}  // namespace decide::replay
