#pragma once

#include <cstdint>
#include <vector>

namespace decide::derive {

/// Out-edges of a graph, by node.
using Edges = std::vector<std::vector<std::uint32_t>>;

/// The strongly connected components of a graph, each after all that it leads to. Linear, and without
/// recursion.
std::vector<std::vector<std::uint32_t>> components(const Edges& edges);

}  // namespace decide::derive
