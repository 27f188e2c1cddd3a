#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

/// Median seconds of one call, over as many calls as fit into half a second, at least nine.
template <class Work>
double median(const Work& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  const auto until = Clock::now() + std::chrono::milliseconds(500);
  while (times.size() < 9 || Clock::now() < until) {
    const auto start = Clock::now();
    work();
    times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}
