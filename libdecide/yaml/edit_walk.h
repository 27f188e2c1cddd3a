#pragma once

// From a path to the nodes it leads through, and whether they may be changed.

#include <cstddef>
#include <span>
#include <string>

#include "base/result.h"
#include "yaml/document.h"

namespace decide::yaml::edits {

/// The last node on a path that is there, and how many segments lead to it.
struct Reached {
  NodeId node = 0;
  std::size_t used = 0;
};

/// Follows a path as far as it goes. Errors: a scalar on the way, a list asked for a name or for an item past
/// its end, a key that is there twice, an alias, a value that aliases stand for.
Result<Reached> walk(const Document& document, std::span<const std::string> path);
/// An error if the node is reached through an alias, or is what an alias stands for.
Status changeable(const Document& document, NodeId node);
/// An error if anything at or below the node has an anchor in use; the node must not be an alias either.
Status replaceable(const Document& document, NodeId node);

/// `a.b.c`, safe to print.
std::string shown(std::span<const std::string> path);

}  // namespace decide::yaml::edits
