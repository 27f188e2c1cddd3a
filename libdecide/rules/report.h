#pragma once

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "derive/facts.h"
#include "diag/finding.h"
#include "estimate/estimates.h"
#include "rules/registry.h"
#include "rules/schema_files.h"

namespace decide::replay {
class Verdicts;
}

namespace decide::rules {

/// What the edits of all findings of a file may cost. Each is tried on the text and read again, so that many
/// of them in a large file would take time that grows with its square: past the budget findings stand without
/// an edit.
class EditBudget {
 public:
  static constexpr std::size_t most_bytes = 8U << 20U;
  explicit EditBudget(bool wanted) : left_(wanted ? most_bytes : 0) {}
  bool any() const { return left_ > 0; }
  /// False if it does not bear an edit of a text so long.
  bool take(std::size_t bytes) {
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  std::size_t left_;
};

/// A finding in the making. Every setter returns the draft, so that a body reads as one sentence.
class Draft {
 public:
  Draft(const derive::Facts& facts, diag::Finding& finding, EditBudget& edits, bool words)
      : facts_(facts), finding_(finding), edits_(edits), words_(words) {}

  /// The finding in one sentence, with the number seen and the limit.
  template <class... Args>
  Draft& say(fmt::format_string<Args...> format, Args&&... args) {
    if (words_) finding_.message = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }
  /// Said under the culprit.
  template <class... Args>
  Draft& label(fmt::format_string<Args...> format, Args&&... args) {
    if (words_) finding_.label = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }
  /// What to do.
  template <class... Args>
  Draft& help(fmt::format_string<Args...> format, Args&&... args) {
    if (words_) finding_.help = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }
  Draft& severity(diag::Severity severity);
  /// error if `strict`, else warning: rules that are "error if exact, else warning".
  Draft& error_if(bool strict);
  /// Names the constraint behind the limit and shows the line that it came from (its first origin, unless
  /// that is the culprit itself). Silent about the place if the design lacks the constraint.
  Draft& because(derive::ConstraintId constraint) { return because(constraint, {}); }
  /// The same, but of many origins the one at `preferred`, which the finding is about; no place where the
  /// constraint did not come from there.
  Draft& because(derive::ConstraintId constraint, design::Place preferred);
  /// A second place with a few words.
  template <class... Args>
  Draft& related(design::Place at, fmt::format_string<Args...> format, Args&&... args) {
    return words_ ? relate(at, fmt::format(format, std::forward<Args>(args)...)) : *this;
  }
  Draft& figure(diag::Figure figure);
  Draft& trace(diag::Trace trace);
  /// An edit that mends it: sets `path` (full) to a YAML value. Left out where the edit cannot be made
  /// safely.
  Draft& fix_set(bool safe, std::string title, std::string_view path, std::string_view value);
  /// The same for several fields below one path, as one fix.
  Draft& fix_sets(bool safe, std::string title, std::string_view path,
                  const std::vector<std::pair<std::string, std::string>>& fields);
  /// A safe edit: the scalar, item or key at `at` becomes `word`. Left out where an alias would change too.
  Draft& fix_word(design::Place at, std::string_view word);

 private:
  Draft& relate(design::Place at, std::string message);

  const derive::Facts& facts_;
  diag::Finding& finding_;
  EditBudget& edits_;
  bool words_;
};

/// Where the body of one rule puts what it finds.
class Report {
 public:
  Report(const derive::Facts& facts, const estimate::Estimates& estimates, replay::Verdicts& verdicts,
         EditBudget& edits, const Rule& rule)
      : facts_(facts), estimates_(estimates), verdicts_(verdicts), edits_(edits), rule_(rule) {}

  /// A limit or constant as it holds for this design.
  const facts::Fact& fact(std::string_view name) const { return facts_.values.fact(name); }
  /// The figures of the design.
  const estimate::Estimates& estimates() const { return estimates_; }

  /// What the replay checker found; searched when it is first asked for.
  replay::Verdicts& verdicts() const { return verdicts_; }
  /// The versions of the event schema that were read beside the design, oldest first.
  std::span<const SchemaFile> schema_files() const { return schema_files_; }

  /// A finding at a value, or at a name (the key of an entry). A block collection is pointed at by its key.
  Draft at(design::Place place);
  /// A finding about something that is not there: `key` (may be dotted) below `parent`; points at the nearest
  /// thing that exists. Parent {} is the file.
  Draft missing(design::Place parent, std::string_view key);

  std::vector<diag::Finding>& findings() { return findings_; }
  void show(std::span<const SchemaFile> files) { schema_files_ = files; }
  /// True if values of the file could not be read: what follows from answers may then be missing for that.
  bool misread() const { return misread_; }
  void note_misread(bool any) { misread_ = any; }
  /// False where nobody reads what findings say: then they have rule, severity and place only, and notes
  /// may be left out.
  void want_words(bool wanted) { words_ = wanted; }
  bool wants_words() const { return words_; }
  /// False where nobody asks for edits, so that none need be looked for.
  bool offers_edits() const { return edits_.any(); }

 private:
  Draft add(std::string path, Span span, bool absent);

  const derive::Facts& facts_;
  const estimate::Estimates& estimates_;
  replay::Verdicts& verdicts_;
  EditBudget& edits_;
  const Rule& rule_;
  std::span<const SchemaFile> schema_files_;
  bool misread_ = false;
  bool words_ = true;
  std::vector<diag::Finding> findings_;
};

/// The bytes that a finding about a node points at.
Span culprit_span(const yaml::Document& document, yaml::NodeId node);

}  // namespace decide::rules
