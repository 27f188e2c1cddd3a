#include "drill/shelf.h"

#include <fmt/format.h>

#include "base/text.h"
#include "drill/library.h"

namespace decide::drill {

namespace {

/// The place of a built-in file in messages.
Source built_in(const ScenarioFile& file) {
  return {fmt::format("scenarios/{}{}{}", file.scenario, file.scenario.empty() ? "" : "/", file.file),
          std::string(file.text)};
}

}  // namespace

const std::array<ScenarioTexts::File, 4> ScenarioTexts::files{
    {{"scenario.yaml", &ScenarioTexts::scenario, true},
     {"asks.yaml", &ScenarioTexts::asks, false},
     {"reference.yaml", &ScenarioTexts::reference, true},
     {"first-try.yaml", &ScenarioTexts::first_try, true}}};

Shelf::Shelf() {
  for (const ScenarioFile& file : scenario_files()) {
    if (file.scenario.empty()) {
      if (file.file == "asks.yaml") topics_ = read_topics(yaml::parse(built_in(file))).topics;
      continue;
    }
    ScenarioTexts& texts = texts_[std::string(file.scenario)];
    for (const ScenarioTexts::File& known : ScenarioTexts::files) {
      if (file.file == known.name) texts.*known.text = built_in(file);
    }
  }
}

std::vector<std::string_view> Shelf::names() const {
  std::vector<std::string_view> all;
  for (const auto& [name, texts] : texts_) all.push_back(name);
  return all;
}

const ScenarioTexts* Shelf::texts(std::string_view name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? nullptr : &found->second;
}

ScenarioRead Shelf::read(std::string_view name) const {
  const ScenarioTexts& files = *texts(name);
  ScenarioRead read = read_scenario(name, yaml::parse(files.scenario), topics_);
  if (!files.asks.name().empty() && read.errors.empty()) read_more_asks(yaml::parse(files.asks), read);
  return read;
}

Result<Scenario> Shelf::scenario(std::string_view name) const {
  if (texts(name) == nullptr) {
    const auto all = names();
    const auto near = nearest(name, all);
    return Error{
        fmt::format("there is no scenario `{}`", sanitize(name)),
        near.empty() ? fmt::format("there are {}", join_words(all)) : fmt::format("did you mean {}?", near)};
  }
  auto got = read(name);
  if (!got.errors.empty()) return got.errors.front();
  return std::move(got.scenario);
}

Pool::Pool(const Shelf& shelf) {
  for (const std::string_view name : shelf.names()) {
    ScenarioRead read = shelf.read(name);
    if (read.errors.empty()) scenarios_.push_back(std::move(read.scenario));
  }
}

Topics Pool::without(std::string_view name) const {
  std::map<std::string, std::vector<std::string>> by_topic;
  for (const Scenario& scenario : scenarios_) {
    if (scenario.name == name) continue;
    for (const Answer& answer : scenario.answers) {
      auto& asks = by_topic[answer.topic];
      asks.insert(asks.end(), answer.asks.begin(), answer.asks.end());
    }
    auto& unanswerable = by_topic[std::string(nobody_topic)];
    unanswerable.insert(unanswerable.end(), scenario.unanswerable.begin(), scenario.unanswerable.end());
  }
  Topics all;
  for (auto& [topic, asks] : by_topic) all.push_back({topic, std::move(asks)});
  return all;
}

}  // namespace decide::drill
