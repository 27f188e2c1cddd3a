#include "replay/naive.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "replay/naive_steps.h"

namespace decide::test {

namespace {

using namespace replay;

/// Events, faults and steps.
using Cost = std::tuple<int, int, int>;
/// For each row: what arrived of it, how many rows, which version wins. Names of rows play no part.
using Ending = std::multiset<std::tuple<std::vector<int>, int, int>>;
using Arrivals = std::multiset<std::vector<int>>;
/// By how many runs of the job have ended.
using Left = std::pair<int, Ending>;

class Naive : NaiveSteps {
 public:
  Naive(const Declaration& declared, int most_faults) : NaiveSteps(declared, most_faults) {}

  std::string answers(const std::vector<std::string>& defects) {
    search({0});
    search({0, 1});
    if (changing()) search({0, 0});
    std::string text;
    for (const std::string& defect : defects) {
      const auto at = best_.find(defect);
      text += defect;
      if (at == best_.end()) {
        text += " holds\n";
        continue;
      }
      const auto [events, faults, steps] = at->second;
      text +=
          " " + std::to_string(events) + " " + std::to_string(faults) + " " + std::to_string(steps) + "\n";
    }
    return text;
  }

 private:
  void search(const std::vector<int>& shape) {
    shape_ = shape;
    visit_all();
    collect();
    for (const auto& [world, steps] : visited_) {
      if (is_quiet(*world)) judge(*world, steps);
    }
    judge_order();
  }

  /// In the order of steps: where a world is met first it is met in the fewest.
  void visit_all() {
    known_.clear();
    visited_.clear();
    visit({}, 0);
    for (std::size_t i = 0; i < visited_.size(); ++i) {
      const auto [world, steps] = visited_[i];
      for (const Step& step : after(*world)) {
        judge_step(step, steps + 1);
        visit(step.world, steps + 1);
      }
    }
  }
  void visit(const World& world, int steps) {
    const auto [at, is_new] = known_.insert(world);
    if (is_new) visited_.emplace_back(&*at, steps);
  }

  void found(const char* name, const World& world, int steps) {
    const auto events =
        std::count_if(world.arrived.begin(), world.arrived.end(), [](int how) { return how > 0; });
    const Cost cost{static_cast<int>(events), world.faults, steps};
    const auto [at, is_new] = best_.try_emplace(name, cost);
    if (!is_new) at->second = std::min(at->second, cost);
  }

  void judge_step(const Step& step, int steps) {
    const World& world = step.world;
    const Cause cause = world.cause;
    const bool plain = cause == Cause::none || cause == Cause::second_run;
    if (step.half && plain) found("half", world, steps);
    if (step.silent && (plain || cause == Cause::failures || cause == Cause::both))
      found("silent", world, steps);
    for (std::size_t row = 0; row < most_rows; ++row) {
      if (world.erased[row] && world.table[row].count > 0) found("erased", world, steps);
    }
    if (cause != Cause::none) return;
    if (step.stale && world.crossed) found("race", world, steps);
    if (step.reordered) found("order", world, steps);
  }

  Left left(const World& world) const {
    Ending all;
    for (std::size_t row = 0; row < most_rows; ++row) {
      std::vector<int> events;
      int version = 0, wins = -1;
      for (std::size_t event = 0; event < shape_.size(); ++event) {
        if (row_of(static_cast<int>(event)) != row) continue;
        events.push_back(world.arrived[event]);
        if (changing() && world.table[row].winner == static_cast<int>(event)) wins = version;
        ++version;
      }
      if (!events.empty()) all.emplace(events, world.table[row].count, wins);
    }
    const bool ran = world.runs[1].at == At::done || world.runs[2].at == At::done;
    return {ran ? 1 : 0, all};
  }
  static Arrivals arrivals_of(const Ending& ending) {
    Arrivals all;
    for (const auto& part : ending) all.insert(std::get<0>(part));
    return all;
  }

  /// What schedules without faults leave, and those of them in which nothing overlaps.
  void collect() {
    left_.clear();
    apart_.clear();
    for (const auto& [world, steps] : visited_) {
      if (world->cause != Cause::none || !is_quiet(*world)) continue;
      const Left end = left(*world);
      left_.insert(end);
      if (!world->crossed) apart_.insert(end);
    }
  }

  void judge(const World& world, int steps) {
    switch (world.cause) {
      case Cause::none:
        return judge_calm(world, steps);
      case Cause::failures:
        return left_.contains(left(world)) ? void() : found("retry", world, steps);
      case Cause::repeats:  // what overlaps is another cause: a race
        return world.crossed || left_.contains(left(world)) ? void() : found("repeat", world, steps);
      case Cause::second_run:
        if (job_.exclusive || !world.met || world.crossed) return;
        return apart_.contains(left(world)) ? void() : found("overlap", world, steps);
      case Cause::correction:
        return judge_ghost(world, steps);
      case Cause::both:
      case Cause::erasure:
        return;
    }
  }
  void judge_calm(const World& world, int steps) {
    late(world, steps);
    if (world.crossed) {
      if (!apart_.contains(left(world))) found("race", world, steps);
      return;
    }
    const std::size_t who = job_.present ? 1 : pipeline;
    if ((job_.present || live_.batch) && changes_again(world, who)) found("rerun", world, steps + 1);
  }
  void late(const World& world, int steps) {
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      const bool missing = world.table[row_of(static_cast<int>(event))].count == 0;
      if (world.arrived[event] == 2 && missing) return found("late", world, steps);
    }
  }
  void judge_ghost(const World& world, int steps) {
    if (!world.corrected_ran || world.crossed || world.met) return;
    const Row& row = world.table[row_of(world.corrected)];
    if (row.count > 0 && (!changing() || row.winner == world.corrected)) found("ghost", world, steps);
  }

  /// A complete run more leaves a right table as it is, and the table of the run before.
  bool changes_again(const World& world, std::size_t who) const {
    const auto counts = [](const Table& table) {
      std::vector<int> all;
      for (const Row& row : table) all.push_back(row.count);
      return all;
    };
    const World once = again(world, who);
    const bool was_right = counts(world.table) == counts(right(world));
    if (was_right && counts(once.table) != counts(world.table)) return true;
    return again(once, who).table != once.table;
  }

  /// The order of arrival shows in what those leave who fill the table: the pipeline, where there is one.
  bool shows_order(const World& world) const {
    return world.cause == Cause::none && is_quiet(world) && (!live_.present || world.runs[1].at == At::idle);
  }
  void judge_order() {
    const bool by_version = (!live_.present || live_.versioned) && (!job_.present || job_.versioned);
    if (!changing() || by_version) return;
    std::map<Arrivals, std::set<Ending>> tables;
    for (const auto& [world, steps] : visited_) {
      const Ending end = left(*world).second;
      if (shows_order(*world)) tables[arrivals_of(end)].insert(end);
    }
    for (const auto& [world, steps] : visited_) {
      if (!shows_order(*world) || world->table == right(*world)) continue;
      if (tables[arrivals_of(left(*world).second)].size() > 1) found("order", *world, steps);
    }
  }

  std::unordered_set<World, WorldHash> known_;
  std::vector<std::pair<const World*, int>> visited_;
  std::set<Left> left_, apart_;
  std::map<std::string, Cost> best_;
};

}  // namespace

std::string naive_answers(const Declaration& declared, const std::vector<std::string>& defects,
                          int most_faults) {
  return Naive(declared, most_faults).answers(defects);
}

}  // namespace decide::test
