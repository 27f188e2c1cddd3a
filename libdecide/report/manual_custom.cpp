#include "report/mdoc.h"

namespace decide::report {

namespace {

constexpr std::string_view intro =
    "An organisation has rules of its own: which formats it runs, how long it keeps what. They are written "
    "in "
    "YAML, without a scripting language, and are asked beside those of dedesign. What they find appears in "
    "every "
    "format, can be accepted, skipped and listed as everything else.\n\n"
    "Files of rules are named by --rules, or under rules in .dedesign.yaml; a folder stands for the .yaml "
    "and "
    ".yml files in it.";

constexpr std::string_view example =
    "dedesign-rules: 1\n"
    "rules:\n"
    "  ACME001:\n"
    "    name: raw-kept-a-month\n"
    "    severity: error\n"
    "    summary: A raw table keeps its rows less than 30 days.\n"
    "    given: model.tables.*\n"
    "    when: {role: raw}\n"
    "    then: {retention: {at_least: 30 d}}\n"
    "    message: \"`{name}` keeps raw rows {retention}, and we keep them 30 d\"\n"
    "    help: set model.tables.{name}.retention to 30 d or more\n"
    "    fails:\n"
    "      - |\n"
    "        model: {tables: {clicks: {role: raw, retention: 7 d}}}\n"
    "    passes:\n"
    "      - |\n"
    "        model: {tables: {clicks: {role: raw, retention: 720 h}}}\n";

struct Item {
  std::string_view word, about;
};

constexpr Item keys[] = {
    {"given",
     "The path of what the rule is about, from the root of the design; * stands for every entry. Needed."},
    {"when", "A condition: where it does not hold, the rule says nothing."},
    {"then", "A condition: where it does not hold, there is a finding. Needed."},
    {"message",
     "The finding in one sentence. {FIELD} is the value of a field, {name} the last key of what is given, "
     "{1} what its first * stands for, and {{ a brace. Needed."},
    {"help", "What to do; filled in likewise."},
    {"severity", "error, warning or note; warning unless it is said."},
    {"name",
     "A name for people: lower-case letters, digits, _ and -; the code in lower case unless it is said."},
    {"summary", "When it fires, in one line."},
    {"rationale", "Why it matters, for explain."},
    {"fails",
     "Examples that must fire: fragments of a design. What stands between \xC2\xAB and \xC2\xBB is where "
     "the finding must point."},
    {"passes", "Examples that must not fire."},
};

constexpr Item conditions[] = {
    {"FIELD: VALUE", "The field is there and has this value; with a list, one of these values."},
    {"FIELD: {is: VALUE}", "The same. Also is_not, one_of, none_of."},
    {"FIELD: {at_least: VALUE}",
     "For quantities, in any unit of their dimension; also above, below, at_most. In the "
     "place of the value {path: FIELD, times: 2} stands for twice another field."},
    {"FIELD: {matches: GLOB}", "* is any text, ? one character; with a list, one of the patterns."},
    {"FIELD: {contains: VALUE}", "A list has this item, or a mapping this name."},
    {"FIELD: {present: false}", "The field is not there; with true, that it is."},
    {"all: [CONDITION, ...]", "Each of them holds. So it is for the keys of one mapping."},
    {"any: [CONDITION, ...]", "One of them holds."},
    {"not: CONDITION", "It does not hold."},
    {"count: {of: FIELD.*, at_least: 2}",
     "So many are there; at_most; with where only those that a condition holds of."},
};

constexpr std::string_view fields =
    "FIELD is a path below what is given, such as columns.*.type, where * asks every entry and all must "
    "hold; . is "
    "what is given itself; a path after / begins at the root of the design, and may have {name} and {1} in "
    "it: "
    "/partition.{name}.format. {name} or {1} alone are compared as texts. A comparison with a field that is "
    "not "
    "there does not hold. Of a value that could not be read a rule says nothing, because the reader has "
    "complained.";

constexpr std::string_view limits =
    "Unknown keys, paths that no design has, words that a field does not take and quantities of another "
    "dimension "
    "are errors when the file is read, with their place. A code is two to twelve capital letters and one to "
    "five "
    "digits, so that it is never one of ours. A file may be 1 MiB long and have 1000 rules, a rule 200 "
    "conditions "
    "that nest 12 deep; a rule that would look at more than 2,000,000 keys and values of a design is stopped "
    "and "
    "says so. dedesign rules --test FILE tries the examples.";

template <class Items>
void add_items(Mdoc& page, const Items& items) {
  page.begin_list();
  for (const Item& item : items) page.item(item.word, "", item.about);
  page.end_list();
}

}  // namespace

std::string custom_rules_manual() {
  Mdoc page("dedesign-rules", 5, "rules of an organisation");
  page.section("DESCRIPTION").text(intro).literal(example);
  page.section("KEYS OF A RULE");
  add_items(page, keys);
  page.section("CONDITIONS");
  add_items(page, conditions);
  page.text(fields);
  page.section("LIMITS").text(limits);
  page.section("SEE ALSO")
      .macro(".Xr dedesign 1 ,")
      .macro(".Xr dedesign.yaml 5 ,")
      .macro(".Xr dedesign-rules 7");
  return std::move(page).str();
}

}  // namespace decide::report
