// Any bytes, for every dimension: a finite value that prints back to itself, or a message.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "units/quantity.h"

namespace {

using decide::units::Dimension;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(Dimension dimension, std::string_view text) {
  const auto value = decide::units::parse(dimension, text);
  if (!value) {
    require(!value.error().message.empty() && value.error().message.size() < 1000);
    require(decide::sanitize(value.error().message) == value.error().message);
    require(decide::sanitize(value.error().help) == value.error().help);
    return;
  }
  require(std::isfinite(*value) && *value >= 0);
  const auto back = decide::units::parse(dimension, decide::units::print(dimension, *value));
  require(back && *back == *value);
  require(!decide::units::human(dimension, *value).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (int dimension = 0; dimension <= static_cast<int>(Dimension::ratio); ++dimension) {
    check(static_cast<Dimension>(dimension), text);
  }
  return 0;
}
