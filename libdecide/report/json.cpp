#include <algorithm>
#include <string_view>

#include "report/json_text.h"
#include "report/machine.h"
#include "report/number.h"
#include "report/trace.h"

namespace decide::report {
namespace {

void add_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void add_range(Json& object, const Source& source, Span span) {
  const Position begin = source.position(span.begin);
  const Position end = source.position(std::max(span.begin, span.end));
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

/// Whole numbers without a point; a value that is no number is null.
Json number(double value) {
  return is_whole(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

template <class Items, class Convert>
void add_list(Json& object, const char* key, const Items& items, Convert convert) {
  if (items.empty()) return;
  Json list = Json::array();
  for (const auto& item : items) list.push_back(convert(item));
  object[key] = std::move(list);
}

Json related_json(const Source& source, const diag::Related& related) {
  Json object;
  add_text(object, "path", related.path);
  object["file"] = source.name();
  add_range(object, source, related.span);
  object["message"] = related.message;
  return object;
}

Json figure_json(const diag::Figure& figure) {
  Json object;
  object["name"] = figure.name;
  object["value"] = number(figure.value);
  add_text(object, "unit", figure.unit);
  add_text(object, "formula", figure.formula);
  add_list(object, "inputs", figure.inputs, [](const auto& input) {
    return Json{{"name", input.first}, {"value", input.second}};
  });
  return object;
}

Json fix_json(const Source& source, const diag::Fix& fix) {
  Json object;
  object["safe"] = fix.safe;
  object["edits"] = Json::array();
  for (const diag::Edit& edit : fix.edits) {
    Json row;
    add_range(row, source, edit.span);
    row["text"] = edit.text;
    row["begin"] = edit.span.begin;
    row["end"] = edit.span.end;
    object["edits"].push_back(std::move(row));
  }
  return object;
}

Json trace_json(const diag::Trace& trace) {
  Json object;
  object["cost"] = trace.cost;
  object["bounds"] = trace.bounds;
  object["summary"] = trace.summary;
  object["ends"] = trace.ends;
  object["steps"] = Json::array();
  for (const diag::TraceStep& step : trace.steps) {
    Json row;
    add_text(row, "who", step.who);
    row["what"] = step.what;
    row["table"] = step.table;
    row["right"] = step.right;
    object["steps"].push_back(std::move(row));
  }
  return object;
}

/// Null if it is not: a reader asks this of every finding.
Json accepted_json(const Source& source, const diag::Finding& finding) {
  if (!finding.accepted) return nullptr;
  const std::uint32_t line = source.position(finding.accepted->span.begin).line;
  return Json{{"by", finding.accepted->name}, {"line", line}};
}

Json finding_json(const Source& source, const diag::Finding& finding) {
  Json object;
  object["rule"] = finding.rule;
  object["name"] = finding.name;
  object["severity"] = std::string(diag::severity_name(finding.severity));
  add_text(object, "path", finding.path);
  object["file"] = source.name();
  add_range(object, source, finding.span);
  object["message"] = finding.message;
  add_text(object, "help", finding.help);
  add_text(object, "constraint", finding.constraint);
  add_list(object, "related", finding.related, [&](const auto& one) { return related_json(source, one); });
  add_list(object, "figures", finding.figures, figure_json);
  if (finding.fix) object["fix"] = fix_json(source, *finding.fix);
  object["accepted"] = accepted_json(source, finding);
  if (finding.in_baseline) object["baseline"] = true;
  if (finding.trace) object["trace"] = trace_json(*finding.trace);
  return object;
}

Json sum_json(const estimate::Sum& sum) {
  Json object;
  object["path"] = sum.path;
  if (sum.known()) {
    object.update(figure_json(sum.figure));
  } else {
    object["name"] = sum.figure.name;
    add_text(object, "missing", sum.missing);
  }
  return object;
}

Json often_json(const replay::Often& often) {
  Json object;
  object["possible"] = often.possible;
  if (!often.possible) return object;
  object["share"] = often.tally.share();
  object["low"] = often.low();
  object["high"] = often.high();
  object["hits"] = often.tally.hits;
  object["of"] = often.tally.trials;
  object["batches"] = often.tally.batches;
  return object;
}

Json simulation_json(const replay::Simulation& one) {
  Json object;
  object["table"] = one.table;
  add_text(object, "pipeline", one.pipeline);
  add_text(object, "job", one.job);
  object["over_count"] = often_json(one.counted.over);
  object["under_count"] = often_json(one.counted.under);
  object["stale_keys"] = often_json(one.counted.stale);
  object["exposed_seconds_a_day"] = one.counted.exposed_a_day;
  object["erased_returned_a_year"] = one.returns ? one.returns->a_year : 0.0;
  object["assumed"] = Json::array();
  for (const auto& assumed : one.assumed)
    object["assumed"].push_back(Json{{"what", assumed.what}, {"why", assumed.why}});
  return object;
}

Json simulations_json(const SimulationReport& report) {
  Json object;
  object["events"] = report.events;
  object["seed"] = report.seed;
  object["results"] = Json::array();
  for (const replay::Simulation& one : report.all) object["results"].push_back(simulation_json(one));
  return object;
}

void add_seconds(Json& object, const char* key, const std::optional<units::Duration>& time) {
  if (time) object[key] = number(time->value);
}

Json lineage_json(const LineageRow& row) {
  Json object;
  object["table"] = row.table;
  object["fed"] = row.fed;
  if (row.fed) {
    add_seconds(object, "complete_up_to_seconds", row.complete_up_to);
    add_text(object, "limited_by", row.limited_by);
    add_text(object, "loses_by", row.loses_by);
    object["repeats"] = row.repeats;
    add_seconds(object, "repeats_within_seconds", row.repeats_within);
    add_text(object, "repeats_by", row.repeats_by);
    object["same_rows_again"] = row.changes_by.empty();
    add_text(object, "changes_by", row.changes_by);
    add_text(object, row.looks_up ? "looks_up" : "uses", row.changes_with);
  }
  add_seconds(object, "fresh_within_seconds", row.fresh_within);
  object["personal"] = row.personal;
  object["way"] = row.way;
  return object;
}

Json repair_json(const RepairRow& repair) {
  Json object;
  object["edits"] = Json::array();
  for (const auto& [path, value] : repair.edits)
    object["edits"].push_back(Json{{"path", path}, {"value", value}});
  object["states"] = repair.states;
  return object;
}

Json failure_json(const FailureRow& failure) {
  Json object;
  object["invariant"] = replay::invariant_id(failure.defect);
  object["defect"] = replay::defect_name(failure.defect);
  object["events"] = failure.events;
  object["faults"] = failure.faults;
  object["steps"] = failure.steps;
  add_text(object, "assumes", failure.assumes);
  object["repairs"] = Json::array();
  for (const RepairRow& repair : failure.repairs) object["repairs"].push_back(repair_json(repair));
  object["trace"] = trace_json(failure.trace);
  return object;
}

/// What no schedule put to the test (I9).
Json untested_json(const VerdictRow& row) {
  Json object;
  object["invariants"] = Json::array();
  for (const replay::Defect defect : row.untested)
    object["invariants"].push_back(
        Json{{"invariant", replay::invariant_id(defect)}, {"defect", replay::defect_name(defect)}});
  object["actions"] = Json::array();
  for (const replay::Verb verb : row.never_happened) object["actions"].push_back(verb_word(verb));
  return object;
}

Json verdict_json(const VerdictRow& row) {
  Json object;
  object["table"] = row.table;
  add_text(object, "pipeline", row.pipeline);
  add_text(object, "job", row.job);
  object["verdict"] = verdict_word(row.verdict);
  object["exhausted"] = row.exhausted;
  object["events"] = row.events;
  object["states"] = row.states;
  object["transitions"] = row.transitions;
  object["assumptions"] = Json::array();
  for (const FailureRow& failure : row.failures) {
    const bool is_new =
        !failure.assumes.empty() && std::find(object["assumptions"].begin(), object["assumptions"].end(),
                                              failure.assumes) == object["assumptions"].end();
    if (is_new) object["assumptions"].push_back(failure.assumes);
  }
  object["failures"] = Json::array();
  for (const FailureRow& failure : row.failures) object["failures"].push_back(failure_json(failure));
  if (!row.untested.empty() || !row.never_happened.empty()) object["never_exercised"] = untested_json(row);
  return object;
}

Json bounds_json(const replay::Bounds& bounds) {
  return Json{{"name", bounds.name},     {"events", bounds.events}, {"keys", bounds.keys},
              {"faults", bounds.faults}, {"runs", bounds.runs},     {"states", bounds.states}};
}

Json constraint_json(const ConstraintRow& row) {
  Json object;
  object["name"] = row.name;
  object["strength"] = row.strength;
  object["demand"] = row.demand;
  add_text(object, "quantity", row.quantity);
  object["from"] = Json::array();
  for (const ConstraintPlace& place : row.from) {
    object["from"].push_back(Json{{"path", place.path}, {"line", place.line}, {"column", place.column}});
  }
  return object;
}

Json summary_json(const diag::Summary& summary) {
  Json object{{"error", summary.error},
              {"warning", summary.warning},
              {"note", summary.note},
              {"accepted", summary.accepted},
              {"fixable", summary.fixable}};
  if (summary.baseline > 0) object["baseline"] = summary.baseline;
  return object;
}

void add_extras(Json& root, const Extras& extras) {
  add_text(root, "stage", extras.stage);
  if (extras.constraints) {
    root["constraints"] = Json::array();
    for (const ConstraintRow& row : *extras.constraints) root["constraints"].push_back(constraint_json(row));
  }
  if (extras.figures) {
    root["figures"] = Json::array();
    for (const estimate::Sum& sum : *extras.figures) root["figures"].push_back(sum_json(sum));
  }
  if (extras.lineage) {
    root["lineage"] = Json::array();
    for (const LineageRow& row : *extras.lineage) root["lineage"].push_back(lineage_json(row));
  }
  if (extras.verdicts) {
    root["bounds"] = bounds_json(extras.verdicts->bounds);
    root["verdicts"] = Json::array();
    for (const VerdictRow& row : extras.verdicts->rows) root["verdicts"].push_back(verdict_json(row));
  }
  if (extras.simulation) root["simulation"] = simulations_json(*extras.simulation);
}

std::vector<std::string> json_items(const Source& source, const std::vector<diag::Finding>& findings,
                                    const About& /*about*/) {
  std::vector<std::string> items;
  items.reserve(findings.size());
  for (const auto& finding : findings) items.push_back(json_item(finding_json(source, finding), 4));
  return items;
}

Frame json_around(const Totals& totals, const About& about) {
  Json root;
  root["version"] = 1;
  root["files"] = totals.files;
  root["findings"] = Json::array();
  root["summary"] = summary_json(totals.summary);
  add_extras(root, about.extras);
  const std::string text = json_text(root);
  // Before the list there are numbers only.
  return json_frame(text, text.find("[]"), totals.items > 0);
}

}  // namespace

constexpr Listing json{json_items, json_between, json_around};

}  // namespace decide::report
