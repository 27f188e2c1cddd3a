#include "rules/decision.h"

#include <fmt/format.h>

namespace decide::rules {

using yaml::Kind;
using yaml::NodeId;

namespace {

template <class T>
void add_all(std::vector<Decision>& out, DecisionKind kind, const design::Map<T>& map) {
  for (const auto& entry : map) {
    Decision& decision = out.emplace_back(Decision{kind, entry.name, entry.at, &entry->because});
    if constexpr (std::is_same_v<T, design::Pipeline>) decision.pipeline = &entry.value;
  }
}

template <class T>
void add_one(std::vector<Decision>& out, DecisionKind kind, const T& one) {
  if (one.at) out.push_back({kind, {}, one.at, &one.because});
}

void add_word(std::vector<ChosenWord>& out, const yaml::Document& document, std::string_view field,
              NodeId node) {
  const facts::Choice* choice = facts::choice(field, document[node].text);
  if (choice != nullptr) out.push_back({choice, {node}});
}

/// The words of one field: a word, a list of words, or words by name.
void add_words(std::vector<ChosenWord>& out, const yaml::Document& document, std::string_view field,
               NodeId value) {
  const yaml::Node& node = document[value];
  if (node.kind == Kind::scalar) add_word(out, document, field, value);
  for (NodeId child = node.first; child != yaml::none; child = document[child].next) {
    if (!document[child].is_key && document[child].kind == Kind::scalar)
      add_word(out, document, field, child);
  }
}

}  // namespace

std::vector<Decision> decisions(const design::Design& design) {
  std::vector<Decision> all;
  add_one(all, DecisionKind::sacrifice, design.scope.sacrifice);
  add_all(all, DecisionKind::pipeline, design.model.pipelines);
  add_all(all, DecisionKind::layout, design.partition);
  add_one(all, DecisionKind::schema, design.backfill.schema);
  add_all(all, DecisionKind::job, design.backfill.jobs);
  add_one(all, DecisionKind::erasure, design.backfill.erasure);
  add_all(all, DecisionKind::tradeoff, design.close.tradeoffs);
  return all;
}

std::string describe(const Decision& decision) {
  switch (decision.kind) {
    case DecisionKind::pipeline:
      return fmt::format("the pipeline `{}`", decision.name);
    case DecisionKind::layout:
      return fmt::format("the layout of `{}`", decision.name);
    case DecisionKind::job:
      return fmt::format("the job `{}`", decision.name);
    case DecisionKind::tradeoff:
      return fmt::format("the trade-off `{}`", decision.name);
    case DecisionKind::sacrifice:
      return "the sacrifice";
    case DecisionKind::schema:
      return "the schema plan";
    case DecisionKind::erasure:
      return "the erasure plan";
  }
  return {};
}

std::vector<ChosenWord> chosen_words(const yaml::Document& document, const Decision& decision) {
  std::vector<ChosenWord> words;
  const yaml::Node& mapping = document[decision.at.node];
  if (mapping.kind != Kind::mapping) return words;
  for (NodeId key = mapping.first; key != yaml::none; key = document[document[key].next].next) {
    const bool of_schema = decision.kind == DecisionKind::schema && document[key].text == "format";
    add_words(words, document, of_schema ? "schema.format" : document[key].text, document[key].next);
  }
  return words;
}

}  // namespace decide::rules
