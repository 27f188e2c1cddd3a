#include "report/findings_schema.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "report/json_text.h"

namespace decide::report {
namespace {

Json with(Json schema, std::string_view about) {
  schema["description"] = about;
  return schema;
}

Json text(std::string_view about = {}) {
  Json schema{{"type", "string"}};
  return about.empty() ? schema : with(std::move(schema), about);
}

Json whole(int least, std::string_view about = {}) {
  Json schema{{"type", "integer"}, {"minimum", least}};
  return about.empty() ? schema : with(std::move(schema), about);
}

Json number(std::string_view about) {
  return with(Json{{"type", "number"}}, about);
}

Json list_of(Json items) {
  return Json{{"type", "array"}, {"items", std::move(items)}};
}

Json defined(std::string_view name) {
  return Json{{"$ref", "#/definitions/" + std::string(name)}};
}

/// A key of an object: those that are left out where there is nothing to say are not needed.
struct Key {
  std::string_view name;
  Json schema;
  bool is_needed = true;
};

Json object(std::initializer_list<Key> keys) {
  Json schema{{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
  for (const Key& key : keys) {
    schema["properties"][std::string(key.name)] = key.schema;
    if (key.is_needed) schema["required"].push_back(key.name);
  }
  schema["additionalProperties"] = false;
  return schema;
}

constexpr bool may_lack = false;

/// Where something stands; the keys are set among those of what stands there.
Json place_and(Json schema) {
  const Json place =
      object({{"file", text("as it was named on the command line; <stdin> for standard input")},
              {"line", whole(1, "from 1 on")},
              {"column", whole(1, "from 1 on, in code points")},
              {"end_line", whole(1)},
              {"end_column", whole(1, "behind the last code point")}});
  schema["properties"].update(place["properties"]);
  for (const Json& name : place["required"]) schema["required"].push_back(name);
  return schema;
}

Json edit() {
  Json schema = place_and(object({{"text", text("what to write there")},
                                  {"begin", whole(0, "offset in bytes")},
                                  {"end", whole(0, "offset in bytes, exclusive")}}));
  schema["properties"].erase("file");
  auto& needed = schema["required"];
  needed.erase(std::find(needed.begin(), needed.end(), "file"));
  return schema;
}

Json accepted() {
  const Json entry = object({{"by", text("the name of the entry")}, {"line", whole(1, "of the entry")}});
  return with(Json{{"oneOf", Json::array({Json{{"type", "null"}}, entry})}},
              "the `accept` entry that stands by the finding; null if none does, and then it counts");
}

Json trace() {
  const Json step = object({{"who", text("a pipeline or a job"), may_lack},
                            {"what", text()},
                            {"table", text("what the table holds afterwards")},
                            {"right", text("what a right table would hold")}});
  return with(object({{"cost", text("how many events, faults and steps")},
                      {"bounds", text("what was searched")},
                      {"summary", text("the timeline in one line")},
                      {"ends", text("what is wrong at the end")},
                      {"steps", list_of(step)}}),
              "the shortest timeline that goes wrong");
}

Json related() {
  return place_and(object({{"path", text("of the field"), may_lack}, {"message", text()}}));
}

Json figure() {
  const Json input = object({{"name", text()}, {"value", text("with its unit")}});
  return object({{"name", text()},
                 {"value", with(Json{{"type", Json::array({"number", "null"})}}, "null if it is unbounded")},
                 {"unit", text(), may_lack},
                 {"formula", text("over the names of the inputs"), may_lack},
                 {"inputs", list_of(input), may_lack}});
}

Json finding() {
  const Json fix = object({{"safe", with(Json{{"type", "boolean"}}, "keeps the meaning of the design")},
                           {"edits", list_of(edit())}});
  return place_and(
      object({{"rule", text("the code, as P303; never reused")},
              {"name", text("the name of the rule")},
              {"severity", Json{{"enum", Json::array({"error", "warning", "note"})}}},
              {"path", text("of the field, as partition.clicks.by"), may_lack},
              {"message", text("what was seen, and the limit")},
              {"help", text("what to do"), may_lack},
              {"constraint", text("that the rule enforces here"), may_lack},
              {"related", list_of(defined("related")), may_lack},
              {"figures", list_of(defined("figure")), may_lack},
              {"fix", fix, may_lack},
              {"accepted", accepted()},
              {"baseline", with(Json{{"const", true}}, "a baseline knows it: it does not count"), may_lack},
              {"trace", trace(), may_lack}}));
}

Json summary() {
  return object({{"error", whole(0)},
                 {"warning", whole(0)},
                 {"note", whole(0)},
                 {"accepted", whole(0, "counted nowhere else")},
                 {"fixable", whole(0, "by --fix")},
                 {"baseline", whole(1, "known to the baseline; counted nowhere else"), may_lack}});
}

Json constraint() {
  const Json from = object({{"path", text()}, {"line", whole(1)}, {"column", whole(1)}});
  return object({{"name", text()},
                 {"strength", text()},
                 {"demand", text("what it asks for")},
                 {"quantity", text("how much"), may_lack},
                 {"from", list_of(from)}});
}

/// A figure of a stage: known, or what is missing for it.
Json sum() {
  Json known = figure();
  known["properties"]["path"] = text("what it is about");
  known["required"].push_back("path");
  const Json unknown = object({{"path", text("what it is about")},
                               {"name", text()},
                               {"missing", text("the answer that would give it"), may_lack}});
  return Json{{"oneOf", Json::array({known, unknown})}};
}

Json often() {
  return object({{"possible", Json{{"type", "boolean"}}},
                 {"share", number("of what was drawn"), may_lack},
                 {"low", number("of the 95 % interval"), may_lack},
                 {"high", number("of the 95 % interval"), may_lack},
                 {"hits", whole(0), may_lack},
                 {"of", whole(0), may_lack},
                 {"batches", whole(0), may_lack}});
}

Json simulation() {
  const Json assumed = object({{"what", text()}, {"why", text()}});
  const Json one =
      object({{"table", text()},
              {"pipeline", text(), may_lack},
              {"job", text(), may_lack},
              {"over_count", defined("often")},
              {"under_count", defined("often")},
              {"stale_keys", defined("often")},
              {"exposed_seconds_a_day", number("in which a part of a partition is visible")},
              {"erased_returned_a_year", number("people who were erased and stand in the table again")},
              {"assumed", list_of(assumed)}});
  return object({{"events", whole(0)}, {"seed", whole(0)}, {"results", list_of(one)}});
}

Json flag(std::string_view about) {
  return with(Json{{"type", "boolean"}}, about);
}

Json lineage() {
  return object({{"table", text()},
                 {"fed", flag("false: nothing that the design knows writes it, and nothing more is said")},
                 {"complete_up_to_seconds", number("of lateness; left out: however late"), may_lack},
                 {"limited_by", text("the pipeline that lets go of later events"), may_lack},
                 {"loses_by", text("the pipeline that may lose rows"), may_lack},
                 {"repeats", Json{{"enum", Json::array({"removed", "unsaid", "counted"})}}, may_lack},
                 {"repeats_within_seconds", number("left out: however far apart"), may_lack},
                 {"repeats_by", text("the pipeline that removes them, or brings them in"), may_lack},
                 {"same_rows_again", flag("of a second run"), may_lack},
                 {"changes_by", text("the pipeline by which a second run yields other rows"), may_lack},
                 {"looks_up", text("the table that it looks up"), may_lack},
                 {"uses", text("what changes from run to run"), may_lack},
                 {"fresh_within_seconds", number("left out: not known"), may_lack},
                 {"personal", list_of(text("a column"))},
                 {"way", list_of(text("from a source to the table"))}});
}

Json bounds() {
  return object({{"name", text()},
                 {"events", whole(0)},
                 {"keys", whole(0)},
                 {"faults", whole(0)},
                 {"runs", whole(0, "of the job")},
                 {"states", whole(0, "after which a search ends")}});
}

Json replay_failure() {
  const Json change = object({{"path", text()}, {"value", text()}});
  const Json repair = object({{"edits", list_of(change)}, {"states", whole(0, "that were searched again")}});
  return object({{"invariant", text("as I4")},
                 {"defect", text()},
                 {"events", whole(0)},
                 {"faults", whole(0)},
                 {"steps", whole(0)},
                 {"assumes", text("the field that is not said and would settle it"), may_lack},
                 {"repairs", list_of(repair)},
                 {"trace", trace()}});
}

Json verdict() {
  const Json invariant = object({{"invariant", text()}, {"defect", text()}});
  const Json untested = object({{"invariants", list_of(invariant)}, {"actions", list_of(text())}});
  return object({{"table", text()},
                 {"pipeline", text(), may_lack},
                 {"job", text(), may_lack},
                 {"verdict", text()},
                 {"exhausted", flag("false: the budget of states ended the search")},
                 {"events", whole(0, "completely searched up to that many")},
                 {"states", whole(0)},
                 {"transitions", whole(0)},
                 {"assumptions", list_of(text("a field that is not said"))},
                 {"failures", list_of(replay_failure())},
                 {"never_exercised", untested, may_lack}});
}

}  // namespace

std::string findings_schema() {
  Json root{{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "dedesign: findings, as --format json writes them"},
            {"description",
             "Version 1. Keys may be added within a version; none is taken away or changes its meaning. "
             "Parts that have nothing to say are left out."}};
  root.update(object({{"version", Json{{"const", 1}}},
                      {"files", whole(0, "that were judged")},
                      {"findings", list_of(defined("finding"))},
                      {"summary", summary()},
                      {"stage", text("the command, if it is one of a stage"), may_lack},
                      {"constraints", list_of(constraint()), may_lack},
                      {"figures", list_of(sum()), may_lack},
                      {"lineage", list_of(lineage()), may_lack},
                      {"bounds", bounds(), may_lack},
                      {"verdicts", list_of(verdict()), may_lack},
                      {"simulation", simulation(), may_lack}}));
  root["definitions"] =
      Json{{"finding", finding()}, {"related", related()}, {"figure", figure()}, {"often", often()}};
  return json_text(root);
}

}  // namespace decide::report
