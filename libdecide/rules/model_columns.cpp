#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_M215{
    .code = "M215",
    .name = "reference-type",
    .severity = diag::Severity::error,
    .summary = "a column references a column of another type",
    .rationale =
        "Two columns are joined by equal values, and values of different types are either not equal or made "
        "equal by a cast that nobody wrote down. A cast of a 64-bit id to a float joins the wrong rows, a "
        "cast on the filtered side turns off pruning, and some engines refuse the join only on the day on "
        "which it is first run.",
    .fails = R"(model:
  tables:
    impressions:
      role: raw
      columns:
        impression_id: {type: int64}
    clicks:
      role: raw
      columns:
        impression_id: {type: string, references: «impressions.impression_id»}
)",
    .passes = R"(model:
  tables:
    impressions:
      role: raw
      columns:
        impression_id: {type: string}
    clicks:
      role: raw
      columns:
        impression_id: {type: string, references: impressions.impression_id}
)",
    .constraint = {},
    .facts = "H8"};

const Rule rule_M216{
    .code = "M216",
    .name = "personal-data-unmarked",
    .severity = diag::Severity::error,
    .summary = "a column is personal data, or is called like it, and is not marked",
    .rationale =
        "An erasure request reaches the columns that are marked, and those that inherit from them. One "
        "unmarked address in a raw table is enough for a deletion that is reported as done and is not. A "
        "column that merely sounds like personal data has to be declared one way or the other, so that the "
        "next reader need not guess either.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        event_id: {type: string}
        «client_ip»: {type: string}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        event_id: {type: string}
        client_ip: {type: string, pii: true}
        campaign_name: {type: string}
)",
    .constraint = "erasure",
    .facts = "E2 E13"};

namespace {

using Column = design::Named<design::Column>;
using Words = std::vector<std::string_view>;

const Column* find_column(const design::Model& model, const design::ColumnRef& reference) {
  const auto* table = model.tables.find(reference.table);
  return table == nullptr ? nullptr : table->value.columns.find(reference.column);
}

Words words_of(std::string_view column) {
  Words words;
  for (const std::string_view part : split(column, '_')) {
    for (const std::string_view word : split(part, '-')) words.push_back(word);
  }
  return words;
}

/// Where a name of its own stands, "user_email" and "ip_address" count too: the word with others before it,
/// or with one that does not change what it is behind it.
constexpr std::array<std::array<std::string_view, 2>, 10> personal_words{{{"email", ""},
                                                                          {"phone", ""},
                                                                          {"ip", ""},
                                                                          {"address", ""},
                                                                          {"lat", ""},
                                                                          {"latitude", ""},
                                                                          {"lon", ""},
                                                                          {"longitude", ""},
                                                                          {"device", "id"},
                                                                          {"user", "id"}}};
constexpr std::array<std::string_view, 11> kept_by{"address", "number", "hash", "hashed", "md5",  "sha1",
                                                   "sha256",  "raw",    "line", "line1",  "line2"};
constexpr std::array<std::string_view, 11> named_like_people{
    "first", "last", "full", "given", "family", "middle", "nick", "sur", "user", "customer", "contact"};

template <class Range>
bool holds(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

bool ends_with(const Words& words, const std::array<std::string_view, 2>& wanted) {
  const std::size_t length = wanted[1].empty() ? 1 : 2;
  if (words.size() < length) return false;
  return std::equal(wanted.begin(), wanted.begin() + length, words.end() - static_cast<long>(length));
}

/// `name` alone says whose name it is as little as `campaign_name` does not: only people's names count.
bool is_name_of_person(const Words& words) {
  if (words.back() != "name") return false;
  return words.size() == 1 || holds(named_like_people, words[words.size() - 2]);
}

bool sounds_personal(std::string_view column) {
  Words words = words_of(column);
  if (is_name_of_person(words)) return true;
  const auto matches = [&](const auto& wanted) { return ends_with(words, wanted); };
  while (!words.empty()) {
    if (std::any_of(personal_words.begin(), personal_words.end(), matches)) return true;
    if (!holds(kept_by, words.back())) return false;
    words.pop_back();
  }
  return false;
}

/// A count of addresses is no address, a flag that there is one is none either.
bool holds_values(const design::Table& table, const Column& column) {
  using design::Aggregation;
  using design::BaseType;
  if (column->type && (column->type->base == BaseType::bool_ || column->type->base == BaseType::hll))
    return false;
  const auto* measure = table.measures.find(column.name);
  if (measure == nullptr) return true;
  const Aggregation by = measure->value->aggregation;
  return by == Aggregation::last || by == Aggregation::min || by == Aggregation::max;
}

void report_listed(Report& report, std::string_view table, const Column& column, design::Place listed) {
  const bool denied = column->pii && !*column->pii;
  auto draft = denied ? report.at(column->pii.at) : report.missing(column.at, "pii");
  draft.because(derive::ConstraintId::erasure)
      .related(listed, "listed as personal data")
      .help("mark it with `pii: true`, so that erasure and audit find it")
      .fix_set(!denied, "mark it as personal data",
               fmt::format("model.tables.{}.columns.{}.pii", table, column.name), "true");
  if (denied) {
    draft.say("`{}.{}` says `pii: false`, and `scope.compliance.personal_data` lists it", table, column.name);
  } else {
    draft.say("`{}.{}` is listed in `scope.compliance.personal_data` and not marked", table, column.name);
  }
}

void report_look_alike(Report& report, std::string_view table, const Column& column) {
  report.missing(column.at, "pii")
      .say("`{}.{}` is called like personal data, and nobody says whether it is", table, column.name)
      .because(derive::ConstraintId::erasure)
      .help("say `pii: true`, or `pii: false` if it says nothing about a person");
}

}  // namespace

void check_M215(const derive::Facts& facts, Report& report) {
  const auto& model = facts.design.model;
  for (const auto& table : model.tables) {
    for (const Column& column : table->columns) {
      const Column* other = column->references ? find_column(model, *column->references) : nullptr;
      if (other == nullptr || !column->type || !other->value.type) continue;
      if (*column->type == *other->value.type) continue;
      const std::string theirs = design::spell(*other->value.type);
      report.at(column->references.at)
          .say("`{}.{}` is of type `{}`, and `{}`, which it references, of type `{}`", table.name,
               column.name, design::spell(*column->type), design::spell(*column->references), theirs)
          .label("{} there, {} here", theirs, design::spell(*column->type))
          .related(other->value.type.at, "its type")
          .help("give both the same type, that of the table in which the value is made")
          .fix_set(false, fmt::format("make it {}", theirs),
                   fmt::format("model.tables.{}.columns.{}.type", table.name, column.name),
                   theirs.find('(') == std::string::npos ? theirs : '"' + theirs + '"');
    }
  }
}

void check_M216(const derive::Facts& facts, Report& report) {
  std::map<std::string_view, design::Place> listed;
  for (const auto& name : facts.design.scope.compliance.personal_data) listed.emplace(name->text, name.at);
  for (const auto& table : facts.design.model.tables) {
    for (const Column& column : table->columns) {
      if (column->pii.is(true)) continue;
      const auto found = listed.find(column.name);
      if (found != listed.end()) {
        report_listed(report, table.name, column, found->second);
      } else if (!column->pii && holds_values(table.value, column) && sounds_personal(column.name)) {
        report_look_alike(report, table.name, column);
      }
    }
  }
}

}  // namespace decide::rules
