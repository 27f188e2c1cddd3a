#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.h"
#include "yaml/feed.h"
#include "yaml/scan.h"
#include "yaml/squeeze.h"

namespace decide::yaml {

/// Thrown out of the event pass at the first thing that is refused; never leaves this folder.
struct Refused {
  Problem problem;
};

/// A collection whose end has not been seen yet.
struct Frame {
  NodeId id = none;
  NodeId last = none;        ///< the latest child
  std::int64_t column = -1;  ///< of a block collection: the bytes before its keys or dashes
  bool flow = false;
  bool bracketed = false;   ///< flow, and not the `a: b` of `[a: b]`
  bool value_next = false;  ///< of a mapping: a key has been read, its value has not
  std::uint32_t height = 1;
};

/// Makes the tree from yaml-cpp's events, finds the end of every node in the text, and refuses what a design
/// file may not hold.
class Builder final : public YAML::EventHandler {
 public:
  Builder(Parsed& parsed, Source source, const Limits& limits);

  void attach(Feed& feed) { feed_ = &feed; }
  const Squeezed& squeezed() const { return squeezed_; }
  std::string_view text() const { return text_; }
  std::size_t bom() const { return bom_; }
  std::size_t offset(const YAML::Mark& mark) const;
  const std::vector<Frame>& open() const { return open_; }
  const std::vector<Node>& nodes() const { return document_.nodes_; }
  const Source& source() const { return document_.source_; }
  bool has_root() const { return !document_.nodes_.empty(); }
  std::size_t start() const { return start_; }
  void add_empty_root(std::size_t at);
  void discard();

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

 private:
  struct Anchor {
    NodeId node = none;
    std::uint32_t height = 0;
    NodeId past = none;  ///< one past the last node below it; none while it is open
  };

  static std::string_view keep(Document& document, Source source);
  NodeId append(Node&& node);
  void link(NodeId id);
  void check_key(const Node& node) const;
  std::string whole(const std::string& value, std::size_t content) const;
  bool expects_key() const;
  bool in_flow() const { return !open_.empty() && open_.back().flow; }
  std::int64_t column(std::size_t at) const;
  bool belongs_here(std::size_t content) const;
  void check_indentation(const Node& node) const;
  Properties properties_of(std::size_t at, const std::string& tag, YAML::anchor_t anchor) const;

  std::string last_tag(std::size_t at, bool anchored) const;
  void measure(Node& node) const;
  void check_escapes(const Node& node) const;
  void check_header(std::size_t at) const;
  void repair(Node& node) const;
  void place_absent(Node& node, const Properties& found) const;
  std::size_t absent_at() const;
  std::size_t after_colon() const;
  std::size_t after_dash() const;
  void refuse_missing_colon() const;
  void refuse_empty_key(std::size_t at) const;
  void refuse_collection_key(const Node& node, Span span) const;
  [[noreturn]] void refuse_depth(std::size_t at) const;
  void refuse_empty_entry(std::size_t at) const;

  void start(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style);
  void finish();
  std::size_t end_of(const Frame& frame) const;
  bool may_have_equal_keys() const;
  void report_duplicates(NodeId mapping);

  void name_anchor(YAML::anchor_t anchor, NodeId id);
  void close_anchor(NodeId id, std::uint32_t height);
  void check_copy(const Anchor& from, Span alias) const;
  void copy(const Anchor& from, Span alias);
  Node copied(NodeId id, Span alias);
  void grow(std::uint32_t height);

  Parsed& parsed_;
  Document& document_;
  Limits limits_;
  Feed* feed_ = nullptr;
  std::string_view text_;
  std::size_t bom_ = 0;
  Squeezed squeezed_;  ///< of the text after the byte order mark: what the marks of the events point into
  std::size_t start_ = 0;
  std::vector<Frame> open_;
  std::vector<NodeId> keys_;  ///< scratch of report_duplicates
  std::map<std::string, Span, std::less<>> names_;
  std::vector<Anchor> anchors_;
  std::map<NodeId, std::size_t> anchored_;  ///< node to anchor, while the node is open
  std::uint64_t expanded_ = 0;              ///< bytes of text copied by aliases
};

inline constexpr std::string_view core_prefix = "tag:yaml.org,2002:";  ///< what `!!` stands for

/// What the tag of a node (yaml-cpp's resolved spelling) says; refuses those outside the core schema and
/// those that do not fit the node.
void apply_tag(Node& node, std::string_view tag, std::string_view text, Span where);

/// The line breaks that a folded scalar with `+` ends with: yaml-cpp 0.7 drops one if there are blank lines.
void repair_kept_breaks(std::string& value, std::string_view text, std::size_t end);

/// Decodes what yaml-cpp 0.7 gets wrong in double quotes: `\N` and `\_` come as one byte, not as UTF-8.
void repair_escapes(std::string& value, std::string_view written);

inline constexpr std::size_t longest_key = 1024;  ///< of a key on one line; a rule of YAML
Problem syntax(Span span, std::string message, std::string help = {}, Span other = {});
/// A line of a mapping (its content) has no colon, or none with a space after it.
Problem missing_colon(std::string_view text, Span line);
Problem long_key(Span span);
Problem bad_escape(std::string_view text, Span span);
/// The bracket at an offset is never closed.
Problem open_bracket(std::string_view text, std::size_t at);

[[noreturn]] void refuse(Span span, std::string message, std::string help = {}, Span other = {});

}  // namespace decide::yaml
