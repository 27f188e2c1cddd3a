// Any declaration: the search ends, and whatever it finds can be executed again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "replay/explore.h"

namespace {

using namespace decide::replay;

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  int below(int n) { return at_ < size_ ? data_[at_++] % n : 0; }
  bool flag() { return below(2) == 1; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

void fill(Writer& writer, Bytes& bytes) {
  writer.effect = static_cast<Effect>(bytes.below(4));
  writer.versioned = bytes.flag();
  writer.distinct = bytes.flag();
  writer.atomic = bytes.flag();
  writer.isolation = static_cast<Isolation>(bytes.below(3));
  writer.token = static_cast<Token>(bytes.below(3));
  writer.sees_duplicates = bytes.flag();
  writer.dedup = static_cast<Dedup>(bytes.below(3));
  writer.source_erased = bytes.flag();
  writer.erase_conflicts = bytes.flag();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  Declaration declared;
  declared.live.present = bytes.flag();
  declared.job.present = bytes.flag();
  fill(declared.live, bytes);
  fill(declared.job, bytes);
  declared.live.batch = bytes.flag();
  declared.live.whole = bytes.flag();
  declared.live.delivery = static_cast<Delivery>(bytes.below(3));
  declared.live.loses_late = bytes.flag();
  declared.job.while_live = static_cast<WhileLive>(bytes.below(3));
  declared.job.exclusive = bytes.flag();
  declared.job.readers_held = bytes.flag();
  declared.erasable = bytes.flag();
  Options options;
  options.bounds = {"fuzz", 2, 2, 1, 2, 50'000};
  options.possible = fault::any;
  for (const Witness& witness : explore(declared, options).witnesses) {
    if (!replay(declared, witness)) std::abort();
  }
  return 0;
}
