#include "replay/verdict.h"

#include <algorithm>

#include "estimate/claim.h"
#include "facts/format.h"

namespace decide::replay {

Memo::Memo(std::shared_ptr<SearchCache> shared) : shared_(std::move(shared)) {}

namespace {

/// A wider search that saw everything answers for a narrower one as well.
bool covers(const Bounds& wide, const Bounds& narrow) {
  return wide.events >= narrow.events && wide.faults >= narrow.faults && wide.runs >= narrow.runs &&
         wide.keys >= narrow.keys;
}

/// Within one design: what its trials find must not depend on which designs came before.
bool answers(const Searched& search, const SearchKey& asked) {
  const bool searched = search.key.bounds.name == asked.bounds.name ||
                        (search.outcome->exhausted && covers(search.key.bounds, asked.bounds));
  return searched && search.key.declared == asked.declared && search.key.only == asked.only &&
         search.key.possible == asked.possible;
}

}  // namespace

const Outcome& Memo::explore(const Declaration& declared, const Options& options) {
  const SearchKey asked{declared, options.bounds, options.possible, options.only};
  const auto known = std::find_if(searches_.begin(), searches_.end(),
                                  [&](const Searched& search) { return answers(search, asked); });
  if (known != searches_.end()) return *known->outcome;
  auto outcome = shared_ ? shared_->find(asked) : nullptr;
  if (!outcome) {
    outcome = std::make_shared<const Outcome>(replay::explore(declared, options));
    if (shared_) shared_->add(asked, outcome);
  }
  searches_.push_back({asked, std::move(outcome)});
  return *searches_.back().outcome;
}

std::string_view field_name(Field field) {
  switch (field) {
    case Field::delivery:
      return "delivery";
    case Field::while_live:
      return "while_live";
    case Field::exclusive:
      return "exclusive";
    case Field::reaches:
      return "reaches";
  }
  return "";
}

const std::vector<Case>& Verdicts::cases() {
  if (cases_) return *cases_;
  cases_.emplace();
  const std::vector<Subject> all = subjects(facts_);
  subjects_ = all.size();
  for (const Subject& subject : all) {
    ++searched_;
    const Outcome& outcome = memo_.explore(subject.declared, options(subject));
    cases_->push_back({subject, &outcome});
  }
  return *cases_;
}

const Witness* Verdicts::witness(const Case& it, Defect defect) {
  const Declaration* declared = &it.subject.declared;
  const Witness* found = it.find(defect);
  const bool by_live = found != nullptr && defect == Defect::half && found->steps.back().of == 0;
  Declaration whole = it.subject.declared;
  if (by_live && it.subject.job != nullptr) {
    whole.live.atomic = true;
    declared = &whole;
    Options again = options(it.subject);
    again.only = defect;
    found = memo_.explore(whole, again).find(defect);
  }
  return found != nullptr && replay(*declared, *found) ? found : nullptr;
}

/// A pipeline is judged by itself; beside a job, only the job fails.
Options Verdicts::options(const Subject& subject) const {
  Options options;
  options.bounds = bounds_;
  options.jobs = jobs_;
  options.ways_out = bounds_.states > quick.states;
  if (watch_) {
    options.watch = [this](Progress progress) {
      progress.subject = searched_;
      progress.of = subjects_;
      watch_(progress);
    };
  }
  if (subject.job != nullptr)
    options.possible = static_cast<std::uint16_t>(fault::usual & ~(fault::of_live | fault::duplicate));
  return options;
}

std::vector<Verb> Verdicts::expected(const Case& it) const {
  return can_happen(it.subject.declared, options(it.subject).possible);
}

bool Verdicts::holds(const Declaration& declared, const Case& it, Defect defect, std::uint64_t* states) {
  if (!is_possible(declared, defect)) return true;
  Options again = options(it.subject);
  again.only = defect;
  const Outcome& outcome = memo_.explore(declared, again);
  if (states != nullptr) *states = outcome.states;
  return outcome.exhausted && outcome.witnesses.empty();
}

namespace {

void settle(Declaration& declared, Field field) {
  switch (field) {
    case Field::delivery:
      declared.live.delivery = Delivery::exactly_once;
      declared.live.sees_duplicates = false;
      return;
    case Field::while_live:
      declared.job.while_live = WhileLive::paused;
      return;
    case Field::exclusive:
      declared.job.exclusive = true;
      return;
    case Field::reaches:
      declared.live.source_erased = declared.job.source_erased = true;
      return;
  }
}

}  // namespace

std::optional<Field> Verdicts::rests_on(const Case& it, Defect defect) {
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    if (!it.subject.declared.is_assumed(field)) continue;
    Declaration settled = it.subject.declared;
    settle(settled, field);
    if (holds(settled, it, defect)) return field;
  }
  return std::nullopt;
}

