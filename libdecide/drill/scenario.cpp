#include "drill/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "design/scalars.h"
#include "drill/fields.h"
#include "rules/registry.h"
#include "schema/type.h"

namespace decide::drill {

using yaml::NodeId;

namespace {

constexpr std::array<std::string_view, part_count> part_names{"framing",  "model",   "pipelines", "storage",
                                                              "backfill", "quality", "close"};
constexpr std::array<std::string_view, 3> levels{"mid", "senior", "staff"};

/// Reads one file; the errors go where its fields put them.
class ScenarioReader {
 public:
  ScenarioReader(Fields& fields, const Topics& topics, Scenario& out)
      : fields_(fields), topics_(topics), out_(out) {}

  void read() {
    fields_.keys(0, {"scenario", "title", "level", "minutes", "prompt", "answers"}, {"pivots", "rubric"});
    if (fields_.document()[0].kind != yaml::Kind::mapping) return;
    fields_.number(0, "scenario", 1, 1, 1);
    out_.title = fields_.text(0, "title");
    out_.prompt = fields_.text(0, "prompt");
    out_.level = fields_.text(0, "level");
    if (!out_.level.empty() && std::find(levels.begin(), levels.end(), out_.level) == levels.end())
      fields_.wrong(fields_.value(0, "level"), fmt::format("`{}` is no level", sanitize(out_.level)),
                    fmt::format("there are {}", join_words(levels)));
    out_.minutes = static_cast<int>(fields_.number(0, "minutes", 1, 600, 45));
    named("answers", [&](const std::string& name, NodeId value) { read_answer(name, value); });
    named("pivots", [&](const std::string& name, NodeId value) { read_pivot(name, value); });
    read_rubric();
  }

 private:
  template <class Use>
  void named(std::string_view key, Use use) {
    const NodeId mapping = fields_.value(0, key);
    if (mapping == yaml::none) return;
    fields_.each(mapping, [&](NodeId name, NodeId value) {
      const std::string& text = fields_.document()[name].text;
      if (!design::is_name(text))
        fields_.wrong(name, fmt::format("`{}` is no name", sanitize(text)),
                      "a name is lower-case letters, digits, - and _, and starts with a letter");
      use(text, value);
    });
  }

  void read_answer(const std::string& name, NodeId node) {
    fields_.keys(node, {"says"}, {"asks", "topic", "sets", "worth"});
    Answer answer;
    answer.name = name;
    answer.topic = fields_.text(node, "topic");
    if (answer.topic.empty()) {
      answer.topic = name;
    } else if (shared(answer.topic) == nullptr) {
      fields_.wrong(fields_.value(node, "topic"), fmt::format("`{}` is no topic", sanitize(answer.topic)),
                    fmt::format("there are {}", join_words(topic_names())));
    }
    answer.asks = fields_.texts(node, "asks");
    if (answer.asks.empty() && shared(answer.topic) == nullptr)
      fields_.wrong(node, fmt::format("nothing reaches `{}`", sanitize(name)),
                    "list ways to ask it under `asks`, or name a `topic`");
    answer.says = fields_.text(node, "says");
    answer.sets = settings(node, "sets", "scope.");
    answer.worth = fields_.number(node, "worth", 0, 100, 1);
    out_.answers.push_back(std::move(answer));
  }

  void read_pivot(const std::string& name, NodeId node) {
    fields_.keys(node, {"says"}, {"when", "set", "wants", "clean", "answer"});
    Pivot pivot;
    pivot.name = name;
    pivot.says = fields_.text(node, "says");
    pivot.when = fields_.text(node, "when");
    if (!pivot.when.empty()) check_rule(fields_.value(node, "when"), pivot.when);
    pivot.set = settings(node, "set", "");
    pivot.answer = settings(node, "answer", "");
    pivot.clean = fields_.texts(node, "clean");
    for (const std::string& code : pivot.clean) check_rule(fields_.value(node, "clean"), code);
    if (const NodeId wants = fields_.value(node, "wants"); wants != yaml::none) read_wants(wants, pivot);
    out_.pivots.push_back(std::move(pivot));
  }

  void read_wants(NodeId node, Pivot& pivot) {
    const auto& document = fields_.document();
    if (document[node].kind != yaml::Kind::sequence)
      return fields_.wrong(node, "`wants` is no list", "write [{path: backfill.schema.changes, holds: add}]");
    for (NodeId item = document[node].first; item != yaml::none; item = document[item].next) {
      fields_.keys(item, {"path", "holds"}, {});
      Want want{fields_.text(item, "path"), fields_.text(item, "holds")};
      if (!want.path.empty()) check_path(fields_.value(item, "path"), want.path);
      pivot.wants.push_back(std::move(want));
    }
  }

