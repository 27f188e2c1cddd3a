#include "replay/naive.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "replay/naive_world.h"

namespace decide::test {

namespace {

using namespace replay;

class Naive {
 public:
  explicit Naive(const Declaration& declared) : live_(declared.live) {}

  std::string answers() {
    for (int events = 1; events <= 2; ++events) {
      std::vector<std::vector<int>> shapes{{}};
      if (!changing()) {
        for (int i = 0; i < events; ++i) shapes[0].push_back(i);
      } else if (events == 1) {
        shapes = {{0}};
      } else {
        shapes = {{0, 0}, {0, 1}};
      }
      for (const auto& shape : shapes) search(shape);
    }
    return told(best_, {"rerun", "retry", "late", "order", "half", "silent", "repeat"});
  }

 private:
  enum class Mode { calm, failures, repeats };

  bool changing() const { return live_.effect == Effect::upsert; }
  bool deletes_first() const { return live_.effect == Effect::overwrite && !live_.atomic; }
  std::size_t row_of(int event) const {
    return static_cast<std::size_t>(shape_[static_cast<std::size_t>(event)]);
  }

  void search(const std::vector<int>& shape) {
    shape_ = shape;
    endings_.clear();
    ends_.clear();
    World start;
    start.arrived.assign(shape.size(), 0);
    start.table.resize(static_cast<std::size_t>(*std::max_element(shape.begin(), shape.end())) + 1);
    for (const Mode mode : {Mode::calm, Mode::failures, Mode::repeats}) {
      mode_ = mode;
      visited_.clear();
      go(start, 0);
      for (const auto& [world, steps] : visited_) {
        if (is_quiet(world)) judge(world, steps);
      }
      if (mode == Mode::calm) judge_order();
    }
  }

  void found(const char* name, const World& world, int steps) {
    const auto events =
        std::count_if(world.arrived.begin(), world.arrived.end(), [](int how) { return how > 0; });
    const Cost cost{static_cast<int>(events), world.faults, steps};
    const auto [at, is_new] = best_.try_emplace(name, cost);
    if (!is_new) at->second = std::min(at->second, cost);
  }

  void go(const World& world, int steps) {
    const auto [at, is_new] = visited_.try_emplace(world, steps);
    if (!is_new && at->second <= steps) return;
    at->second = steps;
    arrivals(world, steps + 1);
    work(world, steps + 1);
    if (mode_ != Mode::calm && world.faults == 0) faults(world, steps + 1);
  }

  void arrivals(const World& world, int steps) {
    for (std::size_t event = 0; event < world.arrived.size(); ++event) {
      for (const int how : {1, 2}) {
        if (world.arrived[event] != 0 || (how == 2 && !world.closed)) continue;
        World next = world;
        next.arrived[event] = how;
        next.log.push_back({static_cast<int>(event), how == 2, false});
        go(next, steps);
      }
    }
    if (!live_.loses_late || world.closed) return;
    World next = world;
    next.closed = true;
    go(next, steps);
  }

  void work(const World& world, int steps) {
    World next = world;
    Batch& batch = next.batch;
    switch (batch.at) {
      case At::idle:
        if (world.position >= static_cast<int>(world.log.size())) return;
        batch.begin = live_.whole ? 0 : world.position;
        if (!batch.same_again) batch.end = static_cast<int>(world.log.size());
        batch.at = At::read;
        if (live_.delivery == Delivery::at_most_once) next.position = batch.end;
        break;
      case At::read:
        if (deletes_first()) {  // a token goes with an insert, never with a delete
          if (erase_old(next)) half(next, steps);
          batch.at = At::deleted;
        } else if (in_parts(world)) {
          put(next, content(world, world.batch), 1);
          batch.at = At::begun;
          half(next, steps);
        } else {
          finish(next, 0);
        }
        break;
      case At::deleted:
        finish(next, 0);
        break;
      case At::begun:
        finish(next, 2);
        break;
      case At::written:
        if (batch.dropped && batch.end > batch.extent && mode_ == Mode::failures)
          found("silent", world, steps);
        end_batch(next);
        break;
    }
    go(next, steps);
  }

