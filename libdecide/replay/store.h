#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "replay/model.h"

/// Every state that was reached, exactly and once, with the step by which it was reached first.
namespace decide::replay {

inline std::uint64_t hash_of(const State& state) {
  std::array<std::uint64_t, (sizeof(State) + 7) / 8> words{};
  std::memcpy(words.data(), &state, sizeof state);
  std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0xBF58476D1CE4E5B9ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

class Store {
 public:
  using Id = std::uint32_t;
  static constexpr Id none = 0xFFFFFFFF;

  // Most searches of a lint see a few hundred states.
  Store() : index_(std::size_t{1} << 9, none) {}

  /// The state's new number, or none if it was there.
  Id add(const State& state, std::uint64_t hash, Id parent, Action by) {
    if ((size_ + 1) * 10 > index_.size() * 7) grow();
    std::size_t slot = hash & (index_.size() - 1);
    while (index_[slot] != none) {
      if ((*this)[index_[slot]] == state) return none;
      slot = (slot + 1) & (index_.size() - 1);
    }
    if (size_ % block == 0) blocks_.push_back(std::make_unique_for_overwrite<Block>());
    Block& last = *blocks_.back();
    last.states[size_ % block] = state;
    last.parents[size_ % block] = parent;
    last.actions[size_ % block] = by;
    index_[slot] = static_cast<Id>(size_);
    return static_cast<Id>(size_++);
  }
  /// The number of a state; none if it is not there.
  Id find(const State& state, std::uint64_t hash) const {
    std::size_t slot = hash & (index_.size() - 1);
    while (index_[slot] != none && !((*this)[index_[slot]] == state)) slot = (slot + 1) & (index_.size() - 1);
    return index_[slot];
  }
  /// Fetches from memory what `add` will look at: the slot some calls ahead, then what it points at.
  void expect_slot(std::uint64_t hash) const { __builtin_prefetch(&index_[hash & (index_.size() - 1)]); }
  void expect_state(std::uint64_t hash) const {
    const Id id = index_[hash & (index_.size() - 1)];
    if (id != none) __builtin_prefetch(&(*this)[id]);
  }
  const State& operator[](std::size_t id) const { return blocks_[id / block]->states[id % block]; }
  Id parent(std::size_t id) const { return blocks_[id / block]->parents[id % block]; }
  Action action(std::size_t id) const { return blocks_[id / block]->actions[id % block]; }
  std::size_t size() const { return size_; }

  /// The steps that lead from the empty table to a state.
  std::vector<Action> path(Id id) const;
  /// What a state takes in all, in bytes.
  std::size_t bytes() const { return blocks_.size() * sizeof(Block) + index_.size() * sizeof(Id); }

 private:
  static constexpr std::size_t block = 1024;
  struct Block {
    std::array<State, block> states;
    std::array<Id, block> parents;
    std::array<Action, block> actions;
  };
  void grow();

  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<Id> index_;
  std::size_t size_ = 0;
};

}  // namespace decide::replay
