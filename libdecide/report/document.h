#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sink.h"
#include "base/source.h"
#include "base/spool.h"
#include "diag/finding.h"
#include "report/json.h"
#include "report/terminal.h"

namespace decide::report {

/// Who speaks.
struct Tool {
  std::string_view version;   ///< "0.1.0"
  std::string_view homepage;  ///< without a slash at its end
};

/// Absolute paths, so that names can be said from the root of the repository, as code hosts want them.
struct Places {
  std::string folder;  ///< in which names that are not absolute are looked up; empty: not known
  std::string root;    ///< of the repository, or the folder again
};

/// What a run says besides its findings, and how.
struct About {
  Extras extras{};
  Tool tool{};
  Places places{};
  Style style{};
};

/// What has to be known of an item when all are known. Only SARIF asks for it.
struct ItemMark {
  std::string rule, name;
  diag::Severity severity = diag::Severity::error;
  bool is_excused = false, in_baseline = false;
  std::size_t hole = 0;      ///< where in the text of the item the number of its rule goes
  std::string suppressions;  ///< a list, as it stands in the item if there is one in any
};

/// What one file adds to a document.
struct Part {
  std::vector<std::string> items;
  std::vector<ItemMark> marks;  ///< of each item, or none
  diag::Summary summary;
};

/// What all parts come to.
struct Totals {
  std::size_t files = 0, items = 0;
  std::size_t clean = 0;  ///< files in which nothing was found
  diag::Summary summary;
};

/// A run in one format, put together file by file. It keeps no finding and little memory, however many there
/// are.
class Document {
 public:
  explicit Document(About about) : about_(std::move(about)) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  virtual ~Document() = default;

  /// On any thread.
  virtual Part part(const Source& source, const std::vector<diag::Finding>& findings) const = 0;
  /// In the order of the files.
  void add(Part part);
  /// The whole text.
  virtual Status write(const Sink& sink) const = 0;
  const Totals& totals() const { return totals_; }
  /// For a text that has to be there as a whole anyway: then none of it can fail to come back. Before the
  /// first file.
  void keep_in_memory();

 protected:
  const About& about() const { return about_; }
  const Spool& text() const { return text_; }
  Spool& text() { return text_; }
  virtual void add_items(Part part) = 0;

 private:
  About about_;
  Totals totals_;
  Spool text_;
};

/// What stands before and behind the items.
struct Frame {
  std::string before, after;
};

/// A format that is a list of items in a frame.
struct Listing {
  std::vector<std::string> (*items)(const Source& source, const std::vector<diag::Finding>& findings,
                                    const About& about);
  std::string_view between;
  Frame (*frame)(const Totals& totals, const About& about);  ///< null: none
};

std::unique_ptr<Document> listed(const Listing& listing, About about);

}  // namespace decide::report
