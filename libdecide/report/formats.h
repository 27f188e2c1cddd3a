#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

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
  std::unique_ptr<Document> (*begin)(About about);
};

std::span<const Format> formats();
/// Null if there is none.
const Format* format_named(std::string_view name);

/// A run that is at hand as a whole, in a format.
std::string text_in(const Format& format, const std::vector<FileReport>& files, About about);

}  // namespace decide::report
