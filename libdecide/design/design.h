#pragma once

#include "design/scalars.h"
#include "design/value.h"
#include "design/words.h"

/// One data-platform design as plain values, every one with its place. Names and meanings are those of the
/// file format; dedesign.yaml(5) documents each field.
namespace decide::design {

using units::ByteRate;
using units::Bytes;
using units::Count;
using units::Duration;
using units::Percent;
using units::Rate;
using units::Ratio;

using Text = std::string;

struct Accept {
  Val<RuleCode> rule;
  Val<Text> at;
  List<Reason> because;
  Val<Date> until;
};

// ---- scope ------------------------------------------------------------------------------------------------

struct Volume {
  Val<Rate> average, peak;
  Val<Pattern> pattern;
  Val<Bytes> event_size;
  Val<Percent> growth;
  Place at;
};

struct Latency {
  Val<Duration> freshness;
  Place at;
};

struct Correctness {
  Val<Level> level;
  Val<Percent> tolerance;
  List<Feed> feeds;
  Val<Authority> authority;
  Place at;
};

struct Consumer {
  Val<ConsumerKind> kind;
  Val<Duration> freshness;
  Val<Level> correctness;
  Val<Percent> tolerance;
};

struct Retention {
  Val<Duration> raw, queryable, hot;
  Place at;
};

struct SchemaChange {
  Val<Stability> stability;
  Val<SchemaOwner> owner;
  Val<Rate> changes;
  Place at;
};

struct FailureTolerance {
  Val<Duration> outage, recovery;
  Val<DataLoss> data_loss;
  Place at;
};

/// The time by which that share of the events has arrived.
struct Lateness {
  Val<Duration> p50, p90, p99, p999, max;
  Val<bool> offline_clients;
  Place at;
};

struct Compliance {
  List<Regime> regimes;
  List<Name> personal_data;
  Val<Duration> erasure;
  Val<bool> access_log;
  Val<Duration> audit;
  Place at;
};

struct Sacrifice {
  Val<Priority> what;
  List<Reason> because;
  Place at;
};

struct Scope {
  Volume volume;
  Latency latency;
  Correctness correctness;
  Map<Consumer> consumers;
  Retention retention;
  SchemaChange schema_change;
  FailureTolerance failure_tolerance;
  Lateness lateness;
  Val<Percent> duplicates;
  Val<Timezone> timezone;
  Compliance compliance;
  List<Priority> priority;
  Sacrifice sacrifice;
  List<Text> assumed;
  Place at;
};

// ---- model ------------------------------------------------------------------------------------------------

struct SourceSpec {
  Val<SourceKind> kind;
  Val<Count> partitions;
  Val<Duration> retention;
  Val<Rate> rows;
  Val<SourceFormat> format;
  Val<Duration> heartbeat;
};

struct Column {
  Val<ColumnType> type;
  Val<Cardinality> cardinality;
  Val<Percent> skew;
  Val<ColumnRef> references;
  Val<bool> pii;
  Val<TimeKind> time;
  Val<bool> nullable;
  List<Text> values;
};

struct Attribution {
  Val<Name> of;
  List<Name> to;
  Val<Duration> window;
  Val<Credit> credit;
  Place at;
};

struct Table {
  Val<Role> role;
  Val<Text> grain;
  List<Name> key;
  Val<Rate> rows;
  Val<Bytes> row_size;
  Val<Duration> retention;
  Val<History> history;
  Map<Val<Measure>> measures;
  Attribution attribution;
  Map<Column> columns;
};

struct Query {
  Val<Name> consumer, table;
  Map<Val<Filter>> filters;
  List<Name> group_by, columns;
  Map<List<Name>> joins;
  Val<Rate> runs;
  Val<Duration> within;
};

struct Dedup {
  List<Name> key;
  Val<Horizon> within;
  Place at;
};

struct Pipeline {
  List<Name> from;
  Val<Name> to, serves;
  Val<Mode> mode;
  Val<Text> engine;
  Val<Duration> every;
  Val<Rate> capacity;
  Val<Duration> watermark;
  Val<Late> late;
  Val<BadRecords> bad_records;
  Val<OnGap> on_gap;
  Val<Duration> lookback, window;
  Val<Delivery> delivery;
  Dedup dedup;
  Val<Write> write;
  Val<OverwriteScope> overwrite_scope;
  List<Name> key;
  Val<Name> order_by;
  Val<bool> atomic;
  Val<Isolation> isolation;
  Val<Token> token;
  Val<Clock> time;
  List<Name> uses;
  List<Nondeterminism> nondeterministic;
  List<Reason> because;
};

struct Model {
  Map<SourceSpec> sources;
  Map<Table> tables;
  Map<Query> queries;
  Map<Pipeline> pipelines;
  Place at;
};

// ---- partition --------------------------------------------------------------------------------------------

struct Compact {
  Val<Duration> every;
  Val<Bytes> to;
  Place at;
};

struct Layout {
  Val<Format> format;
  List<Transform> by;
  List<Name> cluster;
  Val<Bytes> target_file;
  Val<Count> writers;
  Val<Duration> commit_every;
  Compact compact;
  Val<Duration> expire_snapshots;
  Val<Ratio> compression;
  Val<Timezone> timezone;
  List<Reason> because;
};

// ---- backfill ---------------------------------------------------------------------------------------------

/// One declared change of the event schema; exactly one of add, retype, drop, rename, extend is given.
struct Change {
  Val<ColumnRef> add, retype, drop, rename, extend;
  Val<ColumnType> type;
  Val<ColumnType> from;
  Val<Text> to;  ///< of a retype a type, of a rename a name
  Val<bool> nullable;
  List<Text> values;
  Val<Any> default_;
  Val<Text> enum_default;
  Val<bool> alias, required;
  Val<Count> version;
  Val<Duration> after;
};

struct SchemaPlan {
  Val<Registry> registry;
  Val<SchemaFormat> format;
  Val<Compatibility> compatibility;
  Val<EnforcedAt> enforced_at;
  Val<UpgradeFirst> upgrade_first;
  Map<Change> changes;
  Map<Val<Text>> versions;  ///< files of Avro schemas beside the design, oldest first
  Val<Content> content;
  Val<Policy> policy;
  List<Reason> because;
  Place at;
};

struct Job {
  Val<Name> rebuilds;
  List<Name> from;
  Val<Duration> range;
  Val<Write> write;
  List<Name> key;
  Val<OverwriteScope> overwrite_scope;
  Val<Name> order_by;
  Dedup dedup;
  Val<Duration> window;
  Val<Text> engine;
  Val<bool> atomic;
  Val<Isolation> isolation;
  Val<Token> token;
  Val<WhileLive> while_live;
  Val<Cleanup> cleanup;
  Val<bool> exclusive, ready_check;
  List<Name> then;
  Val<Gate> gate;
  Val<Rate> capacity;
  Val<Duration> deadline;
  List<Nondeterminism> nondeterministic;
  List<Reason> because;
};

/// One method for all, or a method by table, source, `backups`, with `default` for the rest.
struct Methods {
  Val<ErasureMethod> all;
  Map<Val<ErasureMethod>> by_name;
  Place at;
};

struct Erasure {
  Methods method;
  Val<Rate> requests;
  Val<Name> key;
  List<Name> reaches;
  Val<Duration> every, purge_after;
  List<Reason> because;
  Place at;
};

struct Backfill {
  SchemaPlan schema;
  Map<Job> jobs;
  Erasure erasure;
  Place at;
};

// ---- close ------------------------------------------------------------------------------------------------

struct Check {
  Val<Name> table;
  Val<CheckKind> kind;
  Val<CheckLimit> max;
  Val<EmptyIs> empty_is;
  Val<Duration> every;
  Val<Against> against;
  Val<Percent> tolerance;
  List<Name> columns;
  Val<Name> with;
  List<OnFail> on_fail;
  Val<Text> owner;
};

struct Tradeoff {
  Val<Text> chose, over, cost;
  List<Reason> because;
};

struct WhatIf {
  Map<Val<NewValue>> when;
  List<Name> breaks;
  Val<Text> then;
};

struct Story {
  Val<Text> situation, decision, outcome, went_wrong, changed;
};

struct Close {
  Map<Check> checks;
  Map<Tradeoff> tradeoffs;
  List<Name> monitor_first;
  Map<WhatIf> what_if;
  Map<Story> stories;
  Val<Text> question;
  Place at;
};

// ---- all --------------------------------------------------------------------------------------------------

struct Sealed {
  Val<Text> scope, model, partition, backfill, close;
  Place at;
};

/// A question of a drill, as it was put.
struct Asked {
  Val<Text> question;
  Val<Name> answer;  ///< which of the hidden answers it reached
  Val<Instant> at;
  List<Name> decided;  ///< sections that held something by then
};

struct FollowUp {
  Val<Instant> at;
};

struct Drill {
  Val<Instant> started;
  Val<Count> minutes, seed;
  Map<Asked> asked;
  Map<Val<Count>> hints;  ///< by hidden answer: how many steps were told
  Map<FollowUp> pivots;
  Place at;
};

struct Design {
  Val<Count> version;
  Val<Text> title, prompt;
  Val<Name> scenario;
  Map<Accept> accept;
  Scope scope;
  Model model;
  Map<Layout> partition;
  Backfill backfill;
  Close close;
  Sealed sealed;
  Drill drill;
};

}  // namespace decide::design
