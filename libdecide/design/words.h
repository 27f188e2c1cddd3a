#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace decide::design {

namespace detail {

/// Counts the commas of a stringised list.
constexpr std::size_t count_words(std::string_view list) {
  std::size_t n = 1;
  for (const char c : list) n += c == ',' ? 1 : 0;
  return n;
}

/// Splits "a, b_, c" at the commas; an enumerator that would be a C++ keyword ends in `_`, which is dropped.
template <std::size_t N>
constexpr std::array<std::string_view, N> split_words(std::string_view list) {
  std::array<std::string_view, N> words{};
  for (std::string_view& word : words) {
    const std::size_t comma = list.find(',');
    word = list.substr(0, comma);
    while (word.front() == ' ') word.remove_prefix(1);
    while (word.back() == ' ' || word.back() == '_') word.remove_suffix(1);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return words;
}

}  // namespace detail

/// An enumeration whose enumerators are the words of the format, in the order in which messages list them.
#define DECIDE_WORDS(Name, ...)                                                                   \
  enum class Name : std::uint8_t { __VA_ARGS__ };                                                 \
  inline constexpr auto Name##_words =                                                            \
      ::decide::design::detail::split_words<::decide::design::detail::count_words(#__VA_ARGS__)>( \
          #__VA_ARGS__);                                                                          \
  constexpr std::span<const std::string_view> words_of(Name) {                                    \
    return Name##_words;                                                                          \
  }                                                                                               \
  constexpr std::string_view word(Name value) {                                                   \
    return Name##_words[static_cast<std::size_t>(value)];                                         \
  }

DECIDE_WORDS(Pattern, steady, diurnal, spiky)
DECIDE_WORDS(Level, approximate, eventual, exact)
DECIDE_WORDS(Feed, billing, compliance, contractual, dashboard, experiment, ml, operational)
DECIDE_WORDS(Authority, ours, theirs, contract)
DECIDE_WORDS(ConsumerKind, dashboard, sql, api, ml_training, ml_serving, billing, compliance, export_)
DECIDE_WORDS(Stability, stable, changing, volatile_)
DECIDE_WORDS(SchemaOwner, us, producers, third_party)
DECIDE_WORDS(Regime, gdpr, ccpa, hipaa, pci, sox)
DECIDE_WORDS(Priority, correctness, freshness, volume, cost, auditability)

DECIDE_WORDS(SourceKind, kafka, kinesis, pubsub, pulsar, files, cdc, api)
DECIDE_WORDS(SourceFormat, avro, protobuf, json, csv, parquet, text)
DECIDE_WORDS(Role, raw, fact, aggregate, attribution, dimension, feature, audit)
DECIDE_WORDS(History, none, scd1, scd2)
DECIDE_WORDS(BaseType, string, bytes, bool_, int32, int64, float_, double_, decimal, date, timestamp,
             timestamptz, uuid, json, array, map, struct_, hll)
DECIDE_WORDS(TimeKind, event, processing, logical)
DECIDE_WORDS(Credit, last_click, first_click, last_touch, first_touch, linear, time_decay, position,
             data_driven)
DECIDE_WORDS(Aggregation, count, sum, min, max, avg, ratio, count_distinct, last)
DECIDE_WORDS(Mode, stream, micro_batch, batch)
DECIDE_WORDS(Late, drop, side_output, correct)
DECIDE_WORDS(BadRecords, fail, drop, nullify, dead_letter)
DECIDE_WORDS(OnGap, fail, continue_)
DECIDE_WORDS(Delivery, at_most_once, at_least_once, exactly_once)
DECIDE_WORDS(Write, append, merge, overwrite_partition, replace, increment)
DECIDE_WORDS(OverwriteScope, touched, all)
DECIDE_WORDS(Isolation, none, snapshot, serializable)
DECIDE_WORDS(Token, none, run_id, batch_id)
DECIDE_WORDS(Clock, event, processing)
DECIDE_WORDS(Nondeterminism, now, random, uuid, latest_dimension, external_api)

DECIDE_WORDS(Format, parquet, orc, avro, csv, json, delta, iceberg, hudi, bigquery, snowflake, redshift,
             clickhouse)

DECIDE_WORDS(Registry, confluent, apicurio, glue, buf, none)
DECIDE_WORDS(SchemaFormat, avro, protobuf, json_schema)
DECIDE_WORDS(Compatibility, none, backward, forward, full, backward_transitive, forward_transitive,
             full_transitive)
DECIDE_WORDS(EnforcedAt, write, read, ci, none)
DECIDE_WORDS(UpgradeFirst, consumers, producers)
DECIDE_WORDS(Content, open, closed)
DECIDE_WORDS(Policy, strict, lenient)
DECIDE_WORDS(WhileLive, paused, fenced, concurrent)
DECIDE_WORDS(Cleanup, none, delete_first)
DECIDE_WORDS(Gate, none, not_ready, banner)
DECIDE_WORDS(ErasureMethod, delete_merge, crypto_shred, tombstone, drop_partition)

DECIDE_WORDS(CheckKind, freshness, completeness, duplicates, nulls, volume, schema, reconcile, distribution,
             lag)
DECIDE_WORDS(EmptyIs, stale, ok)
DECIDE_WORDS(OnFail, page, ticket, banner, not_ready, block)

DECIDE_WORDS(Section, scope, model, partition, backfill, close)

}  // namespace decide::design
