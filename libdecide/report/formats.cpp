#include "report/formats.h"

#include <algorithm>
#include <array>
#include <utility>

#include "report/concise.h"
#include "report/full.h"
#include "report/machine.h"

namespace decide::report {
namespace {

using Around = Format::Around;

using OfFile = std::string (*)(const Source&, const std::vector<diag::Finding>&, const Style&);

/// What people read: the text of each file, one after the other.
template <OfFile of_file>
constexpr Listing plain{
    [](const Source& source, const std::vector<diag::Finding>& findings, const About& about) {
      return std::vector{of_file(source, findings, about.style)};
    },
    "", nullptr};

template <const Listing& listing>
std::unique_ptr<Document> begin(About about) {
  return listed(listing, std::move(about));
}

std::unique_ptr<Document> begin_sarif(About about) {
  return sarif(std::move(about));
}

constexpr std::array rows{
    Format{"full", Around::all, begin<plain<full>>},
    Format{"concise", Around::all, begin<plain<concise>>},
    Format{"json", Around::nothing, begin<json>},
    Format{"sarif", Around::nothing, begin_sarif},
    // A step shows ten annotations of a kind; the count tells that there are more.
    Format{"github", Around::total, begin<github>},
    Format{"gitlab", Around::nothing, begin<gitlab>},
    Format{"junit", Around::nothing, begin<junit>},
    Format{"rdjson", Around::nothing, begin<rdjson>},
};

}  // namespace

std::span<const Format> formats() {
  return rows;
}

const Format* format_named(std::string_view name) {
  const auto* const found =
      std::find_if(rows.begin(), rows.end(), [name](const Format& row) { return row.name == name; });
  return found == rows.end() ? nullptr : found;
}

std::string text_in(const Format& format, const std::vector<FileReport>& files, About about) {
  const auto document = format.begin(std::move(about));
  document->keep_in_memory();
  for (const FileReport& file : files) document->add(document->part(*file.source, file.findings));
  std::string text;
  // Nothing in memory fails to come back, and the sink never refuses.
  (void)document->write([&text](std::string_view piece) {
    text += piece;
    return Done{};
  });
  return text;
}

}  // namespace decide::report
