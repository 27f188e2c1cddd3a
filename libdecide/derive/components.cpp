#include "derive/components.h"

#include <algorithm>
#include <cstddef>

namespace decide::derive {

namespace {

/// Tarjan's algorithm with a stack of its own instead of the call stack.
class Search {
 public:
  explicit Search(const Edges& edges) : edges_(edges), number_(edges.size()), low_(edges.size()) {}

  std::vector<std::vector<std::uint32_t>> run() {
    for (std::uint32_t node = 0; node < edges_.size(); ++node) {
      if (number_[node] == 0) visit(node);
    }
    return std::move(found_);
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t edge;
  };
  static constexpr std::uint32_t done = 0xFFFFFFFF;

  void enter(std::uint32_t node) {
    number_[node] = low_[node] = ++count_;
    open_.push_back(node);
    frames_.push_back({node, 0});
  }

  void visit(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.edge < edges_[frame.node].size()) {
        follow(frame.node, edges_[frame.node][frame.edge++]);
      } else {
        leave();
      }
    }
  }

  void follow(std::uint32_t from, std::uint32_t to) {
    if (number_[to] == 0) {
      enter(to);
    } else if (number_[to] != done) {
      low_[from] = std::min(low_[from], number_[to]);
    }
  }

  void leave() {
    const std::uint32_t node = frames_.back().node;
    frames_.pop_back();
    if (!frames_.empty()) low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    if (low_[node] == number_[node]) close(node);
  }

  void close(std::uint32_t first) {
    const auto begin = std::find(open_.rbegin(), open_.rend(), first).base() - 1;
    found_.emplace_back(begin, open_.end());
    open_.erase(begin, open_.end());
    for (const std::uint32_t node : found_.back()) number_[node] = done;
  }

  const Edges& edges_;
  std::vector<std::uint32_t> number_, low_, open_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::uint32_t>> found_;
  std::uint32_t count_ = 0;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> components(const Edges& edges) {
  return Search(edges).run();
}

}  // namespace decide::derive
