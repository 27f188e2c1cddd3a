#include <algorithm>

#include "base/text.h"
#include "derive/lineage.h"

namespace decide::derive {

namespace {

using Id = Lineage::Id;

/// A search for a chain of pipelines that comes back to where it began. Iterative: chains may be very long.
class CycleSearch {
 public:
  explicit CycleSearch(const Lineage& lineage) : lineage_(lineage), state_(lineage.nodes().size()) {}

  std::vector<Id> run() {
    for (Id id = 0; id < state_.size() && cycle_.empty(); ++id) {
      if (state_[id] == State::unseen) descend(id);
    }
    return cycle_;
  }

 private:
  enum class State : std::uint8_t { unseen, on_chain, done };
  struct Step {
    Id id;
    std::size_t next;
  };

  void enter(Id id) {
    state_[id] = State::on_chain;
    chain_.push_back({id, 0});
  }

  void descend(Id root) {
    enter(root);
    while (!chain_.empty() && cycle_.empty()) {
      Step& step = chain_.back();
      const auto& outputs = lineage_[step.id].outputs;
      if (step.next < outputs.size()) {
        follow(outputs[step.next++]);
      } else {
        state_[step.id] = State::done;
        chain_.pop_back();
      }
    }
  }

  void follow(Id to) {
    if (state_[to] == State::unseen)
      enter(to);
    else if (state_[to] == State::on_chain)
      close(to);
  }

  void close(Id at) {
    const auto begin =
        std::find_if(chain_.begin(), chain_.end(), [&](const Step& step) { return step.id == at; });
    for (auto step = begin; step != chain_.end(); ++step) cycle_.push_back(step->id);
    cycle_.push_back(at);
  }

  const Lineage& lineage_;
  std::vector<State> state_;
  std::vector<Step> chain_;
  std::vector<Id> cycle_;
};

}  // namespace

std::vector<Id> Lineage::walk(Id start, std::vector<Id> Node::*along) const {
  std::vector<char> seen(nodes_.size());
  std::vector<Id> found;
  const auto take = [&](Id from) {
    for (const Id next : nodes_[from].*along) {
      if (seen[next] != 0) continue;
      seen[next] = 1;
      found.push_back(next);
    }
  };
  take(start);
  for (std::size_t i = 0; i < found.size(); ++i) take(found[i]);
  return found;
}

std::vector<Id> Lineage::upstream(Id id) const {
  return walk(id, &Node::inputs);
}

std::vector<Id> Lineage::downstream(Id id) const {
  return walk(id, &Node::outputs);
}

std::vector<Id> Lineage::inputs_first() const {
  std::vector<Id> order;
  std::vector<char> seen(nodes_.size());
  struct Step {
    Id node;
    std::size_t input;
  };
  std::vector<Step> open;
  const auto enter = [&](Id node) {
    if (seen[node] == 0) open.push_back({node, 0});
    seen[node] = 1;
  };
  for (Id start = 0; start < nodes_.size(); ++start) {
    enter(start);
    while (!open.empty()) {
      Step& step = open.back();
      if (const auto& inputs = nodes_[step.node].inputs; step.input < inputs.size()) {
        enter(inputs[step.input++]);
      } else {
        order.push_back(step.node);
        open.pop_back();
      }
    }
  }
  return order;
}

std::vector<Id> Lineage::path(Id from, Id to) const {
  std::vector<Id> before(nodes_.size(), nowhere);
  std::vector<Id> queue{from};
  before[from] = from;
  for (std::size_t i = 0; i < queue.size() && before[to] == nowhere; ++i) {
    for (const Id next : nodes_[queue[i]].outputs) {
      if (before[next] != nowhere) continue;
      before[next] = queue[i];
      queue.push_back(next);
    }
  }
  if (before[to] == nowhere) return {};
  std::vector<Id> chain{to};
  while (chain.back() != from) chain.push_back(before[chain.back()]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<Id> Lineage::cycle() const {
  return CycleSearch(*this).run();
}

std::string Lineage::show(const std::vector<Id>& chain) const {
  std::vector<std::string> names;
  names.reserve(chain.size());
  for (const Id id : chain) names.emplace_back(nodes_[id].name);
  return join(names, " -> ");
}

}  // namespace decide::derive
