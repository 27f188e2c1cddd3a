#pragma once

#include <array>
#include <string>
#include <vector>

#include "export/sql_words.h"
#include "replay/commit.h"

namespace decide::exporting {

/// What each step of a timeline does to the table, as statements. Which rows it touches is said by the
/// statements; positions in the input, and what a target refuses or knows already, are taken from the model.
class Steps {
 public:
  Steps(const replay::Model& model, const Words& words) : model_(model), words_(words) {}

  /// Those of one step from `before` to `after`.
  std::vector<std::string> of(const replay::State& before, const replay::State& after, replay::Action action);

 private:
  using Statements = std::vector<std::string>;
  /// A write: whose, by which snapshot, from which table that was read, and how much of it.
  struct Write {
    int who;
    const replay::Snapshot& seen;
    std::string read, view;
    replay::Portion portion = replay::Portion::all;
  };

  Statements arrival(const replay::State& after) const;
  Statements read(const replay::State& after, int who);
  Statements view(const replay::Snapshot& seen, int who, std::string_view name) const;
  std::string query(const replay::State& state, int who, const replay::Snapshot& seen) const;
  Statements write(const replay::State& before, const replay::State& after, int who);
  Statements part(const replay::State& before, int who) const;
  Statements stray(const replay::State& before) const;
  Statements zombie(const replay::State& before, int who) const;
  Statements rerun(const replay::State& before, int who) const;
  Statements erase(int unit) const;
  Statements publish(const replay::State& before, const replay::State& after, int who) const;

  Write own(const replay::State& state, int who) const;
  Statements commit(const replay::State& state, const Write& write) const;
  Statements insert(const replay::State& state, const Write& write) const;
  Statements overwrite(const replay::State& state, const Write& write) const;
  Statements merge(const replay::State& state, const Write& write) const;
  Statements replace_rows(std::string_view which, std::string_view by) const;
  std::string content(const replay::State& state, const Write& write, std::string_view only = "") const;
  bool is_fenced() const;
  std::string own_rows(const Write& write) const;
  std::string reach(const Write& write) const;
  bool looks(int who) const;

  const replay::Model& model_;
  const Words& words_;
};

}  // namespace decide::exporting
