#pragma once

// Collects the splices of one or many changes to a document. Nothing is changed before `text`.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "yaml/edit_fragment.h"
#include "yaml/edit_layout.h"
#include "yaml/edit_text.h"

namespace decide::yaml::edits {

class Plan {
 public:
  explicit Plan(const Document& document, std::optional<Habits> habits = std::nullopt);
  const Habits& habits() const { return habits_; }

  /// Puts a value of a fragment in the place of a value.
  Status replace(NodeId value, const Fragment& fragment, NodeId node);
  /// Adds pairs of a fragment's mapping to a mapping that has none of these keys. A null becomes a mapping.
  Status add(NodeId mapping, const Fragment& fragment, std::span<const NodeId> keys);
  /// Adds an item at the end of a sequence.
  Status append(NodeId sequence, const Fragment& fragment, NodeId node);
  /// Removes a pair (by its value) or an item. Comment lines above it stay; the last one leaves {} or [].
  Status remove(NodeId value);

  /// The changed text.
  Result<std::string> text() const;

 private:
  /// The text of a value in block context: a part on one line or more, then lines that follow that line.
  struct Slot {
    std::size_t head = 0;            ///< right after the colon or dash
    std::size_t begin = 0, end = 0;  ///< the first part; empty if there is none
    std::size_t rest = 0, rest_end = 0;
    bool own_line = false;  ///< the first part starts on a line of its own
  };

  Result<Slot> slot(NodeId value) const;
  Slot scalar_slot(NodeId value, std::size_t head) const;
  Slot block_slot(NodeId value, std::size_t head) const;
  std::size_t properties_end(NodeId value) const;
  Status unwritable(NodeId value) const;
  Status refuse_multi_line(NodeId collection) const;

  void replace_in_flow(NodeId value, const std::string& text);
  Status put(NodeId value, const Rendered& rendered);
  Status put_lines(NodeId value, std::vector<std::string> lines);
  void put_below(const Slot& slot, const std::vector<std::string>& lines);
  void put_in_empty(const std::vector<std::string>& lines);
  void put_rendered(const Slot& slot, const Rendered& rendered);
  Status add_in_flow(NodeId collection, const std::vector<std::string>& members);
  std::vector<std::string> pairs_as_lines(const Fragment& fragment, std::span<const NodeId> keys,
                                          std::size_t column) const;
  Status remove_in_flow(NodeId value);
  Status remove_last(NodeId collection);
  Status remove_after_dash(NodeId value, std::size_t begin);
  void remove_lines(std::size_t begin, std::size_t end);

  Place place(std::size_t column, std::size_t at) const;
  std::string_view newline(std::size_t at) const;
  void cut(std::size_t begin, std::size_t end, std::string text = {});

  const Document& document_;
  Layout layout_;
  std::string_view text_;
  Habits habits_;
  std::vector<Splice> splices_;
};

}  // namespace decide::yaml::edits
