#pragma once

// Where the parts of a document lie in its text: columns, colons, dashes, and where a value really ends.

#include <cstddef>
#include <optional>
#include <string_view>

#include "yaml/document.h"

namespace decide::yaml::edits {

/// How a file is indented: the most frequent steps that it uses.
struct Habits {
  std::size_t step = 2;             ///< from a key to a mapping below it
  std::size_t sequence_offset = 2;  ///< from a key to the dashes below it; the step if the file has none
};

class Layout {
 public:
  explicit Layout(const Document& document);

  std::string_view text() const { return document_.source().text(); }
  const Document& document() const { return document_; }
  Habits habits() const;

  /// A mapping or sequence in block style with something in it.
  bool is_block(NodeId id) const;
  bool is_block_scalar(NodeId id) const;
  /// Inside [] or {}, or such a collection itself is the parent.
  bool in_flow(NodeId id) const;
  /// A flow collection on more than one line.
  bool is_multi_line(NodeId id) const;

  /// The column of the first key or of the first dash of a block collection.
  std::size_t column(NodeId collection) const;
  /// The column of the block collection that holds a value; nothing for the root.
  std::optional<std::size_t> parent_column(NodeId id) const;
  /// The column to which a block collection of the given kind belongs below a value's key or dash.
  std::size_t child_column(NodeId id, Kind kind, const Habits& habits) const;
  /// One past the last byte of a value. Comments and blank lines after it do not count, the blank lines that
  /// are part of a block scalar do.
  std::size_t content_end(NodeId id) const;
  /// The end of the line on which a value ends.
  std::size_t last_line_end(NodeId id) const;
  /// Where the content lines of a block scalar are indented to; nothing if it has none.
  std::optional<std::size_t> scalar_indent(NodeId id) const;
  /// The end of the header of a block scalar: `|2-`.
  std::size_t header_end(NodeId id) const;
  /// Right after the colon of a key; nothing if it is written in another way (`? key`, or a bare key in {}).
  std::optional<std::size_t> after_colon(NodeId key) const;
  /// The dash of an item of a block sequence.
  std::size_t dash(NodeId item) const;
  /// Right after what leads to a value: its colon, its dash, `---`, or the start of the text.
  std::optional<std::size_t> head_end(NodeId id) const;
  /// The end of the text of a pair's or item's value inside a flow collection.
  std::size_t flow_end(NodeId value) const;
  /// The key of a value in a mapping, the value itself in a sequence.
  NodeId entry(NodeId value) const;
  /// The end of a run of comment lines that follow `end` and are indented to `column` or more; else `end`.
  std::size_t comments_end(std::size_t end, std::size_t column) const;

 private:
  std::size_t block_scalar_end(NodeId id) const;
  std::optional<std::size_t> root_head() const;
  std::size_t explicit_indent(NodeId id) const;
  NodeId last_value(NodeId collection) const;
  NodeId previous_item(NodeId item) const;

  const Document& document_;
};

}  // namespace decide::yaml::edits
