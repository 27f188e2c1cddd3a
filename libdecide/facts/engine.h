#pragma once

#include <span>
#include <string_view>

/// What engines can do: the modes that they have, and what delivery they give to which sink.
namespace decide::facts {

struct EngineTraits {
  std::string_view name;     ///< as messages call it: "Kafka Streams"
  std::string_view aliases;  ///< how people write it, in lower case, separated by commas; blanks split words
  bool stream = false;
  bool micro_batch = false;
  bool batch = false;
  std::string_view does;  ///< what it does instead: "compiles SQL that a schedule runs"
  std::string_view id;    ///< fact ids behind the row, space separated; empty: from memory, 2026-11
  bool has(std::string_view mode) const {
    return mode == "stream" ? stream : mode == "micro_batch" ? micro_batch : batch;
  }
};

std::span<const EngineTraits> engines();
/// The engine that a text names, in any case and with versions and other words around it ("Apache Flink
/// 1.19", "pyspark", "dbt-spark"); null if it names none that is known.
const EngineTraits* engine_traits(std::string_view text);

/// What an engine really gives where `exactly_once` is asked of it. Rows are of what falls short; where there
/// is no row, nothing is known against the claim.
struct SinkTraits {
  std::string_view engine;         ///< `EngineTraits::name`
  std::string_view formats;        ///< of the table written, separated by blanks; empty: any
  std::string_view writes;         ///< `write` words, separated by blanks; empty: any
  bool only_streaming = false;     ///< says nothing of batches
  bool token_helps = false;        ///< exactly once if the target remembers batches (`token`)
  bool idempotence_helps = false;  ///< exactly once in effect if the write is a merge by a stable key
  std::string_view gives;          ///< "at_least_once"
  std::string_view why;            ///< "foreachBatch may be called again with the same batch"
  std::string_view id;
};
/// The first row for a write; null if nothing is known against it.
const SinkTraits* sink_traits(std::string_view engine, std::string_view format, std::string_view write,
                              bool streaming);

/// The same for what is read: `why` and `gives` of an engine's connector to a kind of source.
struct SourceTraits {
  std::string_view engine, kind, gives, why, id;
};
const SourceTraits* source_traits(std::string_view engine, std::string_view kind);

}  // namespace decide::facts
