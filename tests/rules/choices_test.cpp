#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "derive/constraint.h"
#include "facts/choice.h"
#include "schema/type.h"

/// The table of choices against the format and the constraints, which its own floor does not know.
namespace decide {
namespace {

/// The words that the fields of such a name take, in their order; empty if there is no such field.
std::vector<std::string_view> words_of_field(std::string_view field) {
  const std::string tail = "." + std::string(field);
  for (const schema::PathRow& row : schema::all_paths()) {
    const schema::Type* type = row.type->form == schema::Form::list ? row.type->item : row.type;
    const bool has_words = type->scalar != nullptr && !type->scalar->words.empty();
    const bool of_data =
        row.path.starts_with("model.sources") || row.path.find(".columns.") != std::string::npos;
    if (row.path.ends_with(tail) && has_words && !of_data)
      return {type->scalar->words.begin(), type->scalar->words.end()};
  }
  return {};
}

std::map<std::string_view, std::vector<std::string_view>> words_by_field() {
  std::map<std::string_view, std::vector<std::string_view>> words;
  for (const facts::Choice& row : facts::choices()) words[row.field].push_back(row.word);
  return words;
}

TEST_CASE("the choices of a field are the words that it takes, in their order") {
  for (const auto& [field, words] : words_by_field()) {
    INFO(field);
    CHECK(words == words_of_field(field));
  }
}

TEST_CASE("every decision that takes a word has its choices") {
  const auto words = words_by_field();
  for (const std::string_view field : {"mode",          "late",          "bad_records",      "on_gap",
                                       "delivery",      "write",         "overwrite_scope",  "isolation",
                                       "token",         "time",          "nondeterministic", "format",
                                       "registry",      "schema.format", "compatibility",    "enforced_at",
                                       "upgrade_first", "content",       "policy",           "while_live",
                                       "cleanup",       "gate",          "method",           "role",
                                       "history",       "credit",        "on_fail",          "empty_is",
                                       "what"}) {
    INFO(field);
    CHECK(words.count(field) == 1);
  }
}

TEST_CASE("what a choice serves or hurts is a constraint") {
  for (const facts::Choice& row : facts::choices()) {
    INFO(row.field << ": " << row.word);
    for (const std::string_view name : row.serves) CHECK(derive::constraint_named(name) != nullptr);
    for (const std::string_view name : row.hurts) CHECK(derive::constraint_named(name) != nullptr);
  }
}

TEST_CASE("every constraint is served by some choice") {
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    const std::string_view name = derive::info(static_cast<derive::ConstraintId>(i)).name;
    const auto all = facts::choices();
    INFO(name);
    CHECK(std::any_of(all.begin(), all.end(), [&](const facts::Choice& row) {
      return std::find(row.serves.begin(), row.serves.end(), name) != row.serves.end();
    }));
  }
}

}  // namespace
}  // namespace decide
