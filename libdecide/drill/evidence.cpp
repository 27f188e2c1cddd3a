#include "drill/evidence.h"

#include <array>

/// The rows of the rubric. Each looks at what was decided; whether it is right the rules say.
namespace decide::drill {

namespace {

using derive::Facts;
using design::Place;

/// The share of entries at which `place` finds something, and the first such place.
template <class T, class Find>
Evidence share_of(const design::Map<T>& map, Find place) {
  Evidence found;
  std::size_t n = 0;
  for (const auto& entry : map) {
    const Place at = place(*entry.operator->());
    if (!at) continue;
    if (n++ == 0) found.at = at;
  }
  if (n > 0) found.share = static_cast<double>(n) / static_cast<double>(map.size());
  return found;
}

/// True once, wherever it is found.
template <class T, class Find>
Evidence any_of(const design::Map<T>& map, Find place) {
  Evidence found = share_of(map, place);
  if (found.share > 0) found.share = 1;
  return found;
}

Evidence grain_and_key(const Facts& f) {
  return share_of(f.design.model.tables, [](const design::Table& t) { return t.grain ? t.key.at : Place{}; });
}
Evidence readers_served(const Facts& f) {
  Evidence found;
  std::size_t served = 0;
  for (const auto& consumer : f.design.scope.consumers) {
    for (const auto& query : f.design.model.queries) {
      if (!query->consumer.is({consumer.name}) || !f.design.model.tables.contains(query->table->text))
        continue;
      if (served++ == 0) found.at = query.key;
      break;
    }
  }
  if (served > 0)
    found.share = static_cast<double>(served) / static_cast<double>(f.design.scope.consumers.size());
  return found;
}
Evidence raw_kept(const Facts& f) {
  return any_of(f.design.model.tables, [](const design::Table& t) {
    return t.role.is(design::Role::raw) ? t.retention.at : Place{};
  });
}
Evidence history_reached(const Facts& f) {
  return share_of(f.design.model.tables, [](const design::Table& t) { return t.retention.at; });
}
Evidence personal_marked(const Facts& f) {
  return any_of(f.design.model.tables, [](const design::Table& t) {
    for (const auto& column : t.columns) {
      if (column->pii.is(true)) return column.key;
    }
    return Place{};
  });
}
Evidence sizes_known(const Facts& f) {
  return share_of(f.design.model.tables, [](const design::Table& t) {
    for (const auto& column : t.columns) {
      if (column->cardinality) return column->cardinality.at;
    }
    return Place{};
  });
}
Evidence event_time_known(const Facts& f) {
  return any_of(f.design.model.tables, [](const design::Table& t) {
    for (const auto& column : t.columns) {
      if (column->time.is(design::TimeKind::event)) return column.key;
    }
    return Place{};
  });
}
Evidence window_joined(const Facts& f) {
  return any_of(f.design.model.tables, [](const design::Table& t) { return t.attribution.window.at; });
}
Evidence past_kept(const Facts& f) {
  return any_of(f.design.model.tables, [](const design::Table& t) {
    return t.role.is(design::Role::feature) || t.history.is(design::History::scd2) ? t.role.at : Place{};
  });
}

template <auto Member>
Evidence pipelines_with(const Facts& f) {
  return share_of(f.design.model.pipelines, [](const design::Pipeline& p) { return (p.*Member).at; });
}
Evidence late_met(const Facts& f) {
  return share_of(f.design.model.pipelines, [](const design::Pipeline& p) {
    return p.lookback ? p.lookback.at : p.watermark && p.late ? p.watermark.at : Place{};
  });
}
Evidence repeats_removed(const Facts& f) {
  return any_of(f.design.model.pipelines, [](const design::Pipeline& p) {
    return p.dedup.at ? p.dedup.at : p.write.is(design::Write::merge) ? p.write.at : Place{};
  });
}
Evidence reruns_safe(const Facts& f) {
  return share_of(f.design.model.pipelines, [](const design::Pipeline& p) {
    const bool safe = p.write && !p.write.is(design::Write::increment) &&
                      (!p.write.is(design::Write::append) || p.token || p.dedup.at ||
                       p.delivery.is(design::Delivery::exactly_once));
    return safe ? p.write.at : Place{};
  });
}
Evidence bad_kept(const Facts& f) {
  return any_of(f.design.model.pipelines, [](const design::Pipeline& p) {
    return p.bad_records.is(design::BadRecords::dead_letter) ? p.bad_records.at : p.on_gap.at;
  });
}
Evidence reasons_given(const Facts& f) {
  return share_of(f.design.model.pipelines, [](const design::Pipeline& p) { return p.because.at; });
}

template <auto Member>
Evidence layouts_with(const Facts& f) {
  return share_of(f.design.partition, [](const design::Layout& l) { return (l.*Member).at; });
}
Evidence tables_laid_out(const Facts& f) {
  Evidence found;
  std::size_t n = 0;
  for (const auto& table : f.design.model.tables) {
    const auto* layout = f.design.partition.find(table.name);
    if (layout != nullptr && n++ == 0) found.at = layout->key;
  }
  if (n > 0) found.share = static_cast<double>(n) / static_cast<double>(f.design.model.tables.size());
  return found;
}
Evidence clustered(const Facts& f) {
  return any_of(f.design.partition, [](const design::Layout& l) { return l.cluster.at; });
}
Evidence compacted(const Facts& f) {
  return any_of(f.design.partition, [](const design::Layout& l) { return l.compact.at; });
}
Evidence snapshots_expire(const Facts& f) {
  return any_of(f.design.partition, [](const design::Layout& l) { return l.expire_snapshots.at; });
}

template <auto Member>
Evidence jobs_with(const Facts& f) {
  return share_of(f.design.backfill.jobs, [](const design::Job& j) { return (j.*Member).at; });
}
Evidence rebuild_from_raw(const Facts& f) {
  return share_of(f.design.backfill.jobs, [&](const design::Job& j) {
    return j.rebuilds && f.design.model.tables.contains(j.rebuilds->text) && !j.from.empty() ? j.rebuilds.at
                                                                                             : Place{};
  });
}
Evidence jobs_idempotent(const Facts& f) {
  return share_of(f.design.backfill.jobs, [](const design::Job& j) {
    const bool again = j.write && !j.write.is(design::Write::append) && !j.write.is(design::Write::increment);
    return again ? j.write.at : Place{};
  });
}
Evidence schema_guarded(const Facts& f) {
  const design::SchemaPlan& plan = f.design.backfill.schema;
  const bool guarded =
      plan.compatibility && plan.enforced_at && !plan.enforced_at.is(design::EnforcedAt::none);
  return guarded ? Evidence{1, plan.compatibility.at} : Evidence{};
}
Evidence changes_planned(const Facts& f) {
  const auto& changes = f.design.backfill.schema.changes;
  return changes.empty() ? Evidence{} : Evidence{1, changes.at};
}
Evidence erasure_reaches(const Facts& f) {
  const design::Erasure& erasure = f.design.backfill.erasure;
  return erasure.method.at && !erasure.reaches.empty() ? Evidence{1, erasure.method.at} : Evidence{};
}

template <design::CheckKind Kind>
Evidence checks(const Facts& f) {
  return any_of(f.design.close.checks, [&](const design::Check& c) {
    return c.kind.is(Kind) && f.design.model.tables.contains(c.table->text) ? c.kind.at : Place{};
  });
}
Evidence checks_act(const Facts& f) {
  return share_of(f.design.close.checks,
                  [](const design::Check& c) { return c.on_fail.empty() ? Place{} : c.on_fail.at; });
}
Evidence first_checks(const Facts& f) {
  const auto& first = f.design.close.monitor_first;
  return first.empty() ? Evidence{} : Evidence{1, first.at};
}

Evidence tradeoffs(const Facts& f) {
  return share_of(f.design.close.tradeoffs, [](const design::Tradeoff& t) {
    return t.chose && t.over && t.cost && !t.because.empty() ? t.chose.at : Place{};
  });
}
Evidence breaks_next(const Facts& f) {
  return share_of(f.design.close.what_if,
                  [](const design::WhatIf& w) { return !w.when.empty() && w.then ? w.when.at : Place{}; });
}
Evidence hands_back(const Facts& f) {
  const auto& question = f.design.close.question;
  return question ? Evidence{1, question.at} : Evidence{};
}

using enum derive::ConstraintId;
using design::CheckKind;
using P = design::Pipeline;
using J = design::Job;
using L = design::Layout;

constexpr std::array evidence_rows{
    Item{Part::model,
         "every table says what a row is, and by what rows are the same",
         {},
         "duplicates",
         grain_and_key},
    Item{Part::model,
         "every reader has a question and a table for it",
         {},
         "consumers latency",
         readers_served},
    Item{Part::model, "raw events are kept", replayable_history, "retention", raw_kept},
    Item{Part::model, "tables say how far back they go", query_history, "retention", history_reached},
    Item{Part::model, "personal data is marked", erasure, "compliance", personal_marked},
    Item{Part::model, "how many values a column has is known", high_cardinality, "volume", sizes_known},
    Item{Part::model, "the time of the event is kept", late_events, "lateness", event_time_known},
    Item{Part::model, "credit is given over a window", attribution_window, "", window_joined},
    Item{Part::model, "values are kept as they were", point_in_time, "", past_kept},
    Item{Part::pipelines, "the capacity is stated", throughput, "volume", pipelines_with<&P::capacity>},
    Item{Part::pipelines, "how often it runs is stated", freshness, "latency", pipelines_with<&P::every>},
    Item{Part::pipelines, "late events are waited for, or counted later", late_events, "lateness", late_met},
    Item{Part::pipelines, "an event that comes twice counts once", duplicate_delivery, "duplicates",
         repeats_removed},
    Item{Part::pipelines, "a run that is repeated changes nothing", exact_counts, "correctness", reruns_safe},
    Item{Part::pipelines, "what cannot be read is kept", no_data_loss, "failure", bad_kept},
    Item{Part::pipelines, "pipelines say why", {}, "", reasons_given},
    Item{Part::storage, "every table has a layout", {}, "consumers retention", tables_laid_out},
    Item{Part::storage, "tables are cut by what queries filter", hot_queries, "consumers",
         layouts_with<&L::by>},
    Item{Part::storage, "what has many values is clustered", high_cardinality, "consumers", clustered},
    Item{Part::storage, "files have a size to aim at", throughput, "volume", layouts_with<&L::target_file>},
    Item{Part::storage, "small files are compacted", small_files, "latency volume", compacted},
    Item{Part::storage, "old versions expire", erasure, "compliance", snapshots_expire},
    Item{Part::backfill, "tables can be rebuilt from what is kept", replayable_history, "retention",
         rebuild_from_raw},
    Item{Part::backfill, "a rebuild that is started again changes nothing", exact_counts,
         "correctness failure", jobs_idempotent},
    Item{Part::backfill, "what runs meanwhile is dealt with", {}, "", jobs_with<&J::while_live>},
    Item{Part::backfill, "the time that a rebuild takes is bounded", recovery, "failure",
         jobs_with<&J::deadline>},
    Item{Part::backfill, "changes of the schema are checked before they land", schema_drift, "schema-change",
         schema_guarded},
    Item{Part::backfill, "the next changes are planned", schema_drift, "schema-change", changes_planned},
    Item{Part::backfill, "a person can be forgotten everywhere", erasure, "compliance", erasure_reaches},
    Item{Part::quality, "stale data is noticed", freshness, "latency", checks<CheckKind::freshness>},
    Item{Part::quality, "missing data is noticed", no_data_loss, "failure", checks<CheckKind::completeness>},
    Item{Part::quality, "repeats are noticed", duplicate_delivery, "duplicates",
         checks<CheckKind::duplicates>},
    Item{Part::quality,
         "two numbers for one thing are compared",
         {},
         "authority",
         checks<CheckKind::reconcile>},
    Item{Part::quality, "a changed form is noticed", schema_drift, "schema-change",
         checks<CheckKind::schema>},
    Item{Part::quality, "empty values are noticed", {}, "", checks<CheckKind::nulls>},
    Item{Part::quality, "a check that fails does something", {}, "", checks_act},
    Item{Part::quality, "what is watched first is named", {}, "priority", first_checks},
    Item{Part::close, "trade-offs name their price and their reason", {}, "priority", tradeoffs},
    Item{Part::close, "what breaks next is named, and what is done then", {}, "volume", breaks_next},
    Item{Part::close, "the conversation is handed back", {}, "", hands_back},
};

}  // namespace

std::span<const Item> items() {
  return evidence_rows;
}

}  // namespace decide::drill
