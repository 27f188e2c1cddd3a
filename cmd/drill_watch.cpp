#include "drill.h"

namespace dedesign {
Output drill_watch(const DrillContext& /*context*/) {
  return {};
}
}  // namespace dedesign
