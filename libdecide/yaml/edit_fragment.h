#pragma once

// New values, as text: what a fragment says, put into the shape that a place in another file needs.

#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.h"
#include "yaml/edit_layout.h"

namespace decide::yaml::edits {

/// Where a value goes: `column` is that of the block collection that will hold it.
struct Place {
  std::size_t column = 0;
  std::size_t step = 2;
  std::string_view newline = "\n";
};

/// A value that starts on the line of its key or dash; the rows of a block scalar follow that line.
struct Rendered {
  std::string head;
  std::vector<std::string> rows;
};

class Fragment {
 public:
  explicit Fragment(const Document& document) : layout_(document) {}
  const Document& document() const { return layout_.document(); }
  bool is_block(NodeId node) const { return layout_.is_block(node); }

  /// On one line and safe inside [] and {}; comments are left out.
  std::string flow(NodeId node) const;
  /// `key: value` of a pair, likewise.
  std::string flow_pair(NodeId key) const;
  /// A scalar or a flow collection in block context, spelled as it is.
  Rendered render(NodeId node, const Place& place) const;
  /// The lines of a block collection, its comments included, moved to a column.
  std::vector<std::string> lines(NodeId collection, std::size_t to) const;
  /// The lines of one pair of a mapping, moved likewise; with the comment lines directly above it.
  std::vector<std::string> pair_lines(NodeId key, const Place& place) const;

 private:
  std::string_view slice(NodeId node) const;
  bool on_one_line(NodeId node) const;
  std::string key_text(NodeId key, bool in_flow) const;
  std::string flow_scalar(NodeId node) const;
  Rendered block_scalar(NodeId node, const Place& place) const;
  std::string scalar_header(NodeId node, std::size_t indent) const;
  std::size_t comments_above(NodeId key) const;

  Layout layout_;
};

std::string join_lines(const std::vector<std::string>& lines, std::string_view newline);

}  // namespace decide::yaml::edits
