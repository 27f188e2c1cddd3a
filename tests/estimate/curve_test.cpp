#include "estimate/curve.h"

#include "catch.h"
#include "estimate/distinct.h"

using decide::estimate::Curve;
using decide::estimate::distinct;
namespace units = decide::units;

namespace {

using Answer = decide::design::Val<units::Duration>;

Answer answer(double seconds) {
  return {{seconds}, {1}};
}

decide::design::Lateness sample() {
  decide::design::Lateness lateness;
  lateness.p50 = answer(2);
  lateness.p90 = answer(30);
  lateness.p99 = answer(600);
  lateness.p999 = answer(6 * 3600);
  lateness.max = answer(72 * 3600);
  return lateness;
}

double share(const Curve& curve, double seconds) {
  return curve.later_than({seconds}).value_or(-1);
}

}  // namespace

TEST_CASE("the curve goes through the percentiles and ends at max") {
  const Curve curve(sample());
  CHECK(share(curve, 0) == 1);
  CHECK(share(curve, 2) == Approx(0.5));
  CHECK(share(curve, 30) == Approx(0.1));
  CHECK(share(curve, 600) == Approx(0.01));
  CHECK(share(curve, 6 * 3600) == Approx(0.001));
  CHECK(share(curve, 72 * 3600) == 0);
  CHECK(share(curve, 72 * 3600 - 1) > 0);
}

TEST_CASE("between percentiles it is straight in logarithms") {
  const Curve curve(sample());
  // Half way between 30 s and 600 s in logarithms is 134.16 s, and the share there the mean of 10 % and 1 %.
  CHECK(share(curve, 134.164) == Approx(0.0316228).epsilon(1e-4));
  double before = 1;
  for (double time = 0.5; time < 72 * 3600; time *= 1.5) {
    CHECK(share(curve, time) <= before);
    before = share(curve, time);
  }
}

TEST_CASE("the inverse gives back the time") {
  const Curve curve(sample());
  for (const double time : {5.0, 30.0, 400.0, 3600.0, 40000.0}) {
    CAPTURE(time);
    CHECK(curve.within(share(curve, time))->value == Approx(time).epsilon(1e-6));
  }
  CHECK(curve.within(0)->value == 72 * 3600);
  CHECK(curve.within(1)->value == 0);
  CHECK(curve.within(1e-9)->value == 72 * 3600);
}

TEST_CASE("what was not answered is not guessed") {
  decide::design::Lateness lateness;
  const Curve nothing(lateness);
  CHECK_FALSE(nothing.later_than({60}));
  CHECK_FALSE(nothing.some_later_than({60}));
  CHECK_FALSE(nothing.within(0.01));
  lateness.max = answer(3600);
  const Curve max_only(lateness);
  CHECK_FALSE(max_only.later_than({60}));
  CHECK(max_only.some_later_than({60}));
  CHECK_FALSE(max_only.some_later_than({3600}));
  CHECK(max_only.later_than({3600}) == 0.0);
  CHECK(max_only.within(0)->value == 3600);
  // without a last one, some are later than the percentiles that were said, and beyond them nobody knows
  decide::design::Lateness open;
  open.p99 = answer(600);
  const Curve no_max(open);
  CHECK(no_max.some_later_than({600}));
  CHECK_FALSE(no_max.some_later_than({601}));
}

TEST_CASE("one percentile, and percentiles that stand at one time or fall") {
  decide::design::Lateness lateness;
  lateness.p99 = answer(60);
  CHECK(share(Curve(lateness), 60) == Approx(0.01));
  CHECK(share(Curve(lateness), 600) == Approx(0.001));
  CHECK(share(Curve(lateness), 0.1) == 1);
  lateness.p50 = answer(60);
  CHECK(share(Curve(lateness), 60) == Approx(0.01));
  lateness.p50 = answer(90);
  CHECK(share(Curve(lateness), 60) == Approx(0.01));
  lateness.p50 = answer(0);
  CHECK(share(Curve(lateness), 60) == Approx(0.01));
}

TEST_CASE("distinct values: balls in bins") {
  CHECK(distinct(10, 0) == 0);
  CHECK(distinct(0, 10) == 0);
  CHECK(distinct(1, 10) == 1);
  CHECK(distinct(10, 1) == Approx(1));
  CHECK(distinct(2, 2) == Approx(1.5));
  CHECK(distinct(365, 23) == Approx(365 * (1 - std::pow(364.0 / 365, 23))));
  CHECK(distinct(10e6, 3e9) == Approx(10e6));
  CHECK(distinct(1e15, 1e6) == Approx(1e6));
}

TEST_CASE("distinct values with a common one") {
  // Half of ten rows have one value: five rows are left for the nine others.
  CHECK(distinct(10, 10, 0.5) == Approx(9 * (1 - std::pow(8.0 / 9, 5)) + 1 - std::pow(0.5, 10)));
  CHECK(distinct(10, 1e9, 0.99) == Approx(10));
  CHECK(distinct(1, 5, 0.5) == 1);
  for (const double rows : {1.0, 10.0, 1000.0}) CHECK(distinct(100, rows, 0.2) <= distinct(100, rows) + 1e-9);
}