  std::vector<Setting> settings(NodeId node, std::string_view key, std::string_view below) {
    std::vector<Setting> all;
    const NodeId mapping = fields_.value(node, key);
    if (mapping == yaml::none) return all;
    fields_.each(mapping, [&](NodeId name, NodeId value) {
      const std::string& path = fields_.document()[name].text;
      if (!path.starts_with(below)) {
        fields_.wrong(name,
                      fmt::format("`{}` is not below {}", sanitize(path), below.substr(0, below.size() - 1)),
                      "an answer sets what the scope says; write the full path");
      } else if (const auto* type = check_path(name, path)) {
        check_value(*type, value, path);
        all.push_back({path, std::string(fields_.document().source().slice(fields_.document().span(value)))});
      }
    });
    return all;
  }

  /// The type of what a path names, or null after saying that it names nothing.
  const schema::Type* check_path(NodeId at, std::string_view path) {
    const auto located = schema::locate(path);
    if (located) return located->type;
    fields_.wrong(at, fmt::format("`{}` is no path of a design: {}", sanitize(path), located.error().message),
                  located.error().help);
    return nullptr;
  }

  void check_value(const schema::Type& type, NodeId value, std::string_view path) {
    const yaml::Node& node = fields_.document()[value];
    const bool on_one_line = fields_.document().source().slice(fields_.document().span(value)).find('\n') ==
                             std::string_view::npos;
    if (!on_one_line || node.kind == yaml::Kind::null)
      return fields_.wrong(value, fmt::format("`{}` takes a value on one line", path),
                           "write lists as [a, b]");
    if (type.form != schema::Form::scalar || type.scalar->anything) return;
    const auto read = type.scalar->canonical(node);
    if (!read)
      fields_.wrong(value, fmt::format("`{}` of `{}`: {}", sanitize(node.text), path, read.error().message),
                    read.error().help);
  }

  void check_rule(NodeId at, std::string_view code) {
    if (rules::find_rule(code) != nullptr) return;
    fields_.wrong(at, fmt::format("there is no rule `{}`", sanitize(code)), "dedesign rules lists them");
  }

  void read_rubric() {
    const NodeId node = fields_.value(0, "rubric");
    if (node != yaml::none) {
      fields_.keys(node, {}, {"framing", "model", "pipelines", "storage", "backfill", "quality", "close"});
      for (std::size_t i = 0; i < part_count; ++i)
        out_.weights[i] = fields_.number(node, part_names[i], 0, 100, default_weights[i]);
    }
    const double sum = std::accumulate(out_.weights.begin(), out_.weights.end(), 0.0);
    if (sum <= 0) return fields_.wrong(node, "the rubric weighs nothing", "give at least one part points");
    for (double& weight : out_.weights) weight *= 100 / sum;
  }

  const Topic* shared(std::string_view name) const {
    for (const Topic& topic : topics_) {
      if (topic.name == name) return &topic;
    }
    return nullptr;
  }
  std::vector<std::string_view> topic_names() const {
    std::vector<std::string_view> names;
    for (const Topic& topic : topics_) names.push_back(topic.name);
    return names;
  }

  Fields& fields_;
  const Topics& topics_;
  Scenario& out_;
};

}  // namespace

std::string_view part_name(Part part) {
  return part_names[static_cast<std::size_t>(part)];
}

const Answer* Scenario::answer(std::string_view named) const {
  for (const Answer& one : answers) {
    if (one.name == named) return &one;
  }
  return nullptr;
}

const Pivot* Scenario::pivot(std::string_view named) const {
  for (const Pivot& one : pivots) {
    if (one.name == named) return &one;
  }
  return nullptr;
}

ScenarioRead read_scenario(std::string_view name, const yaml::Parsed& parsed, const Topics& topics) {
  ScenarioRead out;
  out.scenario.name = name;
  if (take_problems(parsed, out.errors)) return out;
  Fields fields(parsed.document, out.errors);
  ScenarioReader(fields, topics, out.scenario).read();
  if (out.errors.empty() && out.scenario.answers.empty())
    fields.wrong(fields.value(0, "answers"), "there is no answer", "give at least one under `answers`");
  return out;
}

void read_more_asks(const yaml::Parsed& parsed, ScenarioRead& into) {
  if (take_problems(parsed, into.errors)) return;
  Fields fields(parsed.document, into.errors);
  fields.each(0, [&](NodeId key, NodeId /*value*/) {
    const std::string& name = parsed.document[key].text;
    auto& answers = into.scenario.answers;
    const auto answer =
        std::find_if(answers.begin(), answers.end(), [&](const Answer& one) { return one.name == name; });
    if (answer == answers.end() && name != nobody_topic)
      return fields.wrong(key, fmt::format("`{}` is no answer of this scenario", sanitize(name)),
                          fmt::format("name one of scenario.yaml, or `{}`", nobody_topic));
    auto& asks = answer == answers.end() ? into.scenario.unanswerable : answer->asks;
    for (std::string& ask : fields.texts(0, name)) asks.push_back(std::move(ask));
  });
}

TopicsRead read_topics(const yaml::Parsed& parsed) {
  TopicsRead out;
  if (take_problems(parsed, out.errors)) return out;
  Fields fields(parsed.document, out.errors);
  fields.each(0, [&](NodeId key, NodeId /*value*/) {
    const std::string& topic = parsed.document[key].text;
    out.topics.push_back({topic, fields.texts(0, topic)});
  });
  return out;
}

}  // namespace decide::drill
