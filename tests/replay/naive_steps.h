#pragma once

#include <vector>

#include "replay/naive_rows.h"

/// What can happen next, in the second checker.
namespace decide::test {

/// Where a step leads, and what it did beside.
struct Step {
  World world;
  bool half = false;       ///< readers can see a part of what was or will be there
  bool silent = false;     ///< a success was recorded that did not contribute all of its input
  bool stale = false;      ///< a newer row was replaced, which came after the writer had read
  bool reordered = false;  ///< a newer row was replaced by a run of the job that had read both
};

class NaiveSteps : protected NaiveRows {
 protected:
  NaiveSteps(const replay::Declaration& declared, int most_faults)
      : NaiveRows(declared), most_faults_(most_faults) {}

  std::vector<Step> after(const World& world) const;
  bool is_quiet(const World& world) const;
  /// One complete run more by `who`.
  World again(World world, std::size_t who) const;

 private:
  using Steps = std::vector<Step>;
  void arrivals(const World& world, Steps& all) const;
  void work(const World& world, std::size_t who, Steps& all) const;
  void repeats(const World& world, Steps& all) const;
  void fails(const World& world, std::size_t who, Steps& all) const;
  void removals(const World& world, Cause cause, Steps& all) const;

  bool may_start(const World& world, std::size_t who) const;
  bool in_parts(const World& world, std::size_t who) const;
  bool readers_see(const World& world, std::size_t who) const;
  void read(World& world, std::size_t who) const;
  void look(World& world, std::size_t who) const;
  int fence(const World& world) const;
  void lift_fence(World& world) const;
  void finish(Step& step, std::size_t who, int part) const;
  void remember(World& world, std::size_t who) const;
  void give_up(World& world, std::size_t who) const;
  void end(Step& step, std::size_t who) const;
  void erase(World& world, std::size_t row) const;
  bool erase_old(World& world, std::size_t who) const;
  void insert(World& world, std::size_t who, const Content& all) const;
  void put(Step& step, std::size_t who, const Content& all, int part) const;
  void tell_others(World& world, std::size_t who, const RowSet& changed, const RowSet& existing) const;
  static bool has_read(const World& world, const Run& run, int event);
  bool add_fault(World& world, Cause cause) const;

  int most_faults_;
};

}  // namespace decide::test
