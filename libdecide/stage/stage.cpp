#include "stage/stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "derive/seal.h"
#include "schema/type.h"
#include "stage/value.h"
#include "yaml/edit.h"

namespace decide::stage {

using derive::SealState;
using design::Section;

Result<std::pair<std::string, std::string>> split_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{fmt::format("`{}` is not PATH=VALUE", text), "write --set volume.peak=120k/s, say"};
  }
  return std::pair{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

namespace {

/// A path of the section, checked against the format, as segments from the root.
Result<std::vector<std::string>> segments(std::string_view key, std::string_view path) {
  auto relative = yaml::split_path(path);
  if (!relative) return relative.error();
  const std::string full = fmt::format("{}.{}", key, path);
  if (const auto located = schema::locate(full); !located) {
    Error error = located.error();
    error.message = fmt::format("no path `{}`: {}", full, error.message);
    const bool doubled = path == key || path.starts_with(fmt::format("{}.", key));
    if (doubled) error.help = fmt::format("paths are relative to the section; leave `{}.` out", key);
    return error;
  }
  std::vector<std::string> all{std::string(key)};
  for (std::string& segment : *relative) {
    // The keys of `when` are paths themselves: everything after it is one key.
    const bool inside_when = all.size() >= 4 && all[1] == "what_if" && all[3] == "when";
    if (inside_when && all.size() == 5) {
      all.back() += "." + segment;
    } else {
      all.push_back(std::move(segment));
    }
  }
  return all;
}

/// Where a fragment says something, for messages.
Error in_fragment(const Source& from, const yaml::Problem& problem) {
  const Position at = from.position(problem.span.begin);
  return {fmt::format("{}:{}:{}: {}", from.name(), at.line, at.column, problem.message), problem.help};
}

/// The section of a whole design, as a file of its own: `scope:` and what stands below it.
std::string section_text(const yaml::Document& design, yaml::NodeId section) {
  const Source& source = design.source();
  const std::uint32_t line = source.position(design.span(design.key_of(section)).begin).line;
  return std::string(source.slice({source.line_start(line), design[section].end})) + "\n";
}

/// A key of a fragment that is none of the section: the fragment is of something else.
std::optional<Error> foreign_key(const yaml::Document& fragment, std::string_view key) {
  for (yaml::NodeId child = fragment.root().first; child != yaml::none; child = fragment[child].next) {
    if (fragment[child].is_key) continue;
    const auto located = schema::locate(fmt::format("{}.{}", key, fragment.path(child)));
    if (located) continue;
    const Position at = fragment.source().position(fragment.span(fragment.key_of(child)).begin);
    return Error{
        fmt::format("{}:{}:{}: {}", fragment.source().name(), at.line, at.column, located.error().message),
        fmt::format("give a fragment of `{}`; nothing was merged", key)};
  }
  return std::nullopt;
}

/// True if the first level of a fragment is that of a file: `dedesign`, or this section beside others.
bool is_whole_design(const yaml::Document& fragment, std::string_view key) {
  if (fragment.find(0, "dedesign") != yaml::none) return true;
  const auto& stages = derive::stages();
  return fragment.find(0, key) != yaml::none &&
         std::count_if(stages.begin(), stages.end(), [&](const derive::StageInfo& stage) {
           return fragment.find(0, stage.key) != yaml::none;
         }) > 1;
}

/// A fragment holds the section alone, or under its own key, or is a whole design whose section is taken.
Result<std::string> merge_fragment(const yaml::Document& document, const Source& from, std::string_view key) {
  const yaml::Parsed parsed = yaml::parse(from);
  if (!parsed.problems.empty()) return in_fragment(from, parsed.problems.front());
  const yaml::Document& fragment = parsed.document;
  const bool is_mapping = fragment.root().kind == yaml::Kind::mapping;
  const yaml::NodeId section = is_mapping ? fragment.find(0, key) : yaml::none;
  const bool is_design = is_mapping && is_whole_design(fragment, key);
  if (is_design && section == yaml::none) return document.source().text();
  if (is_design) return merge_fragment(document, Source(from.name(), section_text(fragment, section)), key);
  const bool wrapped = section != yaml::none && fragment.root().count == 1;
  if (is_mapping && !wrapped) {
    if (auto foreign = foreign_key(fragment, key)) return *std::move(foreign);
  }
  auto merged =
      yaml::merge(document, wrapped ? std::vector<std::string>{} : std::vector{std::string(key)}, fragment);
  if (merged) return merged;
  return Error{fmt::format("{} cannot be merged into `{}`: {}", from.name(), key, merged.error().message),
               merged.error().help};
}

Result<std::string> change(const std::string& name, std::string text, yaml::Change::Verb verb,
                           std::string_view key, std::string_view path, std::string_view value) {
  const std::string full = fmt::format("{}.{}", key, path);
  const yaml::Parsed parsed = yaml::parse(Source(name, std::move(text)));
  auto at = segments(key, path);
  // What no format knows can be taken out all the same.
  const bool is_there = verb == yaml::Change::Verb::unset && parsed.document.at(full) != yaml::none;
  if (!at && is_there) at = yaml::split_path(full);
  if (!at) return at.error();
  auto edited = yaml::apply(parsed.document, {verb, *std::move(at), as_yaml(full, value)});
  if (edited) return edited;
  return Error{fmt::format("`{}` cannot be {}: {}", full, verb == yaml::Change::Verb::set ? "set" : "removed",
                           edited.error().message),
               edited.error().help};
}

}  // namespace

Result<std::string> edit(const Source& source, Section section, const Edits& edits) {
  const std::string_view key = derive::stage_of(section).key;
  std::string text = source.text();
  if (edits.from) {
    auto merged = merge_fragment(yaml::parse(source).document, *edits.from, key);
    if (!merged) return merged;
    text = *std::move(merged);
  }
  for (const auto& [path, value] : edits.set) {
    auto edited = change(source.name(), std::move(text), yaml::Change::Verb::set, key, path, value);
    if (!edited) return edited;
    text = *std::move(edited);
  }
  for (const std::string& path : edits.unset) {
    auto edited = change(source.name(), std::move(text), yaml::Change::Verb::unset, key, path, {});
    if (!edited) return edited;
    text = *std::move(edited);
  }
  return text;
}

namespace {

bool has_errors(const rules::Checked& checked) {
  for (const diag::Finding& finding : checked.findings) {
    if (finding.severity == diag::Severity::error && !finding.accepted) return true;
  }
  return false;
}

std::string command_line(const derive::StageInfo& stage, std::string_view file) {
  return file.empty() ? fmt::format("dedesign {}", stage.command)
                      : fmt::format("dedesign {} {}", stage.command, file);
}

/// Why the section may not be sealed, or nothing.
std::string reason_against_sealing(const rules::Checked& checked, Section section, std::string_view file) {
  const derive::StageInfo& own = derive::stage_of(section);
  if (has_errors(checked)) return fmt::format("`{}` is not sealed: it has errors", own.key);
  for (const derive::StageInfo& earlier : derive::stages()) {
    if (earlier.section >= section) break;
    const SealState state = derive::seal_state(checked.parsed.document, checked.read.design, earlier.section);
    if (state == SealState::valid) continue;
    const std::string why = state == SealState::stale ? derive::changed_since_sealed(earlier)
                                                      : fmt::format("`{}` is not sealed yet", earlier.key);
    return fmt::format("`{}` is not sealed: {}; run `{}` first", own.key, why, command_line(earlier, file));
  }
  return {};
}

void seal_section(Outcome& outcome, Section section, std::string_view file) {
  outcome.seal_note = reason_against_sealing(*outcome.checked, section, file);
  if (!outcome.seal_note.empty()) return;
  const yaml::Document& document = outcome.checked->parsed.document;
  const std::string_view key = derive::stage_of(section).key;
  const std::string value = fmt::format("\"{}\"", derive::seal(document, section));
  auto sealed = yaml::apply(document, {yaml::Change::Verb::set, {"sealed", std::string(key)}, value});
  if (!sealed) {
    outcome.seal_note = fmt::format("`{}` is not sealed: {}", key, sealed.error().message);
    return;
  }
  outcome.text = *std::move(sealed);
  outcome.sealed = true;
}

bool anything(const Edits& edits) {
  return edits.from || !edits.set.empty() || !edits.unset.empty();
}

}  // namespace

Result<Outcome> run(const Source& source, Section section, const Edits& edits, rules::CheckOptions options,
                    std::string_view file) {
  options.stage = section;
  Outcome outcome;
  outcome.text = source.text();
  const std::string& name = source.name();
  if (anything(edits)) {
    // Only a text that can be read can be edited; what is wrong with it is the answer then.
    auto before = rules::check(source, options);
    if (!before->readable()) {
      outcome.checked = std::move(before);
      return outcome;
    }
    auto edited = edit(source, section, edits);
    if (!edited) return edited.error();
    outcome.text = *std::move(edited);
  }
  outcome.checked = rules::check(Source(name, outcome.text), options);
  if (outcome.checked->readable()) seal_section(outcome, section, file);
  return outcome;
}

}  // namespace decide::stage
