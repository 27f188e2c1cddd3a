#include "custom/values.h"

#include <limits>

namespace decide::custom {

namespace {

using units::Dimension;

struct Row {
  std::string_view kind;
  std::vector<Dimension> dimensions;
};

}  // namespace

std::vector<Dimension> dimensions_of(const schema::Type& type) {
  if (type.form != schema::Form::scalar) return {};
  static const std::vector<Row> rows{
      {"count", {Dimension::count}},
      {"bytes", {Dimension::bytes}},
      {"duration", {Dimension::duration}},
      {"rate", {Dimension::rate}},
      {"byterate", {Dimension::byte_rate}},
      {"percent", {Dimension::percent}},
      {"ratio", {Dimension::ratio}},
      {"cardinality", {Dimension::count}},
      {"horizon", {Dimension::duration}},
      {"loss", {Dimension::duration}},
      {"limit", {Dimension::duration, Dimension::percent}},
  };
  for (const Row& row : rows) {
    if (row.kind == type.scalar->name) return row.dimensions;
  }
  return {};
}

std::optional<double> quantity(Dimension dimension, std::string_view text) {
  if (text == "forever" || text == "unique") return std::numeric_limits<double>::infinity();
  if (text == "none") return 0;
  auto value = units::parse(dimension, text);
  if (!value) return std::nullopt;
  return *value;
}

}  // namespace decide::custom
