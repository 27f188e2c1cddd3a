#include "report/lines.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <unordered_map>

namespace decide::report {
namespace {

/// After so many steps a comparison is cut in two where it got furthest.
constexpr std::ptrdiff_t kMostSteps = 256;

/// A line as a number: equal lines have equal numbers. `at` is its place in the text.
struct Token {
  std::uint32_t id;
  std::size_t at;
};
using Tokens = std::vector<Token>;

struct Stretch {
  std::ptrdiff_t begin;
  std::ptrdiff_t end;
  std::ptrdiff_t size() const { return end - begin; }
};

struct Box {
  Stretch a;
  Stretch b;
};

struct Point {
  std::ptrdiff_t x;
  std::ptrdiff_t y;
};

/// One of the two searches for the middle of the shortest path: from the start, or from the end backwards.
class Search {
 public:
  Search(const Tokens& a, const Tokens& b, Box box, bool backward, std::ptrdiff_t most)
      : a_(a), b_(b), box_(box), backward_(backward), middle_(most + 1), reached_(size_of(most), 0) {}

  /// Extends diagonal `k` by one step and by all equal lines behind it.
  Point advance(std::ptrdiff_t k, std::ptrdiff_t step) {
    const bool down = k == -step || (k != step && at(k - 1) < at(k + 1));
    Point point{down ? at(k + 1) : at(k - 1) + 1, 0};
    point.y = point.x - k;
    while (point.x < box_.a.size() && point.y < box_.b.size() && equal(point)) {
      ++point.x;
      ++point.y;
    }
    at(k) = point.x;
    return point;
  }

  std::ptrdiff_t reached(std::ptrdiff_t k) const { return reached_[index(k)]; }

 private:
  static std::size_t size_of(std::ptrdiff_t most) { return static_cast<std::size_t>(2 * most + 3); }
  std::size_t index(std::ptrdiff_t k) const { return static_cast<std::size_t>(middle_ + k); }
  std::ptrdiff_t& at(std::ptrdiff_t k) { return reached_[index(k)]; }

  bool equal(Point point) const {
    const std::ptrdiff_t x = backward_ ? box_.a.end - 1 - point.x : box_.a.begin + point.x;
    const std::ptrdiff_t y = backward_ ? box_.b.end - 1 - point.y : box_.b.begin + point.y;
    return a_[static_cast<std::size_t>(x)].id == b_[static_cast<std::size_t>(y)].id;
  }

  const Tokens& a_;
  const Tokens& b_;
  Box box_;
  bool backward_;
  std::ptrdiff_t middle_;
  std::vector<std::ptrdiff_t> reached_;
};

class Comparison {
 public:
  Comparison(const Tokens& a, const Tokens& b, Changes& changes) : a_(a), b_(b), changes_(changes) {}

  void run(Box box) {
    trim(box);
    if (box.a.size() == 0 || box.b.size() == 0) return mark(box);
    const Point split = middle(box);
    const bool stuck = (split.x == 0 && split.y == 0) || (split.x == box.a.size() && split.y == box.b.size());
    if (stuck) return mark(box);
    const std::ptrdiff_t x = box.a.begin + split.x;
    const std::ptrdiff_t y = box.b.begin + split.y;
    run({{box.a.begin, x}, {box.b.begin, y}});
    run({{x, box.a.end}, {y, box.b.end}});
  }

 private:
  bool equal(std::ptrdiff_t x, std::ptrdiff_t y) const {
    return a_[static_cast<std::size_t>(x)].id == b_[static_cast<std::size_t>(y)].id;
  }

  void trim(Box& box) const {
    while (box.a.size() > 0 && box.b.size() > 0 && equal(box.a.begin, box.b.begin)) {
      ++box.a.begin;
      ++box.b.begin;
    }
    while (box.a.size() > 0 && box.b.size() > 0 && equal(box.a.end - 1, box.b.end - 1)) {
      --box.a.end;
      --box.b.end;
    }
  }

  void mark(Box box) {
    for (auto x = box.a.begin; x < box.a.end; ++x)
      changes_.removed[a_[static_cast<std::size_t>(x)].at] = true;
    for (auto y = box.b.begin; y < box.b.end; ++y) changes_.added[b_[static_cast<std::size_t>(y)].at] = true;
  }

  /// A point on a shortest path through the box, relative to its start.
  Point middle(Box box) const {
    const std::ptrdiff_t n = box.a.size();
    const std::ptrdiff_t m = box.b.size();
    const std::ptrdiff_t delta = n - m;
    const std::ptrdiff_t most = std::min((n + m + 1) / 2, kMostSteps);
    Search forward(a_, b_, box, false, most);
    Search backward(a_, b_, box, true, most);
    Point furthest{0, 0};
    for (std::ptrdiff_t step = 0; step <= most; ++step) {
      for (std::ptrdiff_t k = -step; k <= step; k += 2) {
        const Point point = forward.advance(k, step);
        const bool met = delta % 2 != 0 && std::abs(delta - k) < step;
        if (met && point.x + backward.reached(delta - k) >= n) return clipped(point, box);
        if (point.x + point.y > furthest.x + furthest.y) furthest = point;
      }
      for (std::ptrdiff_t k = -step; k <= step; k += 2) {
        const Point point = backward.advance(k, step);
        const bool met = delta % 2 == 0 && std::abs(delta - k) <= step;
        if (met && point.x + forward.reached(delta - k) >= n) return clipped({n - point.x, m - point.y}, box);
      }
    }
    return clipped(furthest, box);
  }

  static Point clipped(Point point, Box box) {
    return {std::clamp<std::ptrdiff_t>(point.x, 0, box.a.size()),
            std::clamp<std::ptrdiff_t>(point.y, 0, box.b.size())};
  }

  const Tokens& a_;
  const Tokens& b_;
  Changes& changes_;
};

using LineIds = std::unordered_map<std::string_view, std::uint32_t>;

LineIds numbered(const std::vector<std::string_view>& lines) {
  LineIds places;
  for (const std::string_view line : lines) places.emplace(line, static_cast<std::uint32_t>(places.size()));
  return places;
}

/// The lines that the other text has too. The rest are changes whatever the order, and are flagged here.
Tokens shared(const std::vector<std::string_view>& lines, const LineIds& other, const LineIds& ids,
              std::vector<bool>& changed) {
  Tokens tokens;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (other.contains(lines[at])) {
      tokens.push_back({ids.at(lines[at]), at});
    } else {
      changed[at] = true;
    }
  }
  return tokens;
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

Changes compare_lines(const std::vector<std::string_view>& before,
                      const std::vector<std::string_view>& after) {
  Changes changes{std::vector<bool>(before.size(), false), std::vector<bool>(after.size(), false)};
  const LineIds first = numbered(before);
  const LineIds second = numbered(after);
  const Tokens a = shared(before, second, first, changes.removed);
  const Tokens b = shared(after, first, first, changes.added);
  const auto size_of = [](const Tokens& tokens) { return static_cast<std::ptrdiff_t>(tokens.size()); };
  Comparison(a, b, changes).run({{0, size_of(a)}, {0, size_of(b)}});
  return changes;
}

}  // namespace decide::report
