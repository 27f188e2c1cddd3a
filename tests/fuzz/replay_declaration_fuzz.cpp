// Any declaration: the search ends, and whatever it finds can be executed again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "declaration_bytes.h"
#include "replay/explore.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace decide::replay;
  decide::fuzz::Bytes bytes(data, size);
  const Declaration declared = decide::fuzz::declaration(bytes);
  Options options;
  // Two events show more and take a hundred times as long: now and then.
  const bool wide = bytes.below(64) == 1;
  options.bounds = {"fuzz", wide ? 2 : 1, 2, 1, 2, 50'000};
  options.possible = fault::any;
  for (const Witness& witness : explore(declared, options).witnesses) {
    if (!replay(declared, witness)) std::abort();
  }
  return 0;
}
