// Bytes are a file of rules. They are rules or one error with a place; the rules can be asked of a design,
// and end. Nothing crashes.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "custom/evaluate.h"
#include "custom/read.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

constexpr const char* design =
    "dedesign: 1\nmodel: {tables: {a: {role: raw, retention: 7 d, columns: {x: {type: int64}}}, b: {role: "
    "fact}}}\n"
    "partition: {a: {format: delta, by: [day(t)]}}\nscope: {volume: {average: 1/s}, retention: {raw: 3 d}}\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto rules = decide::custom::read(decide::yaml::parse(decide::Source("fuzz", text)));
  if (!rules) {
    require(rules.error().message.starts_with("fuzz:"));
    return 0;
  }
  const auto parsed = decide::yaml::parse(decide::Source("design", design));
  for (const auto& rule : *rules) {
    for (const auto& found : decide::custom::evaluate(rule, parsed.document)) {
      require(found.at < parsed.document.nodes().size() && !found.message.empty());
    }
  }
  return 0;
}
