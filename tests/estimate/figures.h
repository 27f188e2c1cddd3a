#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "derive/sample.h"
#include "estimate/estimates.h"
#include "estimate/small_files.h"

/// A design with its figures.
struct Figured : Sample {
  explicit Figured(std::string_view body) : Sample(body), estimates(facts) {
    facts.constraints.add_small_files([this] { return decide::estimate::small_files(estimates); });
  }
  const decide::estimate::TableFigures& table(std::string_view name) const {
    const auto* found = estimates.table(name);
    REQUIRE(found != nullptr);
    return *found;
  }
  const decide::estimate::Scan& scan(std::string_view query) const {
    for (const auto& figures : estimates.queries()) {
      if (figures.name() != query) continue;
      CAPTURE(figures.missing);
      REQUIRE(figures.scan);
      return *figures.scan;
    }
    FAIL("no such query");
    return *estimates.queries().front().scan;
  }

  decide::estimate::Estimates estimates;
};

inline Approx near(double value) {
  return Approx(value).epsilon(0.005);
}
