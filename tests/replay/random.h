#pragma once

#include <cstdint>

#include "replay/declaration.h"

/// Random declarations, the same on every machine.
namespace decide::test {

using namespace replay;

/// Numbers that are the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint32_t below(std::uint32_t n) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::uint32_t>(state_ >> 33U) % n;
  }
  bool coin() { return below(2) == 1; }

 private:
  std::uint64_t state_;
};

inline void fill(Writer& writer, Dice& dice) {
  writer.effect = static_cast<Effect>(dice.below(4));
  writer.versioned = dice.coin();
  writer.distinct = dice.coin();
  writer.atomic = dice.below(3) != 0;
  writer.isolation = static_cast<Isolation>(dice.below(3));
  writer.token = static_cast<Token>(dice.below(3));
  writer.sees_duplicates = dice.coin();
  writer.dedup = static_cast<Dedup>(dice.below(3));
  writer.source_erased = dice.coin();
  writer.erase_conflicts = dice.coin();
}

inline Declaration any_declaration(std::uint64_t seed) {
  Dice dice(seed);
  Declaration declared;
  declared.live.present = dice.below(4) != 0;
  declared.job.present = !declared.live.present || dice.coin();
  fill(declared.live, dice);
  fill(declared.job, dice);
  declared.live.batch = dice.coin();
  declared.live.whole = declared.live.effect == Effect::overwrite || dice.coin();
  declared.live.delivery = static_cast<Delivery>(dice.below(3));
  declared.live.loses_late = dice.below(4) == 0;
  declared.job.while_live = static_cast<WhileLive>(dice.below(3));
  declared.job.exclusive = dice.coin();
  declared.job.readers_held = dice.coin();
  declared.erasable = dice.below(3) == 0;
  return declared;
}

}  // namespace decide::test
