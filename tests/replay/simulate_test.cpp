#include <algorithm>
#include <cmath>
#include <vector>

#include "replay/declared.h"
#include "replay/simulate.h"

/// Simulations against closed forms, and against themselves.
namespace decide {
namespace {

using namespace replay;
using test::live;

constexpr std::uint64_t some = 100'000;

/// How many standard errors, by batch, a share lies off the exact one. With this many sets one beyond three
/// is no surprise, one beyond four and a half is an error.
using Deviations = std::vector<double>;

void judge(Deviations& all, const Often& often, double exact) {
  CAPTURE(often.tally.share(), often.tally.standard_error(), exact, often.tally.batches);
  CHECK(often.possible);
  CHECK(often.tally.hits > 0);
  REQUIRE(often.tally.standard_error() > 0);
  all.push_back((often.tally.share() - exact) / often.tally.standard_error());
  CHECK(std::abs(all.back()) < 4.5);
}

/// Append that fails after its write: c / (1 - c).
void failed_appends(Deviations& all) {
  std::uint64_t seed = 1;
  for (const double crash : {0.01, 0.03, 0.1, 0.2, 0.3}) {
    for (const std::uint64_t batch : {10ULL, 50ULL}) {
      Hazards hazards;
      hazards.batch = batch;
      hazards.crash = crash;
      const auto simulated = simulate(live(Effect::add), hazards, some, ++seed);
      CAPTURE(crash, batch);
      judge(all, simulated.over, crash / (1 - crash));
      CHECK(simulated.over.by_batch);
      CHECK_FALSE(simulated.under.possible);
    }
  }
}

/// A batch that is lost between its read and its write: c.
void lost_batches(Deviations& all) {
  std::uint64_t seed = 20;
  for (const double crash : {0.01, 0.05, 0.1, 0.3, 0.5}) {
    Hazards hazards;
    hazards.batch = 20;
    hazards.crash = crash;
    const auto simulated = simulate(live(Effect::put, Delivery::at_most_once), hazards, some, ++seed);
    CAPTURE(crash);
    judge(all, simulated.under, crash);
  }
}

/// Late events behind the horizon: q e^(-L/m).
void late_events(Deviations& all) {
  Declaration declared = live(Effect::put);
  declared.live.loses_late = true;
  std::uint64_t seed = 40;
  for (const double share : {0.02, 0.1, 0.5, 1.0}) {
    for (const double horizon : {60.0, 600.0, 1200.0}) {
      Hazards hazards;
      hazards.late = Delay::exponential(share, 600);
      hazards.counted_until = horizon;
      const auto simulated = simulate(declared, hazards, some, ++seed);
      CAPTURE(share, horizon);
      judge(all, simulated.under, share * std::exp(-horizon / 600));
    }
  }
}

/// Repeats after they were forgotten: p e^(-W/g).
void forgotten_repeats(Deviations& all) {
  Declaration declared = live(Effect::add, Delivery::exactly_once);
  declared.live.sees_duplicates = true;
  declared.live.dedup = Dedup::too_short;
  std::uint64_t seed = 60;
  for (const double share : {0.02, 0.1, 0.4}) {
    for (const double window : {30.0, 300.0, 900.0}) {
      Hazards hazards;
      hazards.repeat = Delay::exponential(share, 300);
      hazards.remembered = window;
      const auto simulated = simulate(declared, hazards, some, ++seed);
      CAPTURE(share, window);
      judge(all, simulated.over, share * std::exp(-window / 300));
    }
  }
}

/// Failures and repeats together: each attempt holds the repeat as well.
void failures_and_repeats(Deviations& all) {
  Declaration declared = live(Effect::add);
  declared.live.sees_duplicates = true;
  Hazards hazards;
  hazards.batch = 20;
  hazards.crash = 0.1;
  hazards.repeat = Delay::exponential(0.2, 50);
  judge(all, simulate(declared, hazards, some, 71).over, 0.1 / 0.9 + 0.2 / 0.9);
}

/// The last to arrive wins: q m/(m+t) (1 - q/2) of the keys are stale.
void last_to_arrive(Deviations& all) {
  std::uint64_t seed = 80;
  for (const double share : {0.05, 0.3, 1.0}) {
    for (const double gap : {60.0, 600.0, 6000.0}) {
      Hazards hazards;
      hazards.late = Delay::exponential(share, 600);
      hazards.update_gap = gap;
      hazards.updates = 2;
      const auto simulated = simulate(live(Effect::upsert), hazards, some, ++seed);
      CAPTURE(share, gap);
      judge(all, simulated.stale, share * 600 / (600 + gap) * (1 - share / 2));
    }
  }
}

/// A job that writes what it read before a change: 1 - e^(-d/t).
void turned_back(Deviations& all) {
  Declaration declared = live(Effect::upsert);
  declared.live.versioned = true;
  test::with_job(declared, Effect::upsert);
  std::uint64_t seed = 100;
  for (const double time : {60.0, 600.0, 3600.0}) {
    Hazards hazards;
    hazards.update_gap = 3600;
    hazards.job_time = time;
    hazards.rebuilds = 1;
    judge(all, simulate(declared, hazards, some, ++seed).stale, 1 - std::exp(-time / 3600));
  }
  declared.job.while_live = WhileLive::fenced;
  CHECK_FALSE(simulate(declared, {}, some, 1).stale.possible);
}

TEST_CASE("closed forms: within three standard errors on at least forty sets of parameters") {
  Deviations all;
  failed_appends(all);
  lost_batches(all);
  late_events(all);
  forgotten_repeats(all);
  failures_and_repeats(all);
  last_to_arrive(all);
  turned_back(all);
  const auto near = std::count_if(all.begin(), all.end(), [](double z) { return std::abs(z) <= 3; });
  CHECK(near >= 40);
  CHECK(near + 1 >= static_cast<std::ptrdiff_t>(all.size()));
  double squares = 0;
  for (const double z : all) squares += z * z;
  // Errors that are too wide would let anything pass: their squares sum up to about the number of sets.
  CHECK(squares > 0.5 * static_cast<double>(all.size()));
  CHECK(squares < 1.6 * static_cast<double>(all.size()));
}

TEST_CASE("no bias over many seeds") {
  Hazards hazards;
  hazards.batch = 10;
  hazards.crash = 0.2;
  constexpr int seeds = 200;
  double sum = 0;
  for (std::uint64_t seed = 1000; seed < 1000 + seeds; ++seed)
    sum += simulate(live(Effect::add), hazards, 10'000, seed).over.tally.share();
  // Failures of a batch are geometric: their variance is c / (1 - c)^2.
  const double error = std::sqrt(0.2 / 0.64 / (1000.0 * seeds));
  CHECK(std::abs(sum / seeds - 0.25) < 4 * error);
}

TEST_CASE("backfills of appended history add exactly what they cover; gaps add up") {
  Declaration declared = live(Effect::put);
  test::with_job(declared, Effect::add, WhileLive::paused);
  for (const int runs : {1, 2, 5}) {
    for (const double covered : {0.25, 0.5, 1.0}) {
      Hazards hazards;
      hazards.rebuilds = runs;
      hazards.covered = covered;
      hazards.gap = 3;
      hazards.runs_a_day = 24;
      const auto simulated = simulate(declared, hazards, some, 1);
      CHECK(simulated.over.tally.share() == Approx(runs * covered));
      CHECK(simulated.over.exact);
      CHECK(simulated.over.high() == Approx(runs * covered));
      CHECK(simulated.exposed_a_day == Approx(72));
    }
  }
}

TEST_CASE("rows that come while an overwriting job works are removed") {
  Declaration declared = live(Effect::put);
  test::with_job(declared, Effect::overwrite);
  Hazards hazards;
  hazards.rebuilds = 1;
  hazards.covered = 1;
  hazards.job_time = 10;
  hazards.span = 1000;
  CHECK(simulate(declared, hazards, some, 1).under.tally.share() == Approx(0.01));
  declared.job.isolation = Isolation::serializable;
  CHECK_FALSE(simulate(declared, hazards, some, 1).under.possible);
}

/// Everything at once.
Hazards mixed_hazards() {
  Hazards hazards;
  hazards.batch = 7;
  hazards.crash = 0.2;
  hazards.repeat = Delay::exponential(0.3, 4);
  hazards.late = Delay::exponential(0.2, 600);
  hazards.counted_until = 500;
  return hazards;
}

TEST_CASE("the same for any number of threads; each event alone is what it is among all") {
  Declaration declared = live(Effect::add);
  declared.live.sees_duplicates = declared.live.loses_late = true;
  const Hazards hazards = mixed_hazards();
  constexpr std::uint64_t few = 20'000;
  const auto alone = simulate(declared, hazards, few, 5);
  for (const int jobs : {2, 3, 8}) {
    const auto shared = simulate(declared, hazards, few, 5, jobs);
    CHECK(shared.over.tally.hits == alone.over.tally.hits);
    CHECK(shared.over.tally.hits_squared == alone.over.tally.hits_squared);
    CHECK(shared.under.tally.product == alone.under.tally.product);
  }
  std::uint64_t over = 0, under = 0;
  for (std::uint64_t event = 0; event < few; ++event) {
    const Fate one = fate(declared, hazards, 5, event, few);
    over += static_cast<std::uint64_t>(one.surplus);
    under += one.lost ? 1 : 0;
  }
  CHECK(over == alone.over.tally.hits);
  CHECK(under == alone.under.tally.hits);
  CHECK(simulate(declared, hazards, few, 6).over.tally.hits != over);
}

TEST_CASE("batches do not decide what befalls an event") {
  Declaration declared = live(Effect::put);
  declared.live.loses_late = true;
  Hazards hazards = mixed_hazards();
  const auto lost = simulate(declared, hazards, some, 9).under.tally.hits;
  hazards.batch = 1000;
  CHECK(simulate(declared, hazards, some, 9).under.tally.hits == lost);
}

TEST_CASE("nothing seen is a bound, by batch where a cause strikes batches") {
  Hazards hazards;
  hazards.batch = 1000;
  hazards.crash = 1e-9;
  const auto by_batch = simulate(live(Effect::add), hazards, some, 1).over;
  CHECK(by_batch.tally.hits == 0);
  CHECK(by_batch.high() == Approx(3.0 / 100));
  Declaration declared = live(Effect::put);
  declared.live.loses_late = true;
  hazards.late = Delay::exponential(1e-12, 1);
  CHECK(simulate(declared, hazards, some, 1).under.high() == Approx(3.0 / some));
  CHECK(simulate(declared, hazards, 0, 1).under.high() == 1);
}

TEST_CASE("declarations that repair a cause leave nothing possible") {
  Hazards hazards = mixed_hazards();
  Declaration declared = live(Effect::add);
  declared.live.token = Token::batch;
  CHECK_FALSE(simulate(declared, hazards, some, 1).over.possible);
  declared = live(Effect::put);
  CHECK_FALSE(simulate(declared, hazards, some, 1).over.possible);
  declared = live(Effect::add, Delivery::exactly_once);
  declared.live.sees_duplicates = true;
  declared.live.dedup = Dedup::lasting;
  CHECK_FALSE(simulate(declared, hazards, some, 1).over.possible);
}

TEST_CASE("the interval is that of the batches: one in a hundred batches of a thousand events fails") {
  Hazards hazards;
  hazards.batch = 1000;
  hazards.crash = 0.01;
  const auto over = simulate(live(Effect::add), hazards, 2'000'000, 7).over;
  const double by_event = std::sqrt(0.01 / 2e6);
  CHECK(over.tally.standard_error() > 10 * by_event);
  CHECK(over.low() < over.tally.share());
  CHECK(over.high() > over.tally.share());
}

}  // namespace
}  // namespace decide
