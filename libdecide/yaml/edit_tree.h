#pragma once

// The values of a document without their spelling: what an edit is meant to give is worked out here, apart
// from the bytes, and compared with what it gave.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "yaml/document.h"

namespace decide::yaml::edits {

struct Tree {
  Kind kind = Kind::null;
  Core core = Core::null;                           ///< of a scalar
  std::string text;                                 ///< of a scalar
  std::vector<std::pair<std::string, Tree>> pairs;  ///< of a mapping, in the order of the text
  std::vector<Tree> items;                          ///< of a sequence
  friend bool operator==(const Tree&, const Tree&) = default;
};

Tree tree_of(const Document& document, NodeId node);

/// Key to position in a mapping; of equal keys the first. Views into what it was built from.
class KeyIndex {
 public:
  KeyIndex() = default;
  explicit KeyIndex(const Tree& mapping);
  KeyIndex(const Document& document, NodeId mapping);
  static constexpr std::size_t missing = static_cast<std::size_t>(-1);
  /// The position of the pair in a tree, or the id of the value in a document; `missing` if there is none.
  std::size_t find(std::string_view key) const;
  std::size_t size() const { return places_.size(); }

 private:
  std::unordered_map<std::string_view, std::size_t> places_;
};

/// The item number that a path segment means; `missing` if it is not a number.
std::size_t item_number(std::string_view segment);

/// The changes, on values. Each expects a path that was found possible on the document.
void set_in(Tree& tree, std::span<const std::string> path, const Tree& value);
void unset_in(Tree& tree, std::span<const std::string> path);
void merge_in(Tree& tree, const Tree& fragment);
/// The value at a path, or null.
Tree* find_in(Tree& tree, std::span<const std::string> path);

}  // namespace decide::yaml::edits
