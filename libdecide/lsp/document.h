#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "lsp/json.h"
#include "lsp/place.h"
#include "lsp/world.h"
#include "rules/check.h"

namespace decide::lsp {

/// A document that a client has open: its text as it is typed, and what was found in it.
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
  /// Null before it was judged, or if it is none of our files.
  const rules::Checked* checked() const { return checked_.get(); }
  /// Why it could not be judged: settings that cannot be read, a text that is too long.
  const std::optional<Error>& problem() const { return problem_; }

 private:
  std::string uri_, text_;
  Json version_;
  bool judged_ = false, published_ = false;
  std::unique_ptr<rules::Checked> checked_;
  std::optional<Error> problem_;
};

/// The path of a `file:` URI, its escapes resolved; empty for other URIs.
std::string path_of(std::string_view uri);

/// False for a YAML file that is clearly something else: it has keys, and none of them is one that a design
/// begins with.
bool may_be_design(std::string_view text);

}  // namespace decide::lsp
