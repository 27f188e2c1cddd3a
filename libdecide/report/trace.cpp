#include "report/trace.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "report/json_text.h"

namespace decide::report {

namespace {

using replay::Declaration;

constexpr std::array<std::string_view, replay::verb_count> verbs{
    "arrive", "arrive_late", "duplicate", "close", "read",    "remove", "part",     "write",  "ack",
    "stray",  "erase",       "correct",   "crash", "unknown", "zombie", "leftover", "reread", "rerun"};

/// Every number of a declaration by name, the same list for writing and for reading.
template <class Visit, class Writer>
void visit_writer(Visit& visit, Writer& writer) {
  visit("effect", writer.effect, 3);
  visit("versioned", writer.versioned, 1);
  visit("distinct", writer.distinct, 1);
  visit("atomic", writer.atomic, 1);
  visit("isolation", writer.isolation, 2);
  visit("token", writer.token, 2);
  visit("sees_duplicates", writer.sees_duplicates, 1);
  visit("dedup", writer.dedup, 2);
  visit("source_erased", writer.source_erased, 1);
  visit("erase_conflicts", writer.erase_conflicts, 1);
}

template <class Visit, class Live>
void visit_live(Visit& visit, Live& live) {
  visit("present", live.present, 1);
  visit_writer(visit, live);
  visit("batch", live.batch, 1);
  visit("whole", live.whole, 1);
  visit("delivery", live.delivery, 2);
  visit("loses_late", live.loses_late, 1);
}

template <class Visit, class Job>
void visit_job(Visit& visit, Job& job) {
  visit("present", job.present, 1);
  visit_writer(visit, job);
  visit("while_live", job.while_live, 2);
  visit("exclusive", job.exclusive, 1);
  visit("readers_held", job.readers_held, 1);
}

struct Put {
  Json& object;
  template <class T>
  void operator()(const char* name, const T& value, int) {
    object[name] = static_cast<int>(value);
  }
};

struct Get {
  const Json& object;
  bool good = true;
  template <class T>
  void operator()(const char* name, T& value, int most) {
    const auto found = object.find(name);
    const bool is_number = found != object.end() && found->is_number_integer();
    const auto number = is_number ? found->template get<std::int64_t>() : -1;
    if (number < 0 || number > most) {
      good = false;
      return;
    }
    value = static_cast<T>(number);
  }
};

Json declaration_json(const Declaration& declared) {
  Json object;
  Json live, job;
  Put to_live{live}, to_job{job};
  visit_live(to_live, declared.live);
  visit_job(to_job, declared.job);
  object["live"] = std::move(live);
  object["job"] = std::move(job);
  object["erasable"] = static_cast<int>(declared.erasable);
  return object;
}

std::optional<Declaration> declaration_of(const Json& object) {
  if (!object.is_object() || !object.contains("live") || !object.contains("job")) return std::nullopt;
  if (!object["live"].is_object() || !object["job"].is_object()) return std::nullopt;
  Declaration declared;
  Get live{object["live"]}, job{object["job"]}, all{object};
  visit_live(live, declared.live);
  visit_job(job, declared.job);
  all("erasable", declared.erasable, 1);
  return live.good && job.good && all.good ? std::optional(declared) : std::nullopt;
}

Json steps_json(const TraceFile& trace) {
  Json steps = Json::array();
  const auto lines = replay::lines(trace.declared, trace.witness);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const replay::Action action = trace.witness.steps[i];
    Json row;
    row["do"] = verb_word(action.verb);
    row["of"] = static_cast<int>(action.of);
    row["words"] = lines[i].what;
    row["table"] = lines[i].table;
    row["right"] = lines[i].right;
    steps.push_back(std::move(row));
  }
  return steps;
}

std::optional<replay::Action> action_of(const Json& row) {
  if (!row.is_object() || !row.contains("do") || !row["do"].is_string()) return std::nullopt;
  const auto word = row["do"].get<std::string>();
  replay::Action action;
  Get get{row};
  get("of", action.of, replay::most_events);
  for (std::size_t i = 0; i < verbs.size() && get.good; ++i) {
    action.verb = static_cast<replay::Verb>(i);
    if (verbs[i] == word) return action;
  }
  return std::nullopt;
}

/// Keys of events come in blocks, each key at most one more than the one before.
std::optional<replay::Shape> shape_of(const Json& keys) {
  if (!keys.is_array() || keys.empty() || keys.size() > replay::most_events) return std::nullopt;
  replay::Shape shape;
  shape.events = static_cast<int>(keys.size());
  int last = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const int key = keys[i].is_number_integer() ? keys[i].get<int>() : -1;
    if (key < last || key > last + 1 || key >= replay::most_keys || (i == 0 && key != 0)) return std::nullopt;
    shape.key_of[i] = static_cast<std::uint8_t>(key);
    last = key;
  }
  shape.keys = last + 1;
  return shape;
}

