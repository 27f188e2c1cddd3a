#include "replay/returns.h"

#include <algorithm>

#include "estimate/load.h"
#include "replay/explore.h"

namespace decide::replay {
namespace {

constexpr double year = 365 * day;

/// True if the writer by itself brings somebody back while nothing fails.
bool brings_back(const Declaration& declared) {
  Options options;
  options.possible = fault::erase;
  options.only = Defect::erased;
  return explore(declared, options).find(Defect::erased) != nullptr;
}

class Reading {
 public:
  Reading(const derive::Facts& facts, const Subject& subject) : facts_(facts), subject_(subject) {}

  Returns all() {
    const auto& asked = facts_.design.backfill.erasure.requests;
    const double rate = assumed().said_or(asked, 1 / day, "one person a day asks to be forgotten",
                                          "`requests` of the erasure is not said");
    found_.a_year =
        rate * (subject_.job != nullptr ? of_job(*subject_.job) : of_pipeline(*subject_.pipeline));
    return std::move(found_);
  }

 private:
  Assumed& assumed() { return found_.assumed; }
  void say(bool from_source) {
    found_.how = from_source ? "it reads again what the erasure does not reach"
                             : "it reads before a request is carried out, and writes after it";
  }

  /// Seconds of a year whose requests come to nothing: those of the range that a run reads again, or the time
  /// between its read and its write.
  double of_job(const derive::NamedJob& job) {
    say(!subject_.declared.job.source_erased);
    assumed().add("the job runs once a year", "no field says how often history is rebuilt");
    if (subject_.declared.job.source_erased)
      return std::min(year, assumed().said_or(estimate::job_time(facts_, job), usual_job,
                                              "the job takes an hour", "`capacity` and volume do not tell"));
    const auto& kept = facts_.lineage[subject_.table].table->value.retention;
    const double whole = kept ? kept->value : year;
    return std::min(job->range ? std::min(job->range->value, whole) : whole, year);
  }

  double of_pipeline(const derive::NamedPipeline& pipeline) {
    const Live& live = subject_.declared.live;
    say(live.whole && !live.source_erased);
    if (live.whole && !live.source_erased) return year;
    const double between = pipeline->every ? pipeline->every->value : usual_wait;
    const double in_flight = live.batch ? run_time(pipeline) : between;
    return year * std::min(1.0, live.whole ? in_flight / between : in_flight * events_of_one(pipeline));
  }

  double run_time(const derive::NamedPipeline& pipeline) {
    return assumed().said_or(estimate::run_time(facts_, pipeline), usual_wait, "a run takes a minute",
                             "`capacity` and volume do not tell");
  }

  /// A second, of one person.
  double events_of_one(const derive::NamedPipeline& pipeline) {
    const auto load = estimate::load(facts_, pipeline);
    const auto& key = facts_.design.backfill.erasure.key;
    const auto& columns = facts_.lineage[subject_.table].table->value.columns;
    const auto* column = key ? columns.find(key->text) : nullptr;
    const bool known =
        load && column != nullptr && column->value.cardinality && !column->value.cardinality->unique;
    if (known) return load->average / column->value.cardinality->count.value;
    assumed().add("a person has one event a day",
                  "volume and the cardinality of the erasure's `key` do not tell");
    return 1 / day;
  }

  const derive::Facts& facts_;
  const Subject& subject_;
  Returns found_;
};

}  // namespace

std::optional<Returns> returns_of(const derive::Facts& facts, const Subject& subject) {
  Declaration alone = subject.declared;
  if (!alone.erasable) return std::nullopt;
  if (subject.job != nullptr) {
    alone.live = {};
    alone.job.while_live = WhileLive::concurrent;
  }
  if (!brings_back(alone)) return std::nullopt;
  return Reading(facts, subject).all();
}

}  // namespace decide::replay
