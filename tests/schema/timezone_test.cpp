#include "design/timezones.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "schema/judged.h"

namespace decide {
namespace {

std::vector<diag::Finding> findings(std::string_view zone) {
  return test::judged(fmt::format("dedesign: 1\nscope: {{timezone: {}}}\n", zone)).read.findings;
}

TEST_CASE("a time zone is one that there is") {
  for (const std::string_view name :
       {"UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+5", "Zulu"}) {
    INFO(name);
    CHECK(findings(name).empty());
  }
  for (const std::string_view name : {"Europe", "/", "Berlin", "Mars/Olympus", "europe/berlin"}) {
    INFO(name);
    const auto found = findings(name);
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == "F003");
  }
  const auto near = findings("Europe/Berlim");
  REQUIRE(near.size() == 1);
  CHECK(near.front().message.find("IANA time zone") != std::string::npos);
  CHECK(near.front().help == "did you mean Europe/Berlin?");
  CHECK(findings("Berlin").front().help == "did you mean Europe/Berlin?");
}

TEST_CASE("time zones are known by whole names, in order") {
  const auto names = design::timezones();
  CHECK(names.size() > 590);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::all_of(names.begin(), names.end(), design::is_timezone));
  CHECK_FALSE(design::is_timezone(""));
  CHECK_FALSE(design::is_timezone("Europe/Berlin Europe/Bratislava"));
  CHECK_FALSE(design::is_timezone("urope/Berlin"));
}

}  // namespace
}  // namespace decide
