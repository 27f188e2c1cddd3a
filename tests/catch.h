#pragma once

// The one place that knows which Catch2 is installed: 2.x has one header, 3.x has many.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;  // global in 2.x
#else
#include <catch2/catch.hpp>
#endif
