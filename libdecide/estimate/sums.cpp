#include "estimate/sums.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "estimate/sums_parts.h"

namespace decide::estimate {

bool Sum::known() const {
  return !std::isnan(figure.value);
}

std::string human_value(double value, std::string_view unit) {
  using units::Dimension;
  if (unit == "B") return units::human(Dimension::bytes, value);
  if (unit == "s") return units::human(Dimension::duration, value);
  if (unit == "1/s") return units::human(Dimension::rate, value);
  if (unit == "ratio") return units::human(Dimension::ratio, value);
  if (unit == "percent") return units::human(Dimension::percent, value);
  if (unit == "USD") return fmt::format("{} USD", units::human(Dimension::count, value));
  return units::human(Dimension::count, value);
}

namespace parts {

void Sheet::add(std::string_view name, double value, std::string_view unit, std::string_view formula,
                Inputs inputs) {
  // What the retention would tell is not a number without it.
  if (std::isnan(value)) return withhold(name, {});
  all_.push_back(
      {path_, {std::string(name), value, std::string(unit), std::string(formula), std::move(inputs)}, {}});
}

void Sheet::withhold(std::string_view name, std::string missing) {
  all_.push_back(
      {path_, {std::string(name), std::numeric_limits<double>::quiet_NaN(), {}, {}, {}}, std::move(missing)});
}

std::string count(double value) {
  return human_value(value, "count");
}
std::string bytes(double value) {
  return human_value(value, "B");
}
std::string days(double value) {
  return human_value(value * 86400, "s");
}
std::string rate(double value) {
  return human_value(value, "1/s");
}

}  // namespace parts

std::vector<Sum> sums(const derive::Facts& facts, const Estimates& estimates) {
  std::vector<Sum> all;
  for (const TableFigures& table : estimates.tables()) parts::of_table(all, facts, estimates, table);
  for (const QueryFigures& query : estimates.queries()) parts::of_query(all, query);
  for (const auto& pipeline : facts.design.model.pipelines) parts::of_pipeline(all, facts, pipeline);
  for (const auto& job : facts.design.backfill.jobs) parts::of_job(all, facts, job);
  return all;
}

}  // namespace decide::estimate
