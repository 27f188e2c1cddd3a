#include "replay/search_cache.h"

#include <utility>

namespace decide::replay {
namespace {

constexpr std::size_t most = 4096;  // some kilobytes each

/// Puts words of a few bits behind each other.
class Bits {
 public:
  template <typename Word>
  Bits& add(Word word) {
    value_ = value_ * 5 + static_cast<std::uint64_t>(word);
    return *this;
  }
  std::uint64_t value() const { return value_ * 0x9E3779B97F4A7C15U; }

 private:
  std::uint64_t value_ = 0;
};

void add_writer(Bits& bits, const Writer& writer) {
  bits.add(writer.effect).add(writer.versioned).add(writer.distinct).add(writer.atomic).add(writer.isolation);
  bits.add(writer.token).add(writer.sees_duplicates).add(writer.dedup).add(writer.source_erased);
}

}  // namespace

/// What it leaves out is compared all the same.
std::size_t SearchCache::Hash::operator()(const SearchKey& key) const {
  const Live& live = key.declared.live;
  const Job& job = key.declared.job;
  Bits bits;
  add_writer(bits, live);
  bits.add(live.present).add(live.batch).add(live.whole).add(live.delivery).add(live.loses_late);
  Bits more;
  add_writer(more, job);
  more.add(job.present).add(job.while_live).add(job.exclusive).add(key.declared.erasable);
  return bits.value() ^ (more.value() >> 7U) ^ (key.only ? static_cast<std::size_t>(*key.only) + 1 : 0);
}

std::shared_ptr<const Outcome> SearchCache::find(const SearchKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : found->second;
}

void SearchCache::add(const SearchKey& key, std::shared_ptr<const Outcome> outcome) {
  const std::lock_guard lock(mutex_);
  if (known_.size() < most) known_.emplace(key, std::move(outcome));
}

}  // namespace decide::replay
