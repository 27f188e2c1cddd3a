#pragma once

#include <algorithm>
#include <vector>

#include "replay/declaration.h"
#include "replay/naive_world.h"

/// What the writers of the second checker read, and what their writes do to rows.
namespace decide::test {

class NaiveRows {
 public:
  explicit NaiveRows(const replay::Declaration& declared)
      : live_(declared.live), job_(declared.job), erasable_(declared.erasable) {}
  virtual ~NaiveRows() = default;
  NaiveRows(const NaiveRows&) = delete;
  NaiveRows& operator=(const NaiveRows&) = delete;

 protected:
  using Effect = replay::Effect;
  using Token = replay::Token;

  const replay::Writer& writer(std::size_t who) const {
    if (who == pipeline) return live_;
    return job_;
  }
  bool changing() const {
    return (live_.present && live_.effect == Effect::upsert) ||
           (job_.present && job_.effect == Effect::upsert);
  }
  bool overwrites(std::size_t who) const { return writer(who).effect == Effect::overwrite; }
  bool is_fenced() const { return job_.present && job_.while_live == replay::WhileLive::fenced; }
  /// Its commits are one step, and see what was there when it read.
  bool looks(std::size_t who) const {
    const replay::Writer& by = writer(who);
    return by.atomic && by.isolation == replay::Isolation::snapshot && by.effect != Effect::add;
  }
  /// The newer version wins, not the last to arrive.
  bool compares(std::size_t who) const { return changing() && writer(who).versioned && !overwrites(who); }
  std::size_t row_of(int event) const {
    return static_cast<std::size_t>(shape_[static_cast<std::size_t>(event)]);
  }

  /// What a run yields, and which rows came first.
  struct Content {
    Table rows{};
    std::vector<std::size_t> order;
  };
  Content content(const World& world, std::size_t who, const Run& run) const {
    Content all;
    for (int i = run.begin; i < run.end; ++i) {
      const Entry& entry = world.log[static_cast<std::size_t>(i)];
      if (!counts(world, who, run, entry)) continue;
      const std::size_t row = row_of(entry.event);
      Row& made = all.rows[row];
      if (made.count == 0) all.order.push_back(row);
      made.count = changing() || writer(who).distinct ? 1 : made.count + 1;
      made.winner = writer(who).versioned ? std::max(made.winner, entry.event) : entry.event;
    }
    return all;
  }
  bool counts(const World& world, std::size_t who, const Run& run, const Entry& entry) const {
    const replay::Writer& by = writer(who);
    const bool recognised = !by.sees_duplicates || by.dedup == replay::Dedup::lasting;
    if ((who == pipeline && entry.late) || (entry.again && recognised)) return false;
    if (run.corrected && entry.event == world.corrected) return false;
    return !(by.source_erased && run.erased[row_of(entry.event)]);
  }

  /// False for rows on the other side of a fence, and of a day that the pipeline has left.
  bool may_touch(const World& world, std::size_t who, const Run& run, std::size_t row) const {
    if (who != pipeline) {
      if (!is_fenced()) return true;
      return changing() ? compares(who) || !run.theirs[row] : came_at(world, row, false) < run.end;
    }
    const int fence = is_fenced() && live_.whole ? run.begin : 0;
    if (changing()) return fence == 0 || came_at(world, row, true) >= fence;
    return world.arrived[row] != 2 && came_at(world, row, false) >= fence;
  }
  /// Where in the input something of the row came first, or came last and in time.
  int came_at(const World& world, std::size_t row, bool last) const {
    int at = -1;
    for (int i = 0; i < world.length; ++i) {
      const Entry& entry = world.log[static_cast<std::size_t>(i)];
      if (row_of(entry.event) == row && (last ? !entry.late : at < 0)) at = i;
    }
    return at;
  }
  bool sees(const World& world, std::size_t who, std::size_t row) const {
    return !looks(who) || world.runs[who].saw[row];
  }

  void add(Row& row, const Row& made) const {
    row.count = std::min(3, row.count + made.count);
    if (changing()) row.winner = std::max(row.winner, made.winner);
  }
  void set(Row& row, const Row& made) const {
    row.count = std::min(3, made.count);
    row.winner = changing() ? made.winner : -1;
  }
  /// `seen`: the writer sees the row that is there.
  void write_row(std::size_t who, Row& row, const Row& made, bool seen) const {
    if (writer(who).effect == Effect::add) return add(row, made);
    if (overwrites(who)) {
      if (seen) return set(row, made);
      return made.count > 0 ? add(row, made) : void();
    }
    const int there = row.count;
    if (there > 0 && !seen) return add(row, made);
    if (there > 0 && compares(who) && made.winner <= row.winner) return;
    set(row, made);
    // A merge sets every row of the key; where rows are sums of events it sets the sum.
    if (changing() || writer(who).distinct) row.count = std::max(there, 1);
  }

  Table right(const World& world) const {
    Table table{};
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      if (world.arrived[event] == 0) continue;
      Row& row = table[row_of(static_cast<int>(event))];
      row.count = 1;
      if (changing()) row.winner = static_cast<int>(event);
    }
    return table;
  }

  const replay::Live& live_;
  const replay::Job& job_;
  bool erasable_;
  std::vector<int> shape_;  ///< row of each event
};

}  // namespace decide::test
