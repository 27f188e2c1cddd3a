#include "base/spool.h"

#include <rapidcheck.h>

#include <cstdlib>

#include "base/text.h"
#include "catch.h"

using namespace decide;

namespace {

std::string read(const Spool& spool, std::size_t begin, std::size_t end) {
  const auto text = collected([&](const Sink& sink) { return spool.read(begin, end, sink); });
  REQUIRE(text);
  return *text;
}

}  // namespace

TEST_CASE("spool: what does not fit in memory lies on disk") {
  Spool spool(10);
  spool.append("0123456789");
  CHECK(spool.on_disk() == 0);
  spool.append("a");
  CHECK(spool.on_disk() == 11);
  spool.append("bc");
  CHECK(spool.on_disk() == 11);
  CHECK(spool.size() == 13);
  CHECK(read(spool, 0, 13) == "0123456789abc");
  CHECK(read(spool, 9, 12) == "9ab");
  CHECK(read(spool, 11, 12) == "b");
  CHECK(read(spool, 5, 5).empty());
  const std::string large(200'000, 'x');
  spool.append(large);
  CHECK(read(spool, 13, spool.size()) == large);
}

TEST_CASE("spool: an error of the sink ends the reading") {
  Spool spool(1);
  spool.append(std::string(200'000, 'x'));
  std::size_t calls = 0;
  const auto status = spool.read(0, spool.size(), [&](std::string_view) -> Status {
    ++calls;
    return Error{"enough", {}};
  });
  REQUIRE_FALSE(status);
  CHECK(status.error().message == "enough");
  CHECK(calls == 1);
}

TEST_CASE("spool: every stretch of what was appended is read back, wherever it lies") {
  CHECK(rc::check([](const std::vector<std::string>& pieces) {
    Spool spool(*rc::gen::inRange<std::size_t>(0, 200));
    std::string all;
    for (const std::string& piece : pieces) {
      spool.append(piece);
      all += piece;
    }
    RC_ASSERT(spool.size() == all.size());
    const auto begin = *rc::gen::inRange<std::size_t>(0, all.size() + 1);
    const auto end = *rc::gen::inRange<std::size_t>(begin, all.size() + 1);
    RC_ASSERT(read(spool, begin, end) == all.substr(begin, end - begin));
  }));
}
