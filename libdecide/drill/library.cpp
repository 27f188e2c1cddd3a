#include "drill/library.h"

namespace decide::drill {

const ScenarioFile* scenario_file(std::string_view scenario, std::string_view file) {
  for (const ScenarioFile& one : scenario_files()) {
    if (one.scenario == scenario && one.file == file) return &one;
  }
  return nullptr;
}

}  // namespace decide::drill