namespace {

/// One change that might help, of the pipeline or the job.
struct Edit {
  std::string_view field;
  std::string value;
  void (*apply)(Writer& writer, Live* live, Job* job);
};
std::vector<Edit> edits_of_words() {
  return {
      {"write", "merge",
       [](Writer& writer, Live*, Job*) {
         writer.effect = Effect::put;
         writer.distinct = true;
       }},
      {"write", "overwrite_partition",
       [](Writer& writer, Live* live, Job*) {
         writer.effect = Effect::overwrite;
         if (live != nullptr) live->whole = true;
       }},
      {"delivery", "exactly_once",
       [](Writer& writer, Live* live, Job*) {
         if (live == nullptr) return;
         live->delivery = Delivery::exactly_once;
         writer.sees_duplicates = false;
       }},
      {"token", "batch_id", [](Writer& writer, Live*, Job*) { writer.token = Token::batch; }},
      {"token", "run_id", [](Writer& writer, Live*, Job*) { writer.token = Token::run; }},
      {"atomic", "true", [](Writer& writer, Live*, Job*) { writer.atomic = true; }},
      {"isolation", "serializable",
       [](Writer& writer, Live*, Job*) {
         writer.isolation = Isolation::serializable;
         writer.erase_conflicts = true;
       }},
      {"while_live", "fenced",
       [](Writer&, Live*, Job* job) {
         if (job != nullptr) job->while_live = WhileLive::fenced;
       }},
      {"while_live", "paused",
       [](Writer&, Live*, Job* job) {
         if (job != nullptr) job->while_live = WhileLive::paused;
       }},
      {"exclusive", "true",
       [](Writer&, Live*, Job* job) {
         if (job != nullptr) job->exclusive = true;
       }},
      {"gate", "not_ready",
       [](Writer&, Live*, Job* job) {
         if (job != nullptr) job->readers_held = true;
       }},
  };
}

/// The column by which versions of a row can be told apart: sooner a point in time than a day, which two
/// versions may share.
std::optional<std::string> version_column(const design::Table& table) {
  std::optional<std::string> found;
  for (const auto& column : table.columns) {
    const bool tells = column->time.is(design::TimeKind::event) || column->time.is(design::TimeKind::logical);
    if (!tells) continue;
    if (!column->type || column->type->base != design::BaseType::date) return column.name;
    if (!found) found = column.name;
  }
  return found;
}

/// How the pipeline or the job writes, as the file has it; empty where it does not say.
std::string_view written_by(const Subject& subject) {
  const auto& write = subject.job != nullptr ? subject.job->value.write : subject.pipeline->value.write;
  return write ? design::word(*write) : std::string_view();
}

/// False for what the format of the table cannot do (P311).
bool format_takes(const derive::Facts& facts, const Subject& subject, const Edit& edit) {
  const auto* layout = facts.layout(facts.lineage[subject.table].name);
  const auto* traits =
      layout != nullptr && layout->format ? facts::format_traits(design::word(*layout->format)) : nullptr;
  if (traits == nullptr) return true;
  if (edit.field == "write" && edit.value == "merge") return traits->merge;
  return edit.field != "atomic" || traits->atomic_overwrite;
}

/// The way of writing comes first where it is the cause, else last: it changes more than other fields do.
std::vector<Edit> edits_for(const derive::Facts& facts, const Subject& subject, Defect defect) {
  std::vector<Edit> edits = edits_of_words();
  const design::Table& table = facts.lineage[subject.table].table->value;
  const bool streams = subject.job == nullptr && !subject.declared.live.batch;
  const std::string_view written = written_by(subject);
  const bool fills = subject.job == nullptr && subject.pipeline != nullptr;
  const auto short_of =
      fills ? estimate::falls_short(facts, estimate::Guarantees(facts), *subject.pipeline) : std::nullopt;
  std::erase_if(edits, [&](const Edit& edit) {
    // not where the engine, or the table, cannot keep the promise; a token by itself does as much
    if (edit.field == "delivery" && (!fills || short_of)) return true;
    // what the search takes for another way of writing may be the same word
    if (edit.field == "write" && edit.value == written) return true;
    if (!format_takes(facts, subject, edit)) return true;
    return (edit.value == "overwrite_partition" && streams) || (edit.value == "merge" && table.key.empty());
  });
  const auto column = version_column(table);
  if (column)
    edits.push_back({"order_by", *column, [](Writer& writer, Live*, Job*) { writer.versioned = true; }});
  const bool by_write = defect == Defect::rerun || defect == Defect::ghost;
  std::stable_partition(edits.begin(), edits.end(),
                        [&](const Edit& edit) { return (edit.field == "write") == by_write; });
  return edits;
}

void apply(Declaration& declared, const Edit& edit, bool on_job) {
  if (on_job)
    edit.apply(declared.job, nullptr, &declared.job);
  else
    edit.apply(declared.live, &declared.live, nullptr);
}

}  // namespace

