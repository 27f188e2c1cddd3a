#include "derive/seal.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "schema/canonical.h"
#include "schema/type.h"

namespace decide::derive {

namespace {

using design::Section;

constexpr std::array<StageInfo, 5> all_stages{{
    {Section::scope, "scope", "scope", 'S'},
    {Section::model, "model", "model", 'M'},
    {Section::partition, "partition", "partition", 'P'},
    {Section::backfill, "backfill", "backfill-check", 'B'},
    {Section::close, "close", "close", 'C'},
}};

constexpr std::size_t seal_digits = 16;

std::string section_form(const yaml::Document& document, std::string_view key) {
  const auto located = schema::locate(key);
  return located ? schema::canonical_form(document, document.at(key), *located->type) : std::string{};
}

}  // namespace

const std::array<StageInfo, 5>& stages() {
  return all_stages;
}

const StageInfo& stage_of(Section section) {
  return all_stages[static_cast<std::size_t>(section)];
}

std::optional<Section> section_of_path(std::string_view path) {
  const std::string_view head = path.substr(0, path.find('.'));
  for (const StageInfo& stage : all_stages) {
    if (stage.key == head) return stage.section;
  }
  return std::nullopt;
}

std::string seal(const yaml::Document& document, Section section) {
  std::string sealed = "dedesign 1\n";
  for (const StageInfo& stage : all_stages) {
    if (stage.section > section) break;
    const std::string form = section_form(document, stage.key);
    sealed += fmt::format("{}:{}:{}\n", stage.key, form.size(), form);
  }
  return sha256_hex(sealed).substr(0, seal_digits);
}

std::string changed_since_sealed(const StageInfo& stage) {
  const bool first = stage.section == stages().front().section;
  return fmt::format("`{}`{} has changed since it was sealed", stage.key,
                     first ? "" : ", or a section before it,");
}

SealState seal_state(const yaml::Document& document, const design::Design& design, Section section) {
  const auto& entry = ledger_entry(design, section);
  if (!entry) return SealState::unsealed;
  return *entry == seal(document, section) ? SealState::valid : SealState::stale;
}

const design::Val<design::Text>& ledger_entry(const design::Design& design, Section section) {
  switch (section) {
    case Section::scope:
      return design.sealed.scope;
    case Section::model:
      return design.sealed.model;
    case Section::partition:
      return design.sealed.partition;
    case Section::backfill:
      return design.sealed.backfill;
    case Section::close:
      break;
  }
  return design.sealed.close;
}

}  // namespace decide::derive
