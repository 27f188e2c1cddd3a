#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "common.h"
#include "config/config.h"
#include "report/settings.h"
#include "rules/check.h"
#include "rules/custom.h"

namespace dedesign {

/// How one design is judged, by the `.dedesign.yaml` files above it: a key that several have counts as the
/// nearest file says it.
struct Settings {
  decide::facts::Values values;
  std::map<std::string, decide::diag::Severity, std::less<>> severities;  ///< by code
  std::vector<std::string> only, skip;                                    ///< codes; `off` is in `skip`
  std::string fail_on;                                                    ///< empty: nobody says
  std::vector<std::string> rules, scenarios;                              ///< paths
  std::shared_ptr<const decide::rules::CustomRules> custom;               ///< what `rules` hold; null: none
  decide::report::SettingsReport shown;
  std::string fingerprint;  ///< of all that a finding can depend on, for the cache
};

/// The settings of many files, each `.dedesign.yaml` read once.
class Configs {
 public:
  /// For a design (empty or "-": standard input, as if it lay in the current folder). Its settings files are
  /// looked for from its folder upwards to the root of its repository. The reference holds as long as this.
  decide::Result<const Settings*> of(const std::string& design);
  /// The `ignore` of the file that lies in this folder itself; empty without one.
  decide::Result<std::string> ignored_in(const std::filesystem::path& folder);

 private:
  using Read = decide::Result<std::shared_ptr<const decide::config::Config>>;
  const Read& config_in(const std::filesystem::path& folder);
  const decide::Result<Settings>& settings_in(const std::filesystem::path& folder);
  std::map<std::string, Read> configs_;  ///< by folder; a null one: there is no file
  std::map<std::string, decide::Result<Settings>> settings_;
};

/// Lets a check follow the settings; what the command line says comes first.
void follow(const Settings& settings, decide::rules::CheckOptions& check);

/// The rules of an organisation in these files and folders; where none are named, those that the settings of
/// the current folder name. Null without any.
decide::Result<std::shared_ptr<const decide::rules::CustomRules>> rules_in_force(
    const std::vector<std::string>& named);

/// Finds the settings of a design, and lets a check and the report of it follow them.
decide::Status configure(decide::rules::CheckOptions& check, ReportOptions* report, const std::string& file);

}  // namespace dedesign
