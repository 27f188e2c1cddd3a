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

Shelf::Shelf() {
  for (const ScenarioFile& file : scenario_files()) {
    if (file.scenario.empty()) {
      if (file.file == "asks.yaml") topics_ = read_topics(yaml::parse(built_in(file))).topics;
      continue;
    }
    ScenarioTexts& texts = texts_[std::string(file.scenario)];
    if (file.file == "scenario.yaml") texts.scenario = built_in(file);
    if (file.file == "reference.yaml") texts.reference = built_in(file);
    if (file.file == "first-try.yaml") texts.first_try = built_in(file);
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
  return read_scenario(name, yaml::parse(texts(name)->scenario), topics_);
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
  for (const std::string_view name : scenario_names()) {
    const ScenarioFile* file = scenario_file(name, "scenario.yaml");
    if (file != nullptr)
      scenarios_.push_back(read_scenario(name, yaml::parse(built_in(*file)), shelf.shared()).scenario);
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
  }
  Topics all;
  for (auto& [topic, asks] : by_topic) all.push_back({topic, std::move(asks)});
  return all;
}

}  // namespace decide::drill
