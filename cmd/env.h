#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sink.h"
#include "design/scalars.h"

namespace dedesign {

/// What the program knows of the world around it; read once, at the edge.
struct Env {
  bool in_terminal = false, out_terminal = false, err_terminal = false;
  bool ci = false;                             ///< CI is set: nobody watches
  std::string no_color, clicolor_force, term;  ///< environment variables, empty if unset
  std::size_t width = 100;                     ///< of the terminal that the report goes to
  decide::design::Date today;                  ///< in UTC
  decide::design::Instant now;
  std::string state_home;  ///< where programs keep their state; empty: nowhere
};
Env read_env();
/// The clock, for what goes on while time passes.
decide::design::Instant read_clock();

/// What a command prints, and its exit status. It is written at the end, all or nothing.
struct Output {
  std::string out, err;
  int status = 0;
  decide::Content more{};  ///< goes behind `out`; may be empty
};

/// Exit statuses; dedesign(1) documents them.
inline constexpr int ok = 0, has_findings = 1, failed = 2, defect = 3;

/// Writes both texts. A reader that went away ends the program quietly; a full disk is `failed`.
int finish(const Output& output);

/// A failure that is not a finding: one line to stderr and, if there is advice, a second.
Output failure(const decide::Error& error);

}  // namespace dedesign
