#include "replay/store.h"

#include <algorithm>

namespace decide::replay {

void Store::grow() {
  constexpr std::size_t small = std::size_t{1} << 14;  // to move states takes longer than to clear memory
  std::vector<Id> wider(index_.size() * (index_.size() < small ? 4 : 2), none);
  for (std::size_t id = 0; id < size_; ++id) {
    std::size_t slot = hash_of((*this)[id]) & (wider.size() - 1);
    while (wider[slot] != none) slot = (slot + 1) & (wider.size() - 1);
    wider[slot] = static_cast<Id>(id);
  }
  index_.swap(wider);
}

std::vector<Action> Store::path(Id id) const {
  std::vector<Action> steps;
  for (; parent(id) != none; id = parent(id)) steps.push_back(action(id));
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace decide::replay
