#include "report/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "derive/constraint.h"
#include "facts/choice.h"
#include "facts/fact.h"
#include "report/prose.h"
#include "report/table.h"
#include "rules/custom.h"
#include "rules/registry.h"
#include "schema/type.h"

namespace decide::report {

namespace {

constexpr std::string_view open_mark = "\xC2\xAB", close_mark = "\xC2\xBB";
constexpr std::size_t prose_width = 88;

std::string paragraph(std::string_view text) {
  return wrap(text, prose_width, "  ") + "\n";
}

std::string names(std::span<const std::string_view> words) {
  return words.empty() ? std::string("nothing in particular") : join_words(words);
}

std::string facts_behind(std::string_view ids) {
  std::string text;
  for (const std::string_view id : split(ids, ' ')) {
    for (const facts::Fact& fact : facts::all()) {
      if (fact.id != id) continue;
      text += fmt::format("  {} = {} {}  [{}: {}, {}]\n", fact.name, fact.value, fact.unit, fact.id,
                          fact.source, fact.date);
    }
  }
  return text;
}

std::string explain_rule(const rules::Rule& rule) {
  std::string text = fmt::format("{} {} ({})\n\n", rule.code, rule.name, diag::severity_name(rule.severity));
  text += paragraph(fmt::format("Fires when: {}", rule.summary));
  text += "\n" + paragraph(rule.rationale);
  if (!rule.constraint.empty()) text += fmt::format("\n  Constraint: {}\n", rule.constraint);
  if (const std::string facts = facts_behind(rule.facts); !facts.empty()) text += "\n" + facts;
  if (!rule.fails.empty()) text += "\nFails:\n\n" + example_lines(rule.fails, "    ");
  if (!rule.passes.empty()) text += "\nPasses:\n\n" + example_lines(rule.passes, "    ");
  return text;
}

std::string rules_for(std::string_view constraint) {
  std::string text;
  for (const rules::Entry& entry : rules::registry()) {
    if (entry.rule->constraint != constraint) continue;
    text += fmt::format("  {} {}: {}\n", entry.rule->code, entry.rule->name, entry.rule->summary);
  }
  return text;
}

std::vector<std::string_view> choices_that(std::string_view constraint,
                                           std::span<const std::string_view> facts::Choice::*list) {
  std::vector<std::string_view> words;
  for (const facts::Choice& choice : facts::choices()) {
    const auto& all = choice.*list;
    const bool new_word = std::find(words.begin(), words.end(), choice.word) == words.end();
    if (new_word && std::find(all.begin(), all.end(), constraint) != all.end()) words.push_back(choice.word);
  }
  return words;
}

std::string explain_constraint(const derive::ConstraintInfo& constraint) {
  std::string text =
      fmt::format("{} (a constraint, from the {} section)\n\n", constraint.name, constraint.section);
  text += paragraph(fmt::format("Exists when: {}", constraint.exists));
  text += paragraph(fmt::format("Demands: {}", constraint.demands));
  text += "\n" + paragraph("Served by: " + names(choices_that(constraint.name, &facts::Choice::serves)));
  text += paragraph("Hurt by: " + names(choices_that(constraint.name, &facts::Choice::hurts)));
  if (const std::string rules = rules_for(constraint.name); !rules.empty())
    text += "\nRules that enforce it:\n" + rules;
  return text;
}

std::string explain_choice(const facts::Choice& choice) {
  std::string text = fmt::format("{} (a choice of `{}`)\n\n", choice.word, choice.field);
  text += paragraph(choice.what);
  text += "\n" + paragraph("Serves: " + names(choice.serves));
  text += paragraph("Hurts: " + names(choice.hurts));
  if (!choice.needs.empty()) text += paragraph(fmt::format("Needs: {}", choice.needs));
  if (!choice.costs.empty()) text += paragraph(fmt::format("Costs: {}", choice.costs));
  return text;
}

std::string explain_field(std::string_view path, const schema::Located& located) {
  std::string text = fmt::format("{} (a field of the design file)\n\n", path);
  if (located.field != nullptr) text += paragraph(located.field->doc);
  text += paragraph("Takes: " + schema::describe(*located.type));
  if (located.type->form == schema::Form::scalar && !located.type->scalar->anything) {
    text += paragraph(fmt::format("Example: {}", located.type->scalar->example));
  }
  const schema::Type* inner = located.type->form == schema::Form::names ? located.type->item : located.type;
  if (inner->form == schema::Form::structure) {
    text += "\nFields:\n";
    for (const schema::Field& field : inner->shape().fields)
      text += fmt::format("  {}: {}\n", field.name, field.doc);
  }
  return text;
}

/// The words that a field takes, if it takes words.
std::span<const std::string_view> words_at(const schema::PathRow& row) {
  const schema::Type& type = row.type->form == schema::Form::list ? *row.type->item : *row.type;
  return type.scalar != nullptr ? type.scalar->words : std::span<const std::string_view>{};
}

/// An answer, or a kind of thing: what the fields that take the word say, where no choice tells more.
std::string explain_answer(std::string_view word) {
  std::string text;
  for (const schema::PathRow& row : schema::all_paths()) {
    const auto words = words_at(row);
    if (std::find(words.begin(), words.end(), word) == words.end()) continue;
    if (text.empty()) text = fmt::format("{} (a word of the format)\n", word);
    text += fmt::format("\n  {}\n", row.path);
    text += paragraph(fmt::format("{} It takes {}.", row.field->doc, join_words(words, "or")));
  }
  return text;
}

Error unknown_word(std::string_view word, const Error& as_path) {
  const auto words = explainable_words();
  const std::vector<std::string_view> views(words.begin(), words.end());
  const auto near = nearest(word, views);
  if (!near.empty())
    return {fmt::format("nothing is called `{}`", word), fmt::format("did you mean {}?", near)};
  if (word.find('.') != std::string_view::npos) return as_path;
  return {fmt::format("nothing is called `{}`", word),
          "dedesign explain --list shows all that can be explained"};
}

}  // namespace

std::string example_lines(std::string_view example, std::string_view indent) {
  std::string text;
  while (!example.empty() && example.front() == '\n') example.remove_prefix(1);
  for (const std::string_view line : split(example, '\n')) {
    std::string shown;
    std::string marks;
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string_view rest = line.substr(i);
      if (rest.starts_with(open_mark) || rest.starts_with(close_mark)) {
        inside = rest.starts_with(open_mark);
        i += open_mark.size() - 1;
        continue;
      }
      shown += line[i];
      marks += inside ? '^' : ' ';
    }
    if (shown.empty()) continue;
    text += fmt::format("{}{}\n", indent, shown);
    if (marks.find('^') == std::string::npos) continue;
    marks.erase(marks.find_last_of('^') + 1);
    text += fmt::format("{}{}\n", indent, marks);
  }
  return text;
}