  void half(const World& world, int steps) {
    if (mode_ == Mode::calm && live_.batch) found("half", world, steps);
  }

  static void end_batch(World& world) {
    world.position = std::max(world.position, world.batch.end);
    world.batch = {};
  }

  bool dropped(const World& world) const { return live_.token != Token::none && world.batch.known; }

  void finish(World& world, int part) {
    Batch& batch = world.batch;
    batch.dropped = dropped(world);
    if (!batch.dropped) put(world, content(world, batch), part);
    if (!batch.dropped && live_.token != Token::none) {
      batch.known = true;
      batch.extent = batch.end;
    }
    batch.at = At::written;
    if (live_.delivery == Delivery::exactly_once) end_batch(world);
  }

  void faults(const World& world, int steps) {
    World next = world;
    next.faults = 1;
    if (mode_ == Mode::repeats) {
      if (!live_.sees_duplicates) return;
      next.twice = true;
      for (std::size_t event = 0; event < world.arrived.size(); ++event) {
        if (world.arrived[event] == 0) continue;
        World again = next;
        again.log.push_back(
            {static_cast<int>(event), world.arrived[event] == 2, live_.dedup == Dedup::too_short});
        go(again, steps);
      }
      return;
    }
    if (world.batch.at == At::idle) return;
    next.failed = true;
    World crashed = next;
    crashed.batch = {};
    // Retried: the same batch, and under a token the same input. At most once is not retried.
    if (live_.delivery != Delivery::at_most_once && live_.token != Token::none) {
      crashed.batch.end = world.batch.end;
      crashed.batch.same_again = true;
      crashed.batch.known = world.batch.known;
      crashed.batch.extent = world.batch.extent;
    }
    go(crashed, steps);
    if (world.batch.at != At::written || live_.delivery != Delivery::at_least_once) return;
    next.batch.at = At::read;
    go(next, steps);
  }

  /// Rows by event or key that a batch yields, and in which order they came first.
  struct Content {
    std::vector<Row> rows;
    std::vector<std::size_t> order;
  };
  Content content(const World& world, const Batch& batch) const {
    Content all;
    all.rows.resize(world.table.size());
    for (int i = batch.begin; i < batch.end; ++i) {
      const Entry& entry = world.log[static_cast<std::size_t>(i)];
      if (entry.late || recognised(world, i)) continue;
      const std::size_t row = row_of(entry.event);
      Row& made = all.rows[row];
      if (made.count == 0) all.order.push_back(row);
      ++made.count;
      made.winner = live_.versioned ? std::max(made.winner, entry.event) : entry.event;
      if (live_.distinct || changing()) made.count = 1;
    }
    return all;
  }
  bool recognised(const World& world, int at) const {
    const Entry& entry = world.log[static_cast<std::size_t>(at)];
    const bool before = std::any_of(world.log.begin(), world.log.begin() + at,
                                    [&](const Entry& other) { return other.event == entry.event; });
    if (!before || live_.dedup == Dedup::none) return false;
    return live_.dedup == Dedup::lasting || !entry.forgotten;
  }

  bool in_parts(const World& world) const {
    return live_.batch && !live_.atomic && live_.effect != Effect::overwrite &&
           content(world, world.batch).order.size() > 1;
  }

  bool erase_old(World& world) const {
    bool any = false;
    for (Row& row : world.table) {
      any = any || row.count > 0;
      row = {};
    }
    return any;
  }

  /// part 1: the first row only; part 2: the others; 0: all.
  void put(World& world, const Content& all, int part) const {
    const bool overwrites = live_.effect == Effect::overwrite;
    for (std::size_t i = 0; i < world.table.size(); ++i) {
      const Row& made = all.rows[i];
      Row& row = world.table[i];
      if (overwrites) {
        row = made;
        row.winner = changing() ? made.winner : -1;
        continue;
      }
      if (made.count == 0) continue;
      const bool first = all.order.front() == i;
      if (part != 0 && first != (part == 1)) continue;
      if (live_.effect == Effect::add)
        row.count = std::min(3, row.count + made.count);
      else
        merge(row, made);
    }
  }
  void merge(Row& row, const Row& made) const {
    if (!changing()) {
      row.count = made.count;
      return;
    }
    if (live_.versioned && row.count > 0 && made.winner <= row.winner) return;
    row = made;
  }

