#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace dedesign {

/// Says what is wrong with the value of --jobs, or nothing.
std::string wrong_jobs(const std::string& text);
/// A value that is not wrong; empty: as many as there are cores.
int jobs_of(const std::string& text);

/// Calls `work(index)` once for every index below `count`, on up to `jobs` threads. Threads are not started
/// for less than two pieces of work.
void work_through(std::size_t count, int jobs, const std::function<void(std::size_t index)>& work);

}  // namespace dedesign
