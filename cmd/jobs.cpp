#include "jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/text.h"

namespace dedesign {

namespace {

constexpr int most_jobs = 64;

}  // namespace

std::string wrong_jobs(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && number >= 1 && number <= most_jobs) return {};
  return fmt::format("`{}` is no number of threads; give one from 1 to {}", decide::sanitize(text),
                     most_jobs);
}

int jobs_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number > 0) return number;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, most_jobs);
}

void work_through(std::size_t count, int jobs, const std::function<void(std::size_t index)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr problem;
  const auto run = [&] {
    try {
      for (std::size_t index = next++; index < count; index = next++) work(index);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!problem) problem = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  const std::size_t workers = std::min(count, static_cast<std::size_t>(jobs));
  for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
  if (problem) std::rethrow_exception(problem);
}

}  // namespace dedesign
