#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "replay/declaration.h"
#include "replay/naive_world.h"

/// What the second checker of jobs knows of a job's runs, and what its writes do to rows.
namespace decide::test {

enum class Stand { idle, again, read, deleted, begun, written, done };

/// One run of the job.
struct Attempt {
  Stand at = Stand::idle;
  int end = 0;              ///< it reads the log from its start to there
  bool same_again = false;  ///< a retry under a token: reads the same input
  bool known = false;       ///< the target remembers this run
  int extent = 0;           ///< how far what it wrote then reached
  bool dropped = false, refused = false;
  std::set<std::size_t> saw;  ///< rows that were there when it read
  auto operator<=>(const Attempt&) const = default;
};

struct Scene {
  std::vector<Entry> log;
  std::vector<Row> table;
  std::vector<Attempt> runs = std::vector<Attempt>(2);
  std::vector<bool> arrived;
  bool input_known = false;  ///< the target remembers the job's input
  int input_extent = 0;
  bool failed = false, twice = false, met = false;
  int faults = 0;
  auto operator<=>(const Scene&) const = default;
};

class JobRows {
 public:
  explicit JobRows(const replay::Job& job) : job_(job) {}

 protected:
  using Effect = replay::Effect;
  using Dedup = replay::Dedup;

  bool changing() const { return job_.effect == Effect::upsert; }
  bool overwrites() const { return job_.effect == Effect::overwrite; }
  /// Its commits are one step, and see what was there when it read.
  bool looks() const {
    return job_.atomic && job_.isolation == replay::Isolation::snapshot && job_.effect != Effect::add;
  }

  struct Rows {
    std::vector<Row> rows;
    std::vector<std::size_t> order;
  };
  Rows content(const Scene& scene, const Attempt& run) const {
    Rows all;
    all.rows.resize(scene.table.size());
    for (int i = 0; i < run.end; ++i) {
      const Entry& entry = scene.log[static_cast<std::size_t>(i)];
      if (is_recognised(scene, i)) continue;
      const auto row = static_cast<std::size_t>(shape_[static_cast<std::size_t>(entry.event)]);
      Row& made = all.rows[row];
      if (made.count == 0) all.order.push_back(row);
      ++made.count;
      made.winner = job_.versioned ? std::max(made.winner, entry.event) : entry.event;
      if (job_.distinct || changing()) made.count = 1;
    }
    return all;
  }
  bool is_recognised(const Scene& scene, int at) const {
    const Entry& entry = scene.log[static_cast<std::size_t>(at)];
    const bool before = std::any_of(scene.log.begin(), scene.log.begin() + at,
                                    [&](const Entry& other) { return other.event == entry.event; });
    if (!before || job_.dedup == Dedup::none) return false;
    return job_.dedup == Dedup::lasting || !entry.forgotten;
  }

  void add(Row& row, const Row& made) const {
    row.count = std::min(3, row.count + std::min(3, made.count));
    if (changing()) row.winner = std::max(row.winner, made.winner);
  }
  void set(Row& row, const Row& made) const {
    row.count = std::min(3, made.count);
    row.winner = changing() ? made.winner : -1;
  }

  void write_row(Row& row, const Row& made, bool replaces) const {
    if (job_.effect == Effect::add) return add(row, made);
    if (overwrites()) {
      if (replaces) return set(row, made);
      return made.count > 0 ? add(row, made) : void();
    }
    if (!replaces && row.count > 0) return add(row, made);  // it does not see the row that another inserted
    if (changing() && job_.versioned && row.count > 0 && made.winner <= row.winner) return;
    const int there = row.count;
    set(row, made);
    // A merge sets every row of the key; where rows are sums of events it sets the sum.
    if (changing() || job_.distinct) row.count = std::max(there, 1);
  }

  Ending ending(const Scene& scene) const {
    Ending all;
    for (std::size_t row = 0; row < scene.table.size(); ++row) {
      std::vector<int> events;
      int version = 0, wins = -1;
      for (std::size_t event = 0; event < shape_.size(); ++event) {
        if (static_cast<std::size_t>(shape_[event]) != row) continue;
        events.push_back(scene.arrived[event] ? 1 : 0);
        if (changing() && scene.table[row].winner == static_cast<int>(event)) wins = version;
        ++version;
      }
      all.emplace(events, scene.table[row].count, wins);
    }
    return all;
  }

  std::vector<Row> right(const Scene& scene) const {
    std::vector<Row> table(scene.table.size());
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      if (!scene.arrived[event]) continue;
      Row& row = table[static_cast<std::size_t>(shape_[event])];
      row.count = 1;
      if (changing()) row.winner = static_cast<int>(event);
    }
    return table;
  }

  const replay::Job& job_;
  std::vector<int> shape_;  ///< row of each event
};

}  // namespace decide::test
