// Traces as strangers may write them: what is accepted is the same when it is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "report/trace.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto trace = decide::report::read_trace(text);
  if (!trace) return 0;
  const auto again = decide::report::read_trace(decide::report::write_trace(*trace));
  if (!again || again->witness.steps != trace->witness.steps) std::abort();
  return 0;
}
