#include "export/sql_steps.h"

#include <iterator>
#include <utility>

namespace decide::exporting {

using replay::Action;
using replay::Effect;
using replay::Pc;
using replay::Portion;
using replay::Snapshot;
using replay::State;
using replay::Verb;

namespace {

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string where(const std::vector<std::string>& conditions) {
  return conditions.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
}

std::string text(std::string_view word) {
  return fmt::format("'{}'", word);  // of the model, never of the file
}

const replay::Run& run_of(const State& state, int who) {
  return state.runs[static_cast<std::size_t>(who)];
}

}  // namespace

bool Steps::looks(int who) const {
  const replay::Writer& writer = writer_of(model_.declared, who);
  return writer.atomic && writer.isolation == replay::Isolation::snapshot && writer.effect != Effect::add;
}

Steps::Write Steps::own(const State& state, int who) const {
  return {who, run_of(state, who).seen, Words::read(who), Words::seen(who)};
}

std::vector<std::string> Steps::of(const State& before, const State& after, Action action) {
  switch (action.verb) {
    case Verb::arrive:
    case Verb::arrive_late:
    case Verb::duplicate:
      return arrival(after);
    case Verb::read:
      return read(after, action.of);
    case Verb::remove: {
      const std::string reached = reach(own(before, action.of));
      return {fmt::format("DELETE FROM {}{}", words_.table(), reached.empty() ? "" : " WHERE " + reached)};
    }
    case Verb::part:
      return part(before, action.of);
    case Verb::write:
      return write(before, after, action.of);
    case Verb::stray_write:
      return stray(before);
    case Verb::erase:
      return {fmt::format("DELETE FROM {} WHERE row_key = {}", words_.table(), text(words_.row(action.of)))};
    case Verb::unknown:  // the statement that comes again sees what is there now
      return view(run_of(after, action.of).seen, action.of, Words::seen(action.of));
    case Verb::zombie:
      return zombie(before, action.of);
    case Verb::rerun:
      return rerun(before, action.of);
    default:
      return {};
  }
}

std::vector<std::string> Steps::arrival(const State& after) const {
  std::vector<std::string> rows;
  for (int i = 0; i < after.length; ++i) {
    const int entry = after.log[static_cast<std::size_t>(i)];
    const int event = entry & replay::event_bits;
    rows.push_back(fmt::format("({}, {}, {}, {}, {}, {})", i, text(words_.event(event)),
                               text(words_.row(unit_of(model_, event))), words_.version(event),
                               (entry & replay::entry_late) != 0, (entry & replay::entry_unknown) != 0));
  }
  if (words_.is_spark())
    return {words_.keep("arrivals", words_.values(rows, "entry, event, row_key, version, late, forgotten"))};
  return {"INSERT INTO arrivals VALUES " + rows.back()};
}

/// The input of a run: entries of the log, without those that it recognises as repeats, that come too late
/// for it, or whose rows its source has lost.
std::string Steps::query(const State& state, int who, const Snapshot& seen) const {
  const replay::Writer& writer = writer_of(model_.declared, who);
  std::vector<std::string> conditions{fmt::format("entry >= {}", seen.begin),
                                      fmt::format("entry < {}", seen.end)};
  if (who == 0) conditions.emplace_back("NOT late");
  if (!writer.sees_duplicates || writer.dedup == replay::Dedup::lasting)
    conditions.emplace_back("occurrence = 1");
  else if (writer.dedup == replay::Dedup::too_short)
    conditions.emplace_back("(occurrence = 1 OR forgotten)");
  if (state.erased != 0 && (seen.flags & replay::after_erase) != 0)
    conditions.push_back("row_key <> " + text(words_.row(state.erased - 1)));
  if (state.corrected != 0 && (seen.flags & replay::after_correct) != 0)
    conditions.push_back("event <> " + text(words_.event(state.corrected - 1)));
  return "SELECT entry, row_key, version FROM (SELECT *, row_number() OVER (PARTITION BY event ORDER BY "
         "entry) "
         "AS occurrence FROM arrivals) AS numbered" +
         where(conditions);
}

std::vector<std::string> Steps::read(const State& after, int who) {
  const Snapshot& seen = run_of(after, who).seen;
  Statements all{words_.keep(Words::read(who), query(after, who, seen))};
  append(all, view(seen, who, Words::seen(who)));
  return all;
}

/// The rows that a commit under snapshot isolation can see. A view of Spark would see later ones too: there
/// they are listed.
std::vector<std::string> Steps::view(const Snapshot& seen, int who, std::string_view name) const {
  if (!looks(who)) return {};
  if (!words_.is_spark())
    return {words_.keep(name, fmt::format("SELECT DISTINCT row_key FROM {}", words_.table()))};
  std::vector<std::string> rows;
  for (int unit = 0; unit < replay::most_events; ++unit) {
    if (replay::has(seen.view, unit)) rows.push_back(fmt::format("({})", text(words_.row(unit))));
  }
  return {
      words_.keep(name, rows.empty() ? "SELECT '' AS row_key WHERE false" : words_.values(rows, "row_key"))};
}

std::vector<std::string> Steps::write(const State& before, const State& after, int who) {
  const replay::Run& run = run_of(before, who);
  if (is_known(model_, before, who, run.seen)) return {};
  Write it = own(before, who);
  if (run.pc == Pc::part) it.portion = Portion::rest;
  const bool refused = run.pc != Pc::removed && is_refused(writer_of(model_.declared, who), run.seen);
  if (refused) return {};
  Statements all = run.pc == Pc::removed ? insert(before, it) : commit(before, it);
  append(all, publish(before, after, who));
  return all;
}

/// Files that a killed attempt left, published with those of this one.
std::vector<std::string> Steps::publish(const State& before, const State&, int who) const {
  const replay::Run& run = run_of(before, who);
  if ((run.flags & replay::staged) == 0) return {};
  Snapshot old = run.seen;
  old.end = run.extent;
  return insert(before, {who, old, fmt::format("({}) AS staged", query(before, who, old)), Words::seen(who)});
}

std::vector<std::string> Steps::part(const State& before, int who) const {
  Write it = own(before, who);
  it.portion = Portion::first;
  if (is_refused(writer_of(model_.declared, who), it.seen)) return {};
  return commit(before, it);
}

std::vector<std::string> Steps::zombie(const State& before, int who) const {
  const Snapshot& seen = run_of(before, who).seen;
  Statements all{words_.keep("stray", query(before, who, seen))};
  if (!looks(who)) return all;
  if (words_.is_spark())
    append(all, view(seen, who, "seen_stray"));
  else
    all.push_back(words_.keep("seen_stray", "SELECT * FROM " + Words::seen(who)));
  return all;
}

std::vector<std::string> Steps::stray(const State& before) const {
  const int who = before.stray_of - 1;
  if (is_known(model_, before, who, before.stray)) return {};
  if (is_refused(writer_of(model_.declared, who), before.stray)) return {};
  return commit(before, {who, before.stray, "stray", "seen_stray"});
}

std::vector<std::string> Steps::rerun(const State& before, int who) const {
  const replay::Writer& writer = writer_of(model_.declared, who);
  const bool known =
      writer.token == replay::Token::batch && (who == 0 || (before.flags & replay::job_wrote) != 0);
  if (known) return {};
  const Snapshot seen = snapshot(model_, before, who, 0, before.length);
  Statements all{words_.keep("read_again", query(before, who, seen))};
  append(all, view(seen, who, "seen_again"));
  const Write it{who, seen, "read_again", "seen_again"};
  append(all, commit(before, it));
  return all;
}

std::vector<std::string> Steps::commit(const State& state, const Write& write) const {
  switch (writer_of(model_.declared, write.who).effect) {
    case Effect::add:
      return {fmt::format("INSERT INTO {} {}", words_.table(), content(state, write))};
    case Effect::overwrite:
      return overwrite(state, write);
    case Effect::put:
    case Effect::upsert:
      return merge(state, write);
  }
  return {};
}

/// The rows that a run writes.
std::string Steps::content(const State& state, const Write& write, std::string_view only) const {
  const replay::Writer& writer = writer_of(model_.declared, write.who);
  std::vector<std::string> conditions;
  if (write.who == 0 && is_fenced() && write.seen.begin > 0)  // the fence may have risen since it read
    conditions.push_back(fmt::format("entry >= {}", write.seen.begin));
  if (write.portion != Portion::all) {
    const auto found = content_of(model_, state, write.who, write.seen);
    const int unit = first_unit(model_, state, found);
    conditions.push_back(
        fmt::format("row_key {} {}", write.portion == Portion::first ? "=" : "<>", text(words_.row(unit))));
  }
  if (!only.empty()) conditions.emplace_back(only);
  const std::string from = fmt::format("FROM {}{}", write.read, where(conditions));
  if (rows_change(model_.declared))
    return fmt::format("SELECT row_key, {} AS version {} GROUP BY row_key",
                       writer.versioned ? "max(version)" : "max_by(version, entry)", from);
  return fmt::format("SELECT {}row_key, version {}", writer.distinct ? "DISTINCT " : "", from);
}

namespace {

/// Keys that the live path has written since a fenced run read.
std::string untouched(const Words& words, const Snapshot& seen) {
  std::vector<std::string> touched;
  for (int unit = 0; unit < replay::most_events; ++unit) {
    if (replay::has(seen.touched, unit)) touched.push_back(text(words.row(unit)));
  }
  return touched.empty() ? "" : fmt::format("row_key NOT IN ({})", fmt::join(touched, ", "));
}

}  // namespace

bool Steps::is_fenced() const {
  return model_.declared.job.while_live == replay::WhileLive::fenced;
}

/// Which rows are the writer's: on its side of a fence, and not of a day that it has left; empty: all.
std::string Steps::own_rows(const Write& write) const {
  const bool changing = rows_change(model_.declared);
  if (write.who > 0) {
    if (!is_fenced()) return "";
    if (changing) return untouched(words_, write.seen);
    return fmt::format("row_key IN (SELECT row_key FROM arrivals WHERE entry < {})", write.seen.end);
  }
  const int fence = is_fenced() && model_.declared.live.whole ? write.seen.begin : 0;
  if (changing && fence > 0)
    return fmt::format("row_key IN (SELECT row_key FROM arrivals WHERE entry >= {} AND NOT late)", fence);
  std::string others = model_.declared.live.loses_late ? "late" : "";
  if (fence > 0) others += fmt::format("{}entry < {}", others.empty() ? "" : " OR ", fence);
  if (changing || others.empty()) return "";
  return fmt::format("row_key NOT IN (SELECT row_key FROM arrivals WHERE {})", others);
}

/// Which rows an overwrite replaces; empty: all.
std::string Steps::reach(const Write& write) const {
  std::string rows = own_rows(write);
  if (!looks(write.who)) return rows;
  if (!rows.empty()) rows += " AND ";
  return rows + fmt::format("row_key IN (SELECT row_key FROM {})", write.view);
}

/// A fenced run leaves alone what is not its own.
std::vector<std::string> Steps::insert(const State& state, const Write& write) const {
  const bool kept = writer_of(model_.declared, write.who).effect == Effect::overwrite && write.who > 0;
  return {
      fmt::format("INSERT INTO {} {}", words_.table(), content(state, write, kept ? own_rows(write) : ""))};
}

std::vector<std::string> Steps::overwrite(const State& state, const Write& write) const {
  return replace_rows(reach(write), content(state, write, write.who > 0 ? own_rows(write) : ""));
}

std::vector<std::string> Steps::replace_rows(std::string_view which, std::string_view by) const {
  const std::string& table = words_.table();
  const std::string condition = which.empty() ? "" : fmt::format(" WHERE {}", which);
  if (!words_.is_spark())
    return Words::together(
        {fmt::format("DELETE FROM {}{}", table, condition), fmt::format("INSERT INTO {} {}", table, by)});
  if (which.empty()) return {fmt::format("INSERT OVERWRITE {} {}", table, by)};
  return {
      fmt::format("INSERT OVERWRITE {0} SELECT row_key, version FROM {0} WHERE NOT ({1}) UNION ALL "
                  "SELECT * FROM ({2})",
                  table, which, by)};
}

std::vector<std::string> Steps::merge(const State& state, const Write& write) const {
  const replay::Writer& writer = writer_of(model_.declared, write.who);
  const bool changing = rows_change(model_.declared);
  const bool guarded = changing && writer.versioned;
  const bool fenced = write.who > 0 && is_fenced() && !guarded;
  const std::string rows = content(state, write, fenced ? untouched(words_, write.seen) : "");
  const bool sees = looks(write.who);
  if (!changing && !writer.distinct) {
    // Groups that are computed anew: all that they held before goes.
    std::string which = fmt::format("row_key IN (SELECT row_key FROM ({}))", rows);
    if (sees) which += fmt::format(" AND row_key IN (SELECT row_key FROM {})", write.view);
    return replace_rows(which, rows);
  }
  const std::string source =
      sees ? fmt::format(
                 "SELECT yielded.*, seen.row_key IS NOT NULL AS was_seen FROM ({}) AS yielded "
                 "LEFT JOIN {} AS seen ON seen.row_key = yielded.row_key",
                 rows, write.view)
           : rows;
  return {
      fmt::format("MERGE INTO {} AS target USING ({}) AS source ON target.row_key = source.row_key{} "
                  "WHEN MATCHED{} THEN UPDATE SET version = source.version "
                  "WHEN NOT MATCHED THEN INSERT (row_key, version) VALUES (source.row_key, source.version)",
                  words_.table(), source, sees ? " AND source.was_seen" : "",
                  guarded ? " AND source.version > target.version" : "")};
}

}  // namespace decide::exporting
