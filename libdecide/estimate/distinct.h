#pragma once

/// Balls in bins: how many different values some rows have.
namespace decide::estimate {

/// Expected number of different values that `rows` rows meet of `values` equally likely ones:
/// c (1 - (1 - 1/c)^n). With `skew`, the share of rows of the most common value, the others are even.
/// Never more than the values or the rows; 0 for none of either.
double distinct(double values, double rows, double skew = 0);

}  // namespace decide::estimate
