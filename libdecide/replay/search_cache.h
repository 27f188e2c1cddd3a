#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "replay/explore.h"

namespace decide::replay {

/// What decides the outcome of a search; the number of threads does not.
struct SearchKey {
  Declaration declared;
  Bounds bounds;
  std::uint16_t possible = 0;
  std::optional<Defect> only{};
  friend bool operator==(const SearchKey& a, const SearchKey& b) {
    return a.declared == b.declared && a.bounds.name == b.bounds.name && a.possible == b.possible &&
           a.only == b.only;
  }
};

struct Searched {
  SearchKey key;
  std::shared_ptr<const Outcome> outcome;
};

/// Searches of many designs, for several threads: tables that are declared alike are searched once, whichever
/// file they are in. Full after some thousands, so that memory is flat in the number of files; an outcome
/// that it does not hold is searched again, and is the same.
class SearchCache {
 public:
  /// Null if it is not known.
  std::shared_ptr<const Outcome> find(const SearchKey& key) const;
  void add(const SearchKey& key, std::shared_ptr<const Outcome> outcome);

 private:
  struct Hash {
    std::size_t operator()(const SearchKey& key) const;
  };
  mutable std::mutex mutex_;
  std::unordered_map<SearchKey, std::shared_ptr<const Outcome>, Hash> known_;
};

}  // namespace decide::replay
