#pragma once

#include <span>
#include <string_view>

/// The scenarios that are built into the program, so that one file is all that has to be installed.
namespace decide::drill {

/// One file of a scenario: "ad-events/reference.yaml" and its bytes.
struct ScenarioFile {
  std::string_view scenario;  ///< "ad-events"; empty: shared by all
  std::string_view file;      ///< "reference.yaml"
  std::string_view text;
};

/// All files, by scenario and then by name.
std::span<const ScenarioFile> scenario_files();

/// A file of a scenario, or null.
const ScenarioFile* scenario_file(std::string_view scenario, std::string_view file);

/// The names of all scenarios, each once.
std::span<const std::string_view> scenario_names();

}  // namespace decide::drill
