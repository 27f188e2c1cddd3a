#pragma once

#include <cstddef>

/// How many scenarios a test goes through: under sanitizers a few, since to measure and to verify all of them
/// is the business of the other build.
namespace decide::test {

#ifdef DECIDE_SANITIZED
inline constexpr std::size_t most_scenarios = 3;
#else
inline constexpr std::size_t most_scenarios = 22;
#endif

}  // namespace decide::test
