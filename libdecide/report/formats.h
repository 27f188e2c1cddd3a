#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/machine.h"
#include "report/terminal.h"

namespace decide::report {

/// A way to show findings. To add one is to add a row to the table in formats.cpp.
struct Format {
  /// What a command sets around the findings, unless it is asked to be quiet.
  enum class Around {
    nothing,  ///< the format has no place for it
    total,    ///< the line that counts
    all,      ///< what the command has to say before and after as well
  };

  std::string_view name;
  Around around;
  /// Of one file, where a run is shown file after file; else null, and the text is made of the whole run.
  std::string (*of_file)(const Source& source, const std::vector<diag::Finding>& findings,
                         const Style& style);
  std::string (*of_run)(const Run& run);  ///< what a machine reads has one look

  std::string render(const Run& run, const Style& style) const;
};

std::span<const Format> formats();
/// Null if there is none.
const Format* format_named(std::string_view name);

}  // namespace decide::report
