#pragma once

#include <array>
#include <optional>
#include <string>

#include "design/design.h"
#include "yaml/document.h"

namespace decide::derive {

/// The five sections in the order in which an answer is built, each with the command that fills it.
struct StageInfo {
  design::Section section;
  std::string_view key;      ///< "backfill"
  std::string_view command;  ///< "backfill-check"
  char letter;               ///< of its rules: S M P B C
};
const std::array<StageInfo, 5>& stages();
const StageInfo& stage_of(design::Section section);
/// The stage whose section holds a path ("model.tables.x" -> model), or nothing for the head.
std::optional<design::Section> section_of_path(std::string_view path);

/// The seal that a section deserves now: the first 16 hex digits of a SHA-256 over the canonical form of its
/// section and of all earlier ones. Comments, key order, quoting and number spelling do not change it.
std::string seal(const yaml::Document& document, design::Section section);

enum class SealState { unsealed, valid, stale };
/// What the ledger of the file says of a section.
SealState seal_state(const yaml::Document& document, const design::Design& design, design::Section section);
/// "`model`, or a section before it, has changed since it was sealed": a seal covers all that stands before
/// its section, and does not tell which of it changed.
std::string changed_since_sealed(const StageInfo& stage);
/// The ledger's entry for a section.
const design::Val<design::Text>& ledger_entry(const design::Design& design, design::Section section);

}  // namespace decide::derive