  static bool is_quiet(const World& world) {
    const bool something =
        std::any_of(world.arrived.begin(), world.arrived.end(), [](int how) { return how > 0; });
    const int length = static_cast<int>(world.log.size());
    if (!something) return false;
    if (world.batch.at == At::written) return world.batch.end == length;
    return world.batch.at == At::idle && world.position == length;
  }

  Ending ending(const World& world) const {
    Ending all;
    for (std::size_t row = 0; row < world.table.size(); ++row) {
      std::vector<int> events;
      int version = 0, wins = -1;
      for (std::size_t event = 0; event < shape_.size(); ++event) {
        if (row_of(static_cast<int>(event)) != row) continue;
        events.push_back(world.arrived[event]);
        if (world.table[row].winner == static_cast<int>(event)) wins = version;
        ++version;
      }
      all.emplace(events, world.table[row].count, wins);
    }
    return all;
  }
  static Arrivals arrivals_of(const Ending& ending) {
    Arrivals all;
    for (const auto& part : ending) all.insert(std::get<0>(part));
    return all;
  }

  std::vector<Row> right(const World& world) const {
    std::vector<Row> table(world.table.size());
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      if (world.arrived[event] == 0) continue;
      Row& row = table[row_of(static_cast<int>(event))];
      row.count = 1;
      if (changing()) row.winner = static_cast<int>(event);
    }
    return table;
  }

  void judge(const World& world, int steps) {
    const Ending end = ending(world);
    if (mode_ == Mode::calm) {
      endings_.insert(end);
      ends_.emplace_back(world, steps);
      late(world, steps);
      if (live_.batch && changes_again(world)) found("rerun", world, steps + 1);
      return;
    }
    if (endings_.contains(end)) return;
    if (world.failed) found("retry", world, steps);
    if (world.twice) found("repeat", world, steps);
  }
  void late(const World& world, int steps) {
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      const bool missing = world.table[row_of(static_cast<int>(event))].count == 0;
      if (world.arrived[event] == 2 && missing) return found("late", world, steps);
    }
  }

  World again(World world) const {
    if (live_.token == Token::batch) return world;
    Batch whole;
    whole.end = static_cast<int>(world.log.size());
    const Content all = content(world, whole);
    if (deletes_first()) erase_old(world);
    put(world, all, 0);
    return world;
  }
  /// A complete run more leaves a right table as it is, and the table of the run before.
  bool changes_again(const World& world) const {
    const auto counts = [](const std::vector<Row>& table) {
      std::vector<int> all;
      for (const Row& row : table) all.push_back(row.count);
      return all;
    };
    const World once = again(world);
    const bool was_right = counts(world.table) == counts(right(world));
    if (was_right && counts(once.table) != counts(world.table)) return true;
    return again(once).table != once.table;
  }

  void judge_order() {
    if (!changing() || live_.versioned) return;
    std::map<Arrivals, std::set<Ending>> tables;
    for (const Ending& end : endings_) tables[arrivals_of(end)].insert(end);
    for (const auto& [world, steps] : ends_) {
      const bool differs = tables[arrivals_of(ending(world))].size() > 1;
      if (differs && world.table != right(world)) found("order", world, steps);
    }
  }

  const Live& live_;
  std::vector<int> shape_;
  Mode mode_ = Mode::calm;
  std::map<World, int> visited_;
  std::set<Ending> endings_;
  std::vector<std::pair<World, int>> ends_;
  std::map<std::string, Cost> best_;
};

}  // namespace

std::string naive_answers(const Declaration& declared) {
  return Naive(declared).answers();
}

}  // namespace decide::test
