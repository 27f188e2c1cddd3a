#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace decide::yaml {

using NodeId = std::uint32_t;
inline constexpr NodeId none = 0xFFFFFFFF;

enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
/// How it is written. `absent`: a null that is nowhere in the text (`key:` and nothing after it).
enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal, folded, block, flow, absent };

/// What a tag says about the type; `unset` leaves it to the spelling. `!` before a plain scalar is `str`.
enum class Tag : std::uint8_t { unset, str, integer, floating, boolean, null, map, seq };

/// A node of the tree. Aliases are expanded: the copy carries the alias's span and `aliased`.
struct Node {
  Kind kind = Kind::null;
  Style style = Style::plain;
  Tag tag = Tag::unset;
  bool aliased = false;       ///< reached through an alias: must not be edited here
  bool anchored = false;      ///< carries an anchor that an alias uses
  bool is_key = false;        ///< the key of a pair; its value is `next`
  std::uint32_t begin = 0;    ///< first byte, properties (anchor, tag) included
  std::uint32_t content = 0;  ///< first byte after the properties
  /// One past the last byte; absent: right after the colon or dash. A block scalar ends before the line break
  /// of its last line (with `+` of its last blank line), a block collection where its last descendant does.
  std::uint32_t end = 0;
  NodeId parent = none;
  NodeId first = none;      ///< first child: first item, or first key
  NodeId next = none;       ///< next sibling: next item; of a key its value; of a value the next key
  std::uint32_t count = 0;  ///< items of a sequence, pairs of a mapping
  std::string text;         ///< scalars and keys: the value, unescaped; a written null as it is spelled (`~`)
};

/// Something wrong with the text itself. `other` is a second place (the first of two equal keys) or empty.
struct Problem {
  enum class What : std::uint8_t { syntax, duplicate_key } what = What::syntax;
  Span span;
  std::string message;
  std::string help;
  Span other;
  NodeId node = none;  ///< duplicate_key: the second key
};

struct Limits {
  std::uint32_t bytes = 16U << 20U;
  std::uint32_t depth = 100;
  std::uint32_t nodes = 100000;
};

/// A parsed file: the tree over the bytes of one source. Node 0 is the root.
class Document {
 public:
  const Source& source() const { return source_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& operator[](NodeId id) const { return nodes_[id]; }
  const Node& root() const { return nodes_.front(); }
  bool empty() const { return nodes_.empty(); }

  /// The value of a key in a mapping, or `none`. Linear in the mapping; with duplicate keys the first.
  NodeId find(NodeId mapping, std::string_view key) const;
  /// The node at a dotted path from the root ("scope.volume.peak", "partition.clicks.by.0"), or `none`.
  NodeId at(std::string_view path) const;
  /// The key node of a value in a mapping, or `none` for the root and items.
  NodeId key_of(NodeId value) const;
  /// The dotted path of a node, of a key or of a value; items of a sequence add nothing to it.
  std::string path(NodeId id) const;
  /// Another text of a scalar; its place stays that of the source. For asking "what if".
  void set_text(NodeId id, std::string text) { nodes_[id].text = std::move(text); }
  Span span(NodeId id) const { return {nodes_[id].content, nodes_[id].end}; }

 private:
  friend class Builder;
  NodeId item(NodeId sequence, std::string_view index) const;
  Source source_;
  std::vector<Node> nodes_;
  std::vector<NodeId> keys_;  ///< per node: its key, or none
};

/// What came of reading a text. A syntax problem leaves `document` without nodes; duplicate keys do not.
struct Parsed {
  Document document;
  std::vector<Problem> problems;
  bool readable() const { return !document.empty(); }
};

/// Reads one YAML document; the text must not exceed the limits. Never throws, never loops: every guard is
/// one syntax problem with its place. An empty file has one node: an absent null.
Parsed parse(Source source, const Limits& limits = {});

/// How a plain scalar reads under the YAML 1.2 core schema.
enum class Core : std::uint8_t { null, boolean, integer, floating, string };
Core core_type(const Node& node);
/// True for a plain spelling that YAML 1.1 readers take as something else (`yes`, `010`, `1:30`, `1e3`).
/// Dates are left out: 1.1 readers take them as dates, which is what is meant.
bool misread_by_yaml11(std::string_view text);

}  // namespace decide::yaml
