#include "report/formats.h"

#include <algorithm>
#include <array>

#include "report/concise.h"
#include "report/full.h"

namespace decide::report {
namespace {

using Around = Format::Around;

template <std::string (*render)(const Source&, const std::vector<diag::Finding>&, const Style&)>
std::string file_by_file(const Run& run, const Style& style) {
  std::string text;
  for (const FileReport& file : run.files) text += render(*file.source, file.findings, style);
  return text;
}

/// What a machine reads has one look.
template <std::string (*render)(const Run&)>
std::string whole(const Run& run, const Style& /*style*/) {
  return render(run);
}

std::string as_json(const Run& run, const Style& /*style*/) {
  return json(run.files, run.extras);
}

constexpr std::array rows{
    Format{"full", Around::all, file_by_file<full>},
    Format{"concise", Around::all, file_by_file<concise>},
    Format{"json", Around::nothing, as_json},
    Format{"sarif", Around::nothing, whole<sarif>},
    // A step shows ten annotations of a kind; the count tells that there are more.
    Format{"github", Around::total, whole<github>},
    Format{"gitlab", Around::nothing, whole<gitlab>},
    Format{"junit", Around::nothing, whole<junit>},
    Format{"rdjson", Around::nothing, whole<rdjson>},
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

}  // namespace decide::report
