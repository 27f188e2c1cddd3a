#pragma once

#include "compat/change.h"

/// One function a schema language.
namespace decide::compat {

Verdict judge_avro(const Change& change, Direction direction);
Verdict judge_protobuf(const Change& change, Direction direction);
Verdict judge_json(const Change& change, const Terms& terms, Direction direction);

inline Verdict breaks(std::string reason) {
  return {Outcome::breaks, std::move(reason)};
}
inline Verdict loses(std::string reason) {
  return {Outcome::loses, std::move(reason)};
}

/// The type that writes and the type that reads, of a retype; nothing where one is not known.
struct Pair {
  ColumnType reader, writer;
};
inline std::optional<Pair> pair_of(const Change& change, Direction direction) {
  if (!change.before || !change.after) return std::nullopt;
  if (direction == Direction::new_reads_old) return Pair{*change.after, *change.before};
  return Pair{*change.before, *change.after};
}

/// True if the writer's field may be null and the reader's may not.
bool reader_refuses_null(const Change& change, Direction direction);

}  // namespace decide::compat