bool Verdicts::harms_nothing_else(const Declaration& declared, const Case& it) {
  // Rows that a job adds again and again are its defect; that they stay is no other one.
  const bool adds = it.find(Defect::rerun) != nullptr;
  const auto had = [&](Defect defect) {
    return it.find(defect) != nullptr && !(adds && defect == Defect::ghost);
  };
  const Outcome& outcome = memo_.explore(declared, options(it.subject));
  const auto& left = outcome.witnesses;
  const bool adds_still = outcome.find(Defect::rerun) != nullptr;
  return std::all_of(left.begin(), left.end(), [&](const Witness& witness) {
    return had(witness.defect) || (adds_still && witness.defect == Defect::ghost);
  });
}

std::vector<Repair> Verdicts::repairs(const Case& it, Defect defect) {
  const bool on_job = it.subject.job != nullptr;
  const std::vector<Edit> edits = edits_for(facts_, it.subject, defect);
  std::vector<Repair> found;
  const auto attempt = [&](const std::vector<const Edit*>& changes) {
    Declaration repaired = it.subject.declared;
    Repair repair;
    repair.on_job = on_job;
    for (const Edit* change : changes) {
      const Declaration before = repaired;
      apply(repaired, *change, on_job);
      if (before == repaired) return;
      repair.fields.emplace_back(change->field, change->value);
    }
    if (!holds(repaired, it, defect, &repair.states)) return;
    // What is dropped in silence hides rows that stay: it is no repair to bring those to light.
    const bool hides = defect == Defect::silent && it.find(Defect::ghost) != nullptr;
    if (hides && !holds(repaired, it, Defect::ghost)) return;
    if (harms_nothing_else(repaired, it)) found.push_back(std::move(repair));
  };
  for (const Edit& edit : edits) attempt({&edit});
  if (!found.empty()) return found;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    for (std::size_t j = i + 1; j < edits.size(); ++j) {
      if (edits[i].field != edits[j].field) attempt({&edits[i], &edits[j]});
    }
  }
  return found;
}

}  // namespace decide::replay