std::string text_of(const Json& root, const char* name) {
  const auto found = root.find(name);
  return found != root.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool read_steps(const Json& steps, std::vector<replay::Action>& into) {
  constexpr std::size_t most = 200;
  if (!steps.is_array() || steps.size() > most) return false;
  for (const Json& row : steps) {
    const auto action = action_of(row);
    if (!action) return false;
    into.push_back(*action);
  }
  return true;
}

Error no_trace() {
  return {"this is no trace of `backfill-check`",
          "write one with `dedesign backfill-check FILE --trace TRACE`"};
}

int faults_in(const std::vector<replay::Action>& steps) {
  int runs = 0, faults = 0;
  std::array<bool, replay::most_runs> started{};
  for (const replay::Action action : steps) {
    if (replay::is_fault(action.verb)) ++faults;
    if (action.verb != replay::Verb::read || action.of == 0 || action.of >= started.size()) continue;
    if (!std::exchange(started[action.of], true) && runs++ > 0) ++faults;
  }
  return faults;
}

}  // namespace

std::string_view verb_word(replay::Verb verb) {
  return verbs[static_cast<std::size_t>(verb)];
}

std::string write_trace(const TraceFile& trace) {
  Json root;
  root["trace"] = 1;
  root["table"] = trace.table;
  root["pipeline"] = trace.pipeline;
  root["job"] = trace.job;
  root["bounds"] = trace.bounds;
  root["defect"] = replay::defect_name(trace.witness.defect);
  root["invariant"] = replay::invariant_id(trace.witness.defect);
  root["declared"] = declaration_json(trace.declared);
  root["keys"] = Json::array();
  for (int i = 0; i < trace.witness.shape.events; ++i)
    root["keys"].push_back(static_cast<int>(trace.witness.shape.key_of[static_cast<std::size_t>(i)]));
  root["steps"] = steps_json(trace);
  return root.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

Result<TraceFile> read_trace(std::string_view text) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object() || !root.contains("declared") || !root.contains("keys") || !root.contains("steps"))
    return no_trace();
  if (!root.contains("trace") || root["trace"] != 1)
    return Error{"this trace has a version that this program does not know",
                 "write it again with this program"};
  TraceFile trace{text_of(root, "table"),
                  text_of(root, "pipeline"),
                  text_of(root, "job"),
                  text_of(root, "bounds"),
                  {},
                  {}};
  const auto declared = declaration_of(root["declared"]);
  const auto shape = shape_of(root["keys"]);
  const auto defect = replay::defect_named(text_of(root, "defect"));
  if (!declared || !shape || !defect || !read_steps(root["steps"], trace.witness.steps)) return no_trace();
  trace.declared = *declared;
  trace.witness.shape = *shape;
  trace.witness.defect = *defect;
  trace.witness.faults = faults_in(trace.witness.steps);
  trace.witness.events = shape->events;
  if (!replay::replay(trace.declared, trace.witness))
    return Error{"executed again, this trace does not go wrong as it says",
                 "it was altered, or written by another version; search again without `--replay`"};
  if (steps_json(trace) != root["steps"])
    return Error{"this trace was altered: its steps do not lead to the tables that stand beside them",
                 "search again without `--replay`"};
  return trace;
}

}  // namespace decide::report
