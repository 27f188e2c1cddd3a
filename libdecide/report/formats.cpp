#include "report/formats.h"

#include <algorithm>
#include <array>

#include "report/concise.h"
#include "report/full.h"

namespace decide::report {
namespace {

using Around = Format::Around;

std::string as_json(const Run& run) {
  return json(run.files, run.extras);
}

constexpr std::array rows{
    Format{"full", Around::all, full, nullptr},
    Format{"concise", Around::all, concise, nullptr},
    Format{"json", Around::nothing, nullptr, as_json},
    Format{"sarif", Around::nothing, nullptr, sarif},
    // A step shows ten annotations of a kind; the count tells that there are more.
    Format{"github", Around::total, nullptr, github},
    Format{"gitlab", Around::nothing, nullptr, gitlab},
    Format{"junit", Around::nothing, nullptr, junit},
    Format{"rdjson", Around::nothing, nullptr, rdjson},
};

}  // namespace

std::string Format::render(const Run& run, const Style& style) const {
  if (of_file == nullptr) return of_run(run);
  std::string text;
  for (const FileReport& file : run.files) text += of_file(*file.source, file.findings, style);
  return text;
}

std::span<const Format> formats() {
  return rows;
}

const Format* format_named(std::string_view name) {
  const auto* const found =
      std::find_if(rows.begin(), rows.end(), [name](const Format& row) { return row.name == name; });
  return found == rows.end() ? nullptr : found;
}

}  // namespace decide::report
