#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

/// What the second checker knows of a table, what feeds it and the batch in flight.
namespace decide::test {

struct Entry {
  int event;
  bool late, forgotten;
  auto operator<=>(const Entry&) const = default;
};

/// The rows of one event, or of one key where rows change.
struct Row {
  int count = 0, winner = -1;
  auto operator<=>(const Row&) const = default;
};

enum class At { idle, read, deleted, begun, written };

/// One batch of the pipeline; a retry is the same batch.
struct Batch {
  At at = At::idle;
  int begin = 0, end = 0;
  bool same_again = false;  ///< a retry under a token: reads the same input
  bool known = false;       ///< the target remembers it
  bool dropped = false;     ///< its write was taken for a repeat
  int extent = 0;           ///< how far what the target remembers reached
  auto operator<=>(const Batch&) const = default;
};

struct World {
  std::vector<Entry> log;
  int position = 0;
  std::vector<Row> table;
  Batch batch;
  std::vector<int> arrived;  ///< by event: 0 not, 1 in time, 2 late
  bool closed = false, failed = false, twice = false;
  int faults = 0;
  auto operator<=>(const World&) const = default;
};

using Cost = std::tuple<int, int, int>;

/// A line for each of `names`: what the cheapest failure of that name takes, or that it holds.
inline std::string told(const std::map<std::string, Cost>& best, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const auto at = best.find(name);
    if (at == best.end()) {
      text += name + " holds\n";
      continue;
    }
    const auto [events, faults, steps] = at->second;
    text += name + " " + std::to_string(events) + " " + std::to_string(faults) + " " + std::to_string(steps) +
            "\n";
  }
  return text;
}
/// For each row: what arrived of it, how many rows, which version wins. Names of rows play no part.
using Ending = std::multiset<std::tuple<std::vector<int>, int, int>>;
using Arrivals = std::multiset<std::vector<int>>;

}  // namespace decide::test
