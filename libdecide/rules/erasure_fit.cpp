#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/erasure_method.h"
#include "facts/format.h"
#include "rules/kept.h"
#include "rules/listing.h"
#include "rules/report.h"

/// B453 and B454: whether a method of erasure fits what it is used on.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using design::ErasureMethod;

const Rule rule_B453{
    .code = "B453",
    .name = "erasure-breaks-audit",
    .severity = diag::Severity::error,
    .summary = "an audit trail has to stay unchanged, and erasure removes rows of it",
    .rationale =
        "An audit trail proves something because nothing in it was changed, and an erasure by deletion "
        "changes it. Both laws can be kept: encrypt what says who it was with a key for each person and "
        "throw "
        "the key away, or keep a pseudonym in the record and the person elsewhere. The row, its time and its "
        "amount stay, and nobody can say whose it was.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d, audit: 7 y}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
backfill:
  erasure: {method: «delete_merge», key: user_id, reaches: [clicks, backups], every: 7 d}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d, audit: 7 y}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
    decisions: {role: audit, columns: {pseudonym: {type: string}}}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [clicks, backups], every: 7 d}
)",
    .constraint = "audit-trail",
    .facts = "E11 E12 E19 E20 E22 E23"};

const Rule rule_B454{
    .code = "B454",
    .name = "erasure-cannot",
    .severity = diag::Severity::error,
    .summary = "a method of erasure that the format or the topic does not have",
    .rationale =
        "Plain files have no delete: to take one row out, a job has to find the file, write it again and "
        "swap "
        "it, and readers see both for a moment. A topic has no delete either; a tombstone makes a compacted "
        "topic forget a key some day, and unless something bounds that day nobody can prove the deadline. A "
        "method that the storage does not have is carried out by hand, or not at all.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
partition:
  clicks: {format: parquet}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [«clicks», backups], every: 7 d}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
partition:
  clicks: {format: parquet}
backfill:
  erasure: {method: crypto_shred, key: user_id, reaches: [clicks, backups], every: 7 d}
)",
    .constraint = "erasure",
    .facts = "B3 B4 C27 E18 E19"};

namespace {

// ---- B453 -------------------------------------------------------------------------------------------------

/// Something more than a log of who looked must be kept unchanged.
bool keeps_records(const derive::Facts& facts) {
  const design::Scope& scope = facts.design.scope;
  return scope.compliance.audit || scope.correctness.feeds.contains(design::Feed::compliance);
}

bool has_audit_table(const derive::Facts& facts) {
  const auto& tables = facts.design.model.tables;
  return std::any_of(tables.begin(), tables.end(),
                     [](const auto& table) { return table->role.is(design::Role::audit); });
}

/// The record: tables made for it and what compliance reads; without a table for it, the raw events.
bool is_audited(const derive::Facts& facts, Lineage::Id id, bool raw_is_record) {
  const auto& role = facts.lineage[id].table->value.role;
  if (role.is(design::Role::audit) || (raw_is_record && role.is(design::Role::raw))) return true;
  const auto readers = facts.lineage.direct_consumers(id);
  return std::any_of(readers.begin(), readers.end(), [](const auto* consumer) {
    return consumer->value.kind.is(design::ConsumerKind::compliance);
  });
}

bool removes_rows(const design::Val<ErasureMethod>& method) {
  return method && *method != ErasureMethod::crypto_shred;
}

struct Removed {
  const design::Val<ErasureMethod>* method = nullptr;
  std::vector<std::string_view> tables;
  design::Place table_at;
};

/// Audited tables that lose rows, by the method that does it, which may be one for all.
std::map<yaml::NodeId, Removed> removed_records(const derive::Facts& facts) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const bool raw_is_record = keeps_records(facts) && !has_audit_table(facts);
  std::map<yaml::NodeId, Removed> all;
  for (const auto& name : plan.reaches) {
    const Lineage::Id id = facts.lineage.find_table(name->text);
    const auto& method = derive::method_for(plan, name->text);
    if (id == Lineage::nowhere || !removes_rows(method) || !is_audited(facts, id, raw_is_record)) continue;
    Removed& removed = all[method.at.node];
    if (removed.tables.empty()) removed = {&method, {}, facts.lineage[id].table->key};
    removed.tables.emplace_back(name->text);
  }
  return all;
}

// ---- B454 -------------------------------------------------------------------------------------------------

bool is_log(const design::SourceSpec& source) {
  using enum design::SourceKind;
  return source.kind.is(kafka) || source.kind.is(kinesis) || source.kind.is(pubsub) || source.kind.is(pulsar);
}

