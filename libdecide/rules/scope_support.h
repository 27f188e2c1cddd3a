#pragma once

#include <optional>
#include <string_view>

#include "derive/facts.h"

/// What several rules of the scope ask.
namespace decide::rules {

/// A fact that is a time, whatever its unit: s, min, h, d, w, month (30 d), y (365 d).
units::Duration fact_duration(const facts::Fact& fact);

/// The tightest freshness that anybody asks, and where.
struct Freshness {
  units::Duration value;
  design::Place at;
};
std::optional<Freshness> tightest_freshness(const design::Scope& scope);

/// Where the design says that it holds personal data: in the scope, else at a column; nowhere if it does not.
design::Place personal_data(const design::Design& design);

/// True if the numbers of such a consumer are billed or audited.
bool is_billed_or_audited(const design::Consumer& consumer);

}  // namespace decide::rules
