#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parts.h"
#include "base/result.h"
#include "lsp/json.h"
#include "lsp/place.h"
#include "lsp/world.h"
#include "rules/check.h"

namespace decide::lsp {

/// A design in a document, and what was found in it.
struct Block {
  Part part;
  std::unique_ptr<rules::Checked> checked{};  ///< null before it was judged, or if it is none of our files
  /// A place in the block as one in the document.
  Span in_document(Span span) const { return {span.begin + part.offset, span.end + part.offset}; }
};

/// A document that a client has open, YAML or Markdown with designs in it: its text as it is typed, and what
/// was found in it.
class Document {
 public:
  Document(std::string uri, std::string text, Json version);

  const std::string& uri() const { return uri_; }
  const std::string& text() const { return text_; }
  const Json& version() const { return version_; }
  /// A change of the whole text, or of a range of it.
  void change(const std::optional<Range>& range, std::string text, Encoding encoding);
  void set_version(Json version) { version_ = std::move(version); }
  /// What surrounds it may have changed: it is judged again.
  void forget() { judged_ = published_ = false; }
  /// Whether the client has been told what was found since the last change.
  bool is_published() const { return published_; }
  void set_published() { published_ = true; }

  /// Judges it unless that was done since the last change.
  void judge(const World& world);
  /// The block in which a byte of the document lies, or null.
  const Block* block_at(std::uint32_t offset) const;
  /// What was found in all blocks, with places in the document. Fixes only where text can be put in as it is.
  std::vector<diag::Finding> findings() const;
  /// Why it could not be judged: settings that cannot be read, a text that is too long.
  const std::optional<Error>& problem() const { return problem_; }

 private:
  std::string uri_, text_;
  Json version_;
  bool judged_ = false, published_ = false;
  std::vector<Block> blocks_;  ///< of a Markdown document those that are designs, of any other the whole
  std::optional<Error> problem_;

  std::string name() const;
  void take_apart();
};

/// The path of a `file:` URI, its escapes resolved; empty for other URIs.
std::string path_of(std::string_view uri);

/// False for a YAML file that is clearly something else: it has keys, and none of them is one that a design
/// begins with.
bool may_be_design(std::string_view text);

}  // namespace decide::lsp
