#pragma once

#include <cstddef>
#include <cstdint>

#include "replay/declaration.h"

/// Declarations out of the bytes that a fuzzer tries.
namespace decide::fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ >= size_; }
  int below(int n) { return empty() ? 0 : data_[at_++] % n; }
  bool flag() { return below(2) == 1; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

inline void fill(replay::Writer& writer, Bytes& bytes) {
  writer.effect = static_cast<replay::Effect>(bytes.below(4));
  writer.versioned = bytes.flag();
  writer.distinct = bytes.flag();
  writer.atomic = bytes.flag();
  writer.isolation = static_cast<replay::Isolation>(bytes.below(3));
  writer.token = static_cast<replay::Token>(bytes.below(3));
  writer.sees_duplicates = bytes.flag();
  writer.dedup = static_cast<replay::Dedup>(bytes.below(3));
  writer.source_erased = bytes.flag();
  writer.erase_conflicts = bytes.flag();
}

inline replay::Declaration declaration(Bytes& bytes) {
  replay::Declaration declared;
  declared.live.present = bytes.flag();
  declared.job.present = bytes.flag();
  fill(declared.live, bytes);
  fill(declared.job, bytes);
  declared.live.batch = bytes.flag();
  declared.live.whole = bytes.flag();
  declared.live.delivery = static_cast<replay::Delivery>(bytes.below(3));
  declared.live.loses_late = bytes.flag();
  declared.job.while_live = static_cast<replay::WhileLive>(bytes.below(3));
  declared.job.exclusive = bytes.flag();
  declared.job.readers_held = bytes.flag();
  declared.erasable = bytes.flag();
  return declared;
}

}  // namespace decide::fuzz
