#include "drill/scaffold.h"

#include <fmt/format.h>

namespace decide::drill {
std::vector<ScaffoldFile> scaffold(std::string_view name) {
  return {{"scenario.yaml", std::string(name)}};
}
}  // namespace decide::drill