/// Why a method does not work, and where that is said.
struct Misfit {
  std::string why;
  design::Place at;
  std::string_view help;
};

/// True if rows are gone by themselves within the deadline, whatever the method. Unknown: nothing.
std::optional<bool> goes_in_time(const derive::Facts& facts, const derive::NamedSource& source) {
  if (!source->retention) return std::nullopt;
  const auto& deadline = facts.design.scope.compliance.erasure;
  return !deadline || *source->retention <= *deadline;
}

std::optional<Misfit> judge_source(const derive::Facts& facts, const derive::NamedSource& source,
                                   ErasureMethod method) {
  const auto in_time = goes_in_time(facts, source);
  if (in_time.value_or(false)) return std::nullopt;
  const std::string stays = source->retention
                                ? fmt::format("it keeps events for {}", units::human(*source->retention))
                                : std::string("nothing bounds how long an old value stays");
  const design::Place at = source->retention ? source->retention.at : source.key;
  constexpr std::string_view help =
      "keep it shorter than the deadline, or encrypt each person's data (`crypto_shred`)";
  if (method == ErasureMethod::tombstone) {
    if (!is_log(source.value))
      return Misfit{"only a compacted topic understands tombstones", source->kind.at, help};
    return Misfit{fmt::format("a tombstone takes effect when the topic is compacted, and {}", stays), at,
                  help};
  }
  if (method == ErasureMethod::delete_merge && is_log(source.value) && source->retention)
    return Misfit{fmt::format("a topic has no delete, and {}", stays), at, help};
  if (method == ErasureMethod::delete_merge && source.value.kind.is(design::SourceKind::files) &&
      source->retention)
    return Misfit{fmt::format("rows of plain files cannot be deleted, and {}", stays), at, help};
  return std::nullopt;
}

std::optional<Misfit> judge_table(const design::Layout& layout, ErasureMethod method) {
  using design::Format;
  if (!layout.format) return std::nullopt;
  const std::string_view word = design::word(*layout.format);
  const auto* traits = facts::format_traits(word);
  if (method == ErasureMethod::delete_merge && traits != nullptr && !traits->merge)
    return Misfit{fmt::format("`{}` cannot delete rows", word), layout.format.at,
                  "choose a table format, or erase by `crypto_shred`"};
  const bool knows_tombstones = *layout.format == Format::hudi || *layout.format == Format::clickhouse;
  if (method == ErasureMethod::tombstone && !knows_tombstones)
    return Misfit{fmt::format("tombstones are for compacted topics, and mean nothing in `{}`", word),
                  layout.format.at, "erase by `delete_merge` where the format can, or by `crypto_shred`"};
  if (method == ErasureMethod::drop_partition && layout.by.empty())
    return Misfit{"it has no partitions to drop", layout.format.at,
                  "partition it, or erase by another method"};
  return std::nullopt;
}

std::optional<Misfit> misfit(const derive::Facts& facts, std::string_view name, ErasureMethod method) {
  if (facts.design.model.tables.contains(name)) {
    const auto* layout = facts.layout(name);
    return layout == nullptr ? std::nullopt : judge_table(*layout, method);
  }
  const auto* source = facts.design.model.sources.find(name);
  return source == nullptr ? std::nullopt : judge_source(facts, *source, method);
}

}  // namespace

void check_B453(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(ConstraintId::audit_trail)) return;
  for (const auto& [node, removed] : removed_records(facts)) {
    report.at(removed.method->at)
        .say("`{}` removes rows of {}, which the audit trail needs unchanged", design::word(**removed.method),
             first_few(removed.tables))
        .label("changes the record")
        .because(ConstraintId::audit_trail)
        .related(removed.table_at, "audited")
        .help(
            "erase by `crypto_shred`, which leaves the rows and makes the person unreadable, or keep a "
            "pseudonym "
            "in the record");
  }
}

void check_B454(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  for (const auto& name : plan.reaches) {
    const auto& method = derive::method_for(plan, name->text);
    const auto found = method ? misfit(facts, name->text, *method) : std::nullopt;
    if (!found) continue;
    report.at(name.at)
        .say("`{}` cannot be erased by `{}`: {}", name->text, design::word(*method), found->why)
        .label("not by `{}`", design::word(*method))
        .because(ConstraintId::erasure)
        .related(method.at, "the method")
        .related(found->at, "{}", found->why)
        .help("{}", found->help);
  }
}

}  // namespace decide::rules
