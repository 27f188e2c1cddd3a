#include "replay/hazards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "estimate/load.h"

namespace decide::replay {

namespace {

constexpr double usual_crash = 0.001, usual_share = 0.001, usual_gap = 600;
constexpr double usual_rate = 1000, usual_history = 365 * day;
constexpr std::uint64_t fewest_batches = 10'000;

class Reading {
 public:
  Reading(const derive::Facts& facts, const Subject& subject, std::uint64_t events)
      : facts_(facts), subject_(subject), declared_(subject.declared), events_(events) {}

  Expected all() {
    const auto* pipeline = subject_.pipeline;
    if (pipeline != nullptr) runs(*pipeline);
    if (subject_.job != nullptr) {
      job(*subject_.job);
    } else if (pipeline != nullptr) {
      failures();
      repeats(*pipeline);
      lateness(*pipeline);
      exposure(*pipeline);
      if (declared_.live.effect == Effect::upsert && !declared_.live.versioned) keys();
    }
    return std::move(found_);
  }

 private:
  Hazards& hazards() { return found_.hazards; }
  Assumed& assumed() { return found_.assumed; }

  void runs(const derive::NamedPipeline& pipeline) {
    const auto load = estimate::load(facts_, pipeline);
    rate_ = load ? load->average : usual_rate;
    if (!load) assumed().add("1,000 events a second arrive", "no volume of what it reads is said");
    hazards().batch_time = pipeline->every ? pipeline->every->value : usual_wait;
    if (!pipeline->every) assumed().add("what arrives in a minute is written at once", "`every` is not said");
    const double whole = std::max(1.0, rate_ * hazards().batch_time);
    const std::uint64_t most = std::clamp<std::uint64_t>(events_ / fewest_batches, 1, most_batch);
    hazards().batch = whole < static_cast<double>(most) ? static_cast<std::uint64_t>(whole) : most;
  }

  void failures() {
    const Live& live = declared_.live;
    const bool matters =
        live.delivery == Delivery::at_most_once ||
        (live.effect == Effect::add && live.token == Token::none && live.delivery == Delivery::at_least_once);
    if (!matters) return;
    hazards().crash = usual_crash;
    assumed().add(fmt::format("1 attempt in 1,000 fails {}", live.delivery == Delivery::at_most_once
                                                                 ? "between its read and its write"
                                                                 : "after its write and before its position"),
                  "no field says how often runs fail");
  }

  void repeats(const derive::NamedPipeline& pipeline) {
    const Live& live = declared_.live;
    if (!live.sees_duplicates || live.dedup == Dedup::lasting || live.effect == Effect::upsert) return;
    const double share =
        assumed().said_or(facts_.design.scope.duplicates, usual_share, "0.1 % of the events come twice",
                          "`scope.duplicates` is not said");
    hazards().repeat = Delay::exponential(share, usual_gap);
    assumed().add("they come again after 10 min on average, exponentially",
                  "no field says how soon events come again");
    if (pipeline->dedup.within) hazards().remembered = pipeline->dedup.within->duration.value;
  }

  void lateness(const derive::NamedPipeline& pipeline) {
    const auto until = counted_until(facts_, pipeline);
    const bool orders = declared_.live.effect == Effect::upsert && !declared_.live.versioned;
    if (!declared_.live.loses_late && !orders) return;
    if (until) hazards().counted_until = until->value;
    const estimate::Curve curve(facts_.design.scope.lateness);
    hazards().late = curve.known() ? Delay::along(curve) : Delay::exponential(0.01, usual_gap);
    if (!curve.known())
      assumed().add("1 % of the events are late, by 10 min on average, exponentially",
                    "no percentile of `scope.lateness` is said");
  }

  void exposure(const derive::NamedPipeline& pipeline) {
    const Live& live = declared_.live;
    if (!live.batch || live.atomic || live.effect != Effect::overwrite) return;
    const auto time = estimate::run_time(facts_, pipeline);
    hazards().runs_a_day = day / hazards().batch_time;
    hazards().gap = assumed().said_or(time, usual_wait, "a run takes a minute to insert what it has deleted",
                                      "`capacity` and volume do not tell");
  }

  /// Events of one key, by how many distinct keys the table has.
  void keys() {
    const design::Table& table = facts_.lineage[subject_.table].table->value;
    const auto distinct = distinct_keys(table);
    if (distinct && rate_ > 0) {
      hazards().update_gap = *distinct / rate_;
    } else {
      hazards().update_gap = day;
      assumed().add("a key changes once a day on average", "cardinality of the key and volume do not tell");
    }
    if (rate_ > 0) {
      const double seen = static_cast<double>(events_) / rate_ / hazards().update_gap;
      hazards().updates = static_cast<std::uint64_t>(std::clamp(seen, 1.0, 1000.0));
    }
  }
  static std::optional<double> distinct_keys(const design::Table& table) {
    if (table.key.size() != 1) return std::nullopt;
    const auto* column = table.columns.find(table.key[0]->text);
    if (column == nullptr || !column->value.cardinality || column->value.cardinality->unique)
      return std::nullopt;
    return column->value.cardinality->count.value;
  }

  void job(const derive::NamedJob& job) {
    const design::Table& table = facts_.lineage[subject_.table].table->value;
    const Job& declared = declared_.job;
    hazards().rebuilds = 1;
    const bool adds = declared.effect == Effect::add;
    const bool turns_back = declared.effect == Effect::upsert && !declared.versioned;
    const bool races = declared_.live.present && declared.while_live == WhileLive::concurrent &&
                       (turns_back || declared.effect == Effect::overwrite);
    if (!adds && !races) return;
    assumed().add("the job runs once", "no field says how often history is rebuilt");
    const double kept = assumed().said_or(table.retention, usual_history, "the table holds a year",
                                          "`retention` is not said");
    hazards().span = kept > 0 ? kept : usual_history;
    hazards().covered = job->range ? std::min(1.0, job->range->value / hazards().span) : 1;
    if (!races) return;
    hazards().job_time = assumed().said_or(estimate::job_time(facts_, job), usual_job,
                                           "an hour passes between the read of the job and its write",
                                           "`capacity` and volume do not tell");
    if (turns_back) keys();
  }

  const derive::Facts& facts_;
  const Subject& subject_;
  const Declaration& declared_;
  std::uint64_t events_;
  double rate_ = 0;
  Expected found_;
};

}  // namespace

Expected hazards_of(const derive::Facts& facts, const Subject& subject, std::uint64_t events) {
  return Reading(facts, subject, events).all();
}

namespace {

/// Beside a job, only the job is to blame: the pipeline is simulated by itself.
void leave_out_own_errors(Live& live) {
  live.loses_late = live.sees_duplicates = false;
  live.versioned = true;
}

}  // namespace

Simulation simulate(const derive::Facts& facts, const Subject& subject, std::uint64_t events,
                    std::uint64_t seed, int jobs) {
  Expected expected = hazards_of(facts, subject, events);
  Declaration declared = subject.declared;
  if (subject.job != nullptr) leave_out_own_errors(declared.live);
  Simulation one;
  one.table = facts.lineage[subject.table].name;
  if (subject.pipeline != nullptr) one.pipeline = subject.pipeline->name;
  if (subject.job != nullptr) one.job = subject.job->name;
  one.assumed = std::move(expected.assumed.all);
  one.counted = simulate(declared, expected.hazards, events, seed, jobs);
  one.returns = returns_of(facts, subject);
  if (one.returns)
    one.assumed.insert(one.assumed.end(), one.returns->assumed.all.begin(), one.returns->assumed.all.end());
  return one;
}

}  // namespace decide::replay
