#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "diag/finding.h"

namespace decide::config {

/// A rule under a preset; no severity: off.
struct PresetRule {
  std::string_view code;
  std::optional<diag::Severity> severity;
};

/// A named set of settings for one kind of design or one kind of use.
struct Preset {
  std::string_view name;
  std::string_view about;    ///< one line
  std::string_view fail_on;  ///< empty: not set
  std::span<const PresetRule> rules;
};

std::span<const Preset> presets();
/// Null if there is none.
const Preset* preset_named(std::string_view name);

}  // namespace decide::config
