#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "design/words.h"
#include "rules/check.h"

/// The five stage commands: edit a section, judge it against all earlier ones, seal it.
namespace decide::stage {

/// What a stage command was asked to change; paths are relative to the section of the stage.
struct Edits {
  std::optional<Source> from;                            ///< a YAML fragment, merged first
  std::vector<std::pair<std::string, std::string>> set;  ///< path and YAML value, in order
  std::vector<std::string> unset;                        ///< paths, after all sets
};

struct Outcome {
  std::string text;                         ///< the document after edits and seal
  std::unique_ptr<rules::Checked> checked;  ///< of the document after the edits
  bool sealed = false;                      ///< the section carries a valid seal now
  std::string seal_note;                    ///< why it was not sealed, and what to run; empty if it was
};

/// Reads "PATH=VALUE".
Result<std::pair<std::string, std::string>> split_assignment(std::string_view text);

/// The text with the edits in the section of the stage. The document must have been readable.
Result<std::string> edit(const Source& source, design::Section section, const Edits& edits);

/// Edits, judges and seals. `file` is the name to put into advice ("dedesign scope FILE"), empty for a
/// filter. An error says why the edits could not be made; nothing is lost then. A text that cannot be read
/// comes back unchanged, with `checked->readable()` false.
Result<Outcome> run(const Source& source, design::Section section, const Edits& edits,
                    rules::CheckOptions options, std::string_view file);

}  // namespace decide::stage
