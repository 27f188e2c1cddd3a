#pragma once

#include <span>
#include <string_view>
#include <vector>

/// Limits of products, constants and prices: data, each with its unit, its source and the day on which it was
/// read, never numbers in code.
namespace decide::facts {

/// One fact. `value` is in `unit`: B, s, 1/s, B/s, count, ratio, columns, USD ...
struct Fact {
  std::string_view name;  ///< "iceberg.expire_days"; what .dedesign.yaml replaces
  double value = 0;
  std::string_view unit;
  std::string_view id;      ///< "A36": what findings and `explain` cite
  std::string_view source;  ///< where it was read, in a few words
  std::string_view date;    ///< when: "2026-08"
};

/// All facts, ascending by name.
std::span<const Fact> all();

/// The fact of that name; the name must exist (a test asks for every name that the code uses).
const Fact& fact(std::string_view name);

/// The facts of one run: those of the table, but for the ones that an organisation replaces. A value, handed
/// down to whoever computes.
class Values {
 public:
  /// In the unit of the fact. False if no fact has that name; the last of two values counts.
  bool replace(std::string_view name, double value);
  /// As facts::fact. A replaced one is cited as ".dedesign.yaml". The reference holds until the next replace.
  const Fact& fact(std::string_view name) const;
  bool empty() const { return replaced_.empty(); }

 private:
  std::vector<Fact> replaced_;  ///< few
};

}  // namespace decide::facts
