#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "rules/report.h"

namespace decide::rules {

const Rule rule_M224{
    .code = "M224",
    .name = "lineage-cycle",
    .severity = diag::Severity::error,
    .summary = "a table is derived, over one or more pipelines, from itself",
    .rationale =
        "A table that is computed from itself has no beginning: what it holds depends on every run that ever "
        "was, so no rerun gives the same rows again, and an error once written is carried on for good. Nor "
        "can it be rebuilt from raw events. A running total is computed from all events, or from a snapshot "
        "that is a table of its own, with the date of the run in its key.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    scores: {role: feature}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    score: {from: [clicks], to: scores}
    rescore: {from: [scores], to: «clicks»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    scores: {role: feature}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    score: {from: [clicks], to: scores}
    rescore: {from: [clicks], to: scores, uses: [scores]}
)",
    .constraint = "replayable-history",
    .facts = "C1"};

namespace {

using derive::Lineage;
using Chain = std::vector<Lineage::Id>;

/// Walks the lineage depth first, without recursion: a design may be one long chain.
class CycleSearch {
 public:
  explicit CycleSearch(const Lineage& lineage)
      : lineage_(lineage), state_(lineage.nodes().size(), State::unseen), position_(state_.size(), 0) {}

  /// Chains whose first and last node are the same; no other node is in two of them, so that all together
  /// they are no longer than the lineage. Each group of tables that feed each other has at least one.
  std::vector<Chain> run() {
    for (Lineage::Id id = 0; id < state_.size(); ++id) {
      if (state_[id] == State::unseen) walk(id);
    }
    return std::move(found_);
  }

 private:
  enum class State : std::uint8_t { unseen, open, done, told };
  struct Step {
    Lineage::Id node;
    std::size_t told_below;  ///< how many nodes before it on the path are in a chain that was found
    std::size_t next;        ///< the output to be looked at
  };

  void walk(Lineage::Id start) {
    enter(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      const auto& outputs = lineage_[step.node].outputs;
      if (step.next < outputs.size()) {
        visit(outputs[step.next++]);
      } else {
        if (state_[step.node] == State::open) state_[step.node] = State::done;
        path_.pop_back();
      }
    }
  }

  void enter(Lineage::Id node) {
    const std::size_t told =
        path_.empty() ? 0 : path_.back().told_below + (state_[path_.back().node] == State::told ? 1 : 0);
    state_[node] = State::open;
    position_[node] = path_.size();
    path_.push_back({node, told, 0});
  }

  void visit(Lineage::Id node) {
    if (state_[node] == State::unseen) {
      enter(node);
    } else if (state_[node] == State::open && is_untold_from(node)) {
      tell(node);
    }
  }

  bool is_untold_from(Lineage::Id node) const {
    const Step& last = path_.back();
    return state_[last.node] == State::open && last.told_below == path_[position_[node]].told_below;
  }

  /// The way from `node`, which is on the path, to the end of the path, and back.
  void tell(Lineage::Id node) {
    Chain chain;
    for (std::size_t i = position_[node]; i < path_.size(); ++i) {
      chain.push_back(path_[i].node);
      state_[path_[i].node] = State::told;
    }
    chain.push_back(node);
    found_.push_back(std::move(chain));
  }

  const Lineage& lineage_;
  std::vector<State> state_;
  std::vector<std::size_t> position_;
  std::vector<Step> path_;
  std::vector<Chain> found_;
};

/// The pipeline that closes the chain: it reads the last table but one, and writes the first.
const derive::NamedPipeline* closing(const Lineage& lineage, const Chain& chain) {
  const auto& last = lineage[chain[chain.size() - 2]];
  const auto& first = lineage[chain.front()];
  const auto found = std::find_if(last.readers.begin(), last.readers.end(), [&](const auto* pipeline) {
    return pipeline->value.to->text == first.name;
  });
  return found == last.readers.end() ? nullptr : *found;
}

}  // namespace

void check_M224(const derive::Facts& facts, Report& report) {
  for (const Chain& chain : CycleSearch(facts.lineage).run()) {
    const auto* pipeline = closing(facts.lineage, chain);
    if (pipeline == nullptr) continue;
    report.at(pipeline->value.to.at)
        .say("`{}` is derived from itself: {}", facts.lineage[chain.front()].name, facts.lineage.show(chain))
        .label("closes the circle")
        .because(derive::ConstraintId::replayable_history)
        .help(
            "compute it from what comes before the circle, or keep the earlier state in a table of its own");
  }
}

}  // namespace decide::rules