Result<std::string> explain(std::string_view word, const Style& /*style*/, const rules::CustomRules* custom) {
  if (const rules::Rule* rule = rules::find_rule(word, custom)) return explain_rule(*rule);
  if (const auto* constraint = derive::constraint_named(word)) {
    std::string text = explain_constraint(*constraint);
    if (const auto located = schema::locate(word)) text += "\n" + explain_field(word, *located);
    return text;
  }
  std::string text;
  for (const facts::Choice& choice : facts::choices()) {
    if (choice.word == word) text += (text.empty() ? "" : "\n") + explain_choice(choice);
  }
  const auto located = schema::locate(word);
  if (located && !word.empty()) text += (text.empty() ? "" : "\n") + explain_field(word, *located);
  if (text.empty()) text = explain_answer(word);
  if (!text.empty()) return text;
  return unknown_word(word, located ? Error{} : located.error());
}

std::vector<std::string> explainable_words() {
  std::vector<std::string> words;
  const auto add = [&](std::string_view word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
  };
  for (const rules::Entry& entry : rules::registry()) {
    add(entry.rule->code);
    add(entry.rule->name);
  }
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    add(derive::info(static_cast<derive::ConstraintId>(i)).name);
  }
  for (const facts::Choice& choice : facts::choices()) add(choice.word);
  for (const schema::PathRow& row : schema::all_paths()) {
    if (row.path.find("NAME") == std::string::npos) add(row.path);
    for (const std::string_view word : words_at(row)) add(word);
  }
  return words;
}

std::string explain_list(const Style& style) {
  Table table;
  table.header = {"WORD", "KIND", "WHAT IT IS"};
  for (const rules::Entry& entry : rules::registry()) {
    table.rows.push_back(
        {fmt::format("{} {}", entry.rule->code, entry.rule->name), "rule", std::string(entry.rule->summary)});
  }
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    const auto& constraint = derive::info(static_cast<derive::ConstraintId>(i));
    table.rows.push_back({std::string(constraint.name), "constraint", std::string(constraint.demands)});
  }
  for (const facts::Choice& choice : facts::choices()) {
    table.rows.push_back(
        {std::string(choice.word), fmt::format("{}", choice.field), std::string(choice.what)});
  }
  for (const schema::PathRow& row : schema::all_paths()) {
    table.rows.push_back({row.path, "field", std::string(row.field->doc)});
  }
  return report::table(table, style);
}

}  // namespace decide::report
