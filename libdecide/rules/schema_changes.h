#pragma once

#include <optional>
#include <string>

#include "compat/change.h"
#include "derive/facts.h"

/// The declared changes of the event schema, as the module of compatibility takes them.
namespace decide::rules {

/// A change with what the model knows of its column.
struct Declared {
  const design::Named<design::Change>* entry = nullptr;
  const design::Val<design::ColumnRef>* column = nullptr;  ///< what changes: the culprit
  const design::Named<design::Table>* table = nullptr;     ///< null if the model does not have it
  compat::Change change;

  const design::Change& said() const { return entry->value; }
  /// "adding `clicks.cost`"
  std::string doing() const;
};

/// Nothing where the entry does not say which column changes, or says several.
std::optional<Declared> declared(const derive::Facts& facts, const design::Named<design::Change>& entry);

/// A new major version that is served beside the old one for a time: B437 alone judges it.
bool is_versioned(const design::Change& change);

/// The language of the events of a change: said, or that of all sources behind the table. Nothing if neither
/// tells.
std::optional<design::SchemaFormat> language(const derive::Facts& facts, const Declared& change);

/// What a change is judged by; nothing where the language or the mode is not known.
std::optional<compat::Terms> terms(const derive::Facts& facts, const Declared& change);

/// The verdict under the declared mode; nothing where it cannot be told.
std::optional<compat::Verdict> verdict(const derive::Facts& facts, const Declared& change);

/// True if no order of upgrades saves the change: it breaks under the declared mode, or, where none is
/// declared or `none`, in both directions.
bool is_breaking(const derive::Facts& facts, const Declared& change);

}  // namespace decide::rules
