#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace dedesign {

/// Says what is wrong with the value of --jobs, or nothing.
std::string wrong_jobs(const std::string& text);
/// A value that is not wrong; empty: as many as there are cores.
int jobs_of(const std::string& text);

/// Calls `work(index)` once for every index below `count`, on up to `jobs` threads. Threads are not started
/// for less than two pieces of work.
void work_through(std::size_t count, int jobs, const std::function<void(std::size_t index)>& work);

/// Takes what threads make in any order, and hands it on one after the other in the order of its index.
template <class T>
class InOrder {
 public:
  explicit InOrder(std::function<void(T)> next) : next_(std::move(next)) {}

  /// Every index once; without a value it is passed over.
  void put(std::size_t index, std::optional<T> made) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(index, std::move(made));
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == due_; ++due_) {
      if (first->second) next_(*std::move(first->second));
      first = waiting_.erase(first);
    }
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::optional<T>> waiting_;
  std::size_t due_ = 0;
  std::function<void(T)> next_;
};

}  // namespace dedesign
