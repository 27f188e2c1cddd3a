#pragma once

#include <functional>
#include <map>

#include "replay/explore.h"
#include "replay/store.h"

/// One breadth-first search: all schedules of one shape of events within one budget of faults.
namespace decide::replay {

/// A set of defects, a bit each.
using Defects = std::uint16_t;
inline constexpr Defects bit(Defect defect) {
  return static_cast<Defects>(1U << static_cast<unsigned>(defect));
}
inline constexpr bool has_defect(Defects all, Defect defect) {
  return (all & bit(defect)) != 0;
}

/// What schedules without faults leave behind; computed once for each shape.
struct Faultless {
  Outcomes all, apart;  ///< `apart`: where nothing overlapped
};

struct Found {
  Defect defect;
  std::vector<Action> steps;
};

/// The effort of all searches together.
struct Effort {
  std::uint64_t states = 0, transitions = 0, budget = 0;
  Progress at{};  ///< told to `watch`
  Watch watch{};
  Coverage coverage;
  bool exceeded() const { return states > budget; }
};

class Search {
 public:
  Search(const Model& model, Defects wanted, int jobs, Effort& effort)
      : model_(model), wanted_(wanted), jobs_(jobs), effort_(effort) {}
  /// Beside states from which nothing moves, also looks for those from which all that moves goes in circles.
  void seek_ways_out() { seeks_ways_out_ = true; }

  /// Without faults: collects what may be left behind, then judges every state against it.
  void run_faultless(Faultless& outcomes);
  /// With faults: judges every state against what is left behind without.
  void run(const Faultless& outcomes);

  /// The shortest timeline of each defect.
  const std::map<Defect, std::vector<Action>>& found() const { return found_; }
  const Store& store() const { return store_; }

 private:
  struct Candidate {
    State state;
    std::uint64_t hash;
    Store::Id parent;
    Action by;
    Seen seen;
    bool stuck;
  };
  using Judge = std::function<void(Store::Id)>;
  void expand_all(const Judge& judge);
  void judge_ways_out();
  bool leads_out(std::size_t id, const std::vector<bool>& out) const;
  void expand(std::size_t begin, std::size_t end, std::vector<Candidate>& out) const;
  void merge(const std::vector<Candidate>& all, const Judge& judge);
  void judge_step(const Candidate& candidate);
  void judge_faultless(Store::Id id, const Faultless& outcomes);
  void judge_disturbed(Store::Id id, const Faultless& outcomes);
  bool asks(Defect defect);
  void record(Defect defect, std::vector<Action> steps);

  const Model& model_;
  Defects wanted_;
  int jobs_;
  bool seeks_ways_out_ = false;
  Effort& effort_;
  Store store_;
  std::map<Defect, std::vector<Action>> found_;
};

}  // namespace decide::replay
