#include "progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/file.h"
#include "base/plural.h"
#include "units/quantity.h"

namespace dedesign {

namespace {

using std::chrono_literals::operator""ms;
constexpr auto patience = 300ms;
constexpr auto between = 100ms;
constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

std::string progress_text(const decide::replay::Progress& progress) {
  const auto states = decide::units::human(decide::units::Count{static_cast<double>(progress.states)});
  return fmt::format("searching {} of {}: {} event{}, {} fault{}, {} states", progress.subject, progress.of,
                     progress.events, decide::plural_s(progress.events), progress.faults,
                     decide::plural_s(progress.faults), states);
}

void ProgressLine::show(const decide::replay::Progress& progress) {
  if (!shows_) return;
  const auto now = Clock::now();
  if (now - begin_ < patience || (is_there_ && now - last_ < between)) return;
  last_ = now;
  is_there_ = bool(decide::write_all(STDERR_FILENO, std::string(clear_line) + progress_text(progress)));
}

void ProgressLine::clear() {
  if (is_there_ && !decide::write_all(STDERR_FILENO, clear_line)) shows_ = false;  // it went away
  is_there_ = false;
}

}  // namespace dedesign
