#include "custom/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "custom/path.h"
#include "custom/values.h"
#include "schema/scalar_kinds.h"
#include "units/quantity.h"
#include "yaml/complaint.h"
#include "yaml/words.h"

namespace decide::custom {

namespace {

using schema::Form;
using yaml::complaint;
using yaml::Kind;
using yaml::NodeId;
using Verb = Test::Verb;

struct VerbRow {
  std::string_view word;
  Verb verb;
};
constexpr std::array verbs{
    VerbRow{"is", Verb::is},           VerbRow{"is_not", Verb::is_not},     VerbRow{"one_of", Verb::is},
    VerbRow{"none_of", Verb::is_not},  VerbRow{"contains", Verb::contains}, VerbRow{"matches", Verb::matches},
    VerbRow{"above", Verb::above},     VerbRow{"at_least", Verb::at_least}, VerbRow{"below", Verb::below},
    VerbRow{"at_most", Verb::at_most}, VerbRow{"present", Verb::present},
};

bool needs_quantity(Verb verb) {
  return verb >= Verb::above && verb <= Verb::at_most;
}

std::vector<std::string_view> verb_words() {
  std::vector<std::string_view> words;
  words.reserve(verbs.size());
  for (const VerbRow& row : verbs) words.push_back(row.word);
  return words;
}

std::string help_for(std::string_view word, const std::vector<std::string_view>& known) {
  const auto near = nearest(word, known);
  return near.empty() ? fmt::format("it takes {}", join_words(known)) : fmt::format("did you mean {}?", near);
}

std::optional<design::Section> section_named(std::string_view word) {
  const auto words = design::words_of(design::Section{});
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<design::Section>(found - words.begin());
}

/// What one value of the subject is: an item of a list, the subject itself else.
const schema::Type& single(const schema::Type& type) {
  return type.form == Form::list ? *type.item : type;
}

/// Why a scalar is nothing that a value of this type could be; empty: it may be.
Result<std::string> canonical(const schema::Type& type, const yaml::Node& node) {
  if ((type.form != Form::scalar && type.form != Form::word_or_names) || type.scalar->canonical == nullptr)
    return node.text;
  auto spelled = type.scalar->canonical(node);
  if (!spelled) return spelled.error();
  // Words and flags are compared as they are spelled; so is everything else that is no quantity.
  return node.text;
}

}  // namespace

Error ConditionReader::no_condition(NodeId at) const {
  return complaint(document_, at, "this is no condition",
                   "write `FIELD: VALUE`, `FIELD: {at_least: VALUE}`, or all, any, not, count");
}

Status ConditionReader::spend(NodeId at) {
  if (++spent_ <= limits_.conditions) return Done{};
  return complaint(document_, at, fmt::format("a rule may have {} conditions", limits_.conditions),
                   "make several rules of it");
}

Result<TypedPath> ConditionReader::path(NodeId at, std::string_view text, const Path& base) {
  auto read = read_path(text, given_, base);
  if (!read) return complaint(document_, at, read.error().message, read.error().help);
  if (read->path.from == Path::From::root) {
    const auto section = section_named(read->path.segments.front());
    if (section && (!section_ || *section_ < *section)) section_ = section;
  }
  return read;
}

Result<Condition> ConditionReader::read_mapping(NodeId node, const Path& base, std::size_t depth) {
  if (depth > limits_.depth)
    return complaint(document_, node, fmt::format("conditions nest deeper than {}", limits_.depth),
                     "make several rules of it");
  if (document_[node].kind != Kind::mapping || document_[node].count == 0) return no_condition(node);
  Condition all;
  const auto done = each_key(document_, node, [&](NodeId key) -> Status {
    auto part = read_key(key, base, depth);
    if (!part) return part.error();
    all.parts.push_back(*std::move(part));
    return Done{};
  });
  if (!done) return done.error();
  return all.parts.size() == 1 ? std::move(all.parts.front()) : std::move(all);
}

Result<Condition> ConditionReader::read_key(NodeId key, const Path& base, std::size_t depth) {
  if (auto left = spend(key); !left) return left.error();
  const std::string& word = document_[key].text;
  const NodeId value = document_[key].next;
  if (word == "all") return read_list(value, base, Condition::Kind::all, depth);
  if (word == "any") return read_list(value, base, Condition::Kind::any, depth);
  if (word == "count") return read_count(value, base, depth);
  if (word != "not") return read_tests(key, base);
  auto inner = read_mapping(value, base, depth + 1);
  if (!inner) return inner;
  Condition negated;
  negated.kind = Condition::Kind::negated;
  negated.parts.push_back(*std::move(inner));
  return negated;
}

Result<Condition> ConditionReader::read_list(NodeId node, const Path& base, Condition::Kind kind,
                                             std::size_t depth) {
  if (document_[node].kind != Kind::sequence || document_[node].count == 0)
    return complaint(document_, node, "all and any take a list of conditions",
                     "write `any: [{FIELD: VALUE}, {FIELD: VALUE}]`");
  Condition list;
  list.kind = kind;
  for (NodeId item = document_[node].first; item != yaml::none; item = document_[item].next) {
    auto part = read_mapping(item, base, depth + 1);
    if (!part) return part;
    list.parts.push_back(*std::move(part));
  }
  return list;
}

namespace {

/// Whole and not negative, as counts are.
Result<double> limit_of(const yaml::Document& document, NodeId node) {
  auto number = units::parse(units::Dimension::count, document[node].text);
  if (document[node].kind == Kind::scalar && number) return *number;
  return complaint(document, node, fmt::format("`{}` is no count", yaml::shown(document[node].text)),
                   "write a number, such as 2");
}

Path joined(const Path& base, const Path& path) {
  Path whole = path;
  if (path.from == Path::From::given)
    whole.segments.insert(whole.segments.begin(), base.segments.begin(), base.segments.end());
  whole.from = Path::From::root;
  return whole;
}

}  // namespace

Result<Condition> ConditionReader::read_count(NodeId node, const Path& base, std::size_t depth) {
  constexpr std::string_view help =
      "write `count: {of: FIELD.*, at_least: 2}`, and `where` to count some only";
  if (document_[node].kind != Kind::mapping)
    return complaint(document_, node, "count takes a mapping", std::string(help));
  Condition count;
  count.kind = Condition::Kind::count;
  const NodeId of = document_.find(node, "of");
  if (of == yaml::none) return complaint(document_, node, "count lacks `of`", std::string(help));
  auto counted = path(of, document_[of].text, base);
  if (!counted) return counted.error();
  count.path = counted->path;
  const Path inner = joined(base, counted->path);
  const auto done = each_key(document_, node, [&](NodeId key) -> Status {
    const std::string& word = document_[key].text;
    const NodeId value = document_[key].next;
    if (word == "of") return Done{};
    if (word == "where") {
      auto where = read_mapping(value, inner, depth + 1);
      if (!where) return where.error();
      count.parts.push_back(*std::move(where));
      return Done{};
    }
    if (word != "at_least" && word != "at_most")
      return complaint(document_, key, fmt::format("count has no `{}`", yaml::shown(word)),
                       "it takes of, where, at_least and at_most");
    auto limit = limit_of(document_, value);
    if (!limit) return limit.error();
    (word == "at_least" ? count.at_least : count.at_most) = *limit;
    return Done{};
  });
  if (!done) return done.error();
  if (!count.at_least && !count.at_most)
    return complaint(document_, node, "count has neither `at_least` nor `at_most`", std::string(help));
  return count;
}

Result<Condition> ConditionReader::read_tests(NodeId key, const Path& base) {
  auto subject = path(key, document_[key].text, base);
  if (!subject) return subject.error();
  const NodeId value = document_[key].next;
  Condition all;
  const auto add = [&](Result<Test> test) -> Status {
    if (!test) return test.error();
    Condition& one = all.parts.emplace_back();
    one.kind = Condition::Kind::test;
    one.path = subject->path;
    one.test = *std::move(test);
    return Done{};
  };
  Status done = Done{};
  if (document_[value].kind == Kind::mapping) {
    if (document_[value].count == 0) return no_condition(value);
    done = each_key(document_, value, [&](NodeId verb) { return add(read_test(verb, *subject, base)); });
  } else {
    const std::string_view verb = document_[value].kind == Kind::sequence ? "one_of" : "is";
    done = add(read_verb(verb, value, *subject, base));
  }
  if (!done) return done.error();
  return all.parts.size() == 1 ? std::move(all.parts.front()) : std::move(all);
}

Result<Test> ConditionReader::read_test(NodeId verb, const TypedPath& subject, const Path& base) {
  if (auto left = spend(verb); !left) return left.error();
  const std::string& word = document_[verb].text;
  const auto words = verb_words();
  if (std::find(words.begin(), words.end(), word) == words.end())
    return complaint(document_, verb, fmt::format("there is no comparison `{}`", yaml::shown(word)),
                     help_for(word, words));
  return read_verb(word, document_[verb].next, subject, base);
}

Result<Test> ConditionReader::read_verb(std::string_view verb, NodeId value, const TypedPath& subject,
                                        const Path& base) {
  Test test;
  for (const VerbRow& row : verbs) {
    if (row.word == verb) test.verb = row.verb;
  }
  const std::string& text = document_[value].text;
  if (test.verb == Verb::present) {
    if (document_[value].kind != Kind::scalar || (text != "true" && text != "false"))
      return complaint(document_, value,
                       fmt::format("`present` takes true or false, not `{}`", yaml::shown(text)), {});
    if (text == "false") test.verb = Verb::absent;
    return test;
  }
  const bool is_list = subject.type->form == Form::list || subject.type->form == Form::names;
  if ((test.verb == Verb::contains) != is_list) {
    if (is_list && subject.type->form == Form::list)
      return complaint(document_, value, "the field is a list",
                       "use contains, count, or the path with .* behind it");
    if (is_list || subject.type->form == Form::structure)
      return complaint(document_, value, "the field is a mapping",
                       "compare its fields; or use present, contains, count");
    return complaint(document_, value,
                     "`contains` asks lists and mappings of names, and the field is neither", {});
  }
  if (subject.type->form == Form::structure)
    return complaint(document_, value, "the field is a mapping", "compare its fields, or use present");
  if (auto read = read_operand(test, value, subject, base); !read) return read.error();
  return test;
}

Status ConditionReader::read_operand(Test& test, NodeId value, const TypedPath& subject, const Path& base) {
  const auto dimensions = dimensions_of(*subject.type);
  if (needs_quantity(test.verb) && dimensions.empty())
    return complaint(document_, value,
                     fmt::format("more and less are for quantities, and the field takes {}",
                                 schema::describe(*subject.type)),
                     "use is, one_of or matches");
  if (document_[value].kind == Kind::mapping) return read_other(test, value, subject, base);
  if (document_[value].kind == Kind::sequence && needs_quantity(test.verb))
    return complaint(document_, value, "more and less take one value", {});
  return read_texts(test, value, subject);
}

/// `{path: PATH, times: FACTOR}`: held against another field.
Status ConditionReader::read_other(Test& test, NodeId value, const TypedPath& subject, const Path& base) {
  constexpr std::string_view help = "write `{path: FIELD}` or `{path: FIELD, times: 2}`";
  const NodeId way = document_.find(value, "path");
  const auto dimensions = dimensions_of(*subject.type);
  if (way == yaml::none || dimensions.empty())
    return complaint(document_, value, "a quantity may be held against another field, and this names none",
                     std::string(help));
  auto other = path(way, document_[way].text, base);
  if (!other) return other.error();
  const auto others = dimensions_of(*other->type);
  if (others.size() != 1 ||
      std::find(dimensions.begin(), dimensions.end(), others.front()) == dimensions.end())
    return complaint(
        document_, way,
        fmt::format("`{}` takes {}, which cannot be compared with {}", yaml::shown(document_[way].text),
                    schema::describe(*other->type), schema::describe(*subject.type)),
        "compare fields of one dimension");
  if (other->path.has_star())
    return complaint(document_, way, "a field is held against one value, and a star stands for many", {});
  test.dimension = others.front();
  test.operand.path = other->path;
  return each_key(document_, value, [&](NodeId key) -> Status {
    if (document_[key].text == "path") return Done{};
    if (document_[key].text != "times")
      return complaint(document_, key, "only `path` and `times` stand here", std::string(help));
    const auto times = units::parse(units::Dimension::ratio, document_[document_[key].next].text);
    if (!times) return complaint(document_, document_[key].next, times.error().message, times.error().help);
    test.operand.times = *times;
    return Done{};
  });
}

Status ConditionReader::read_texts(Test& test, NodeId value, const TypedPath& subject) {
  if (document_[value].kind != Kind::sequence) return read_text(test, value, subject);
  if (document_[value].count == 0) return complaint(document_, value, "the list is empty", "name the values");
  for (NodeId item = document_[value].first; item != yaml::none; item = document_[item].next) {
    if (auto read = read_text(test, item, subject); !read) return read;
  }
  return Done{};
}

Status ConditionReader::read_text(Test& test, NodeId item, const TypedPath& subject) {
  const yaml::Node& node = document_[item];
  if (node.kind != Kind::scalar) return complaint(document_, item, "one value is expected here", {});
  const auto refuse = [&](const Error& why) { return complaint(document_, item, why.message, why.help); };
  if (test.verb == Verb::matches) {
    if (node.text.size() > limits_.texts)
      return complaint(document_, item, fmt::format("a pattern may have {} bytes", limits_.texts), {});
    test.operand.texts.push_back(node.text);
    return Done{};
  }
  for (const units::Dimension dimension : dimensions_of(*subject.type)) {
    const auto number = quantity(dimension, node.text);
    if (!number || (test.dimension && *test.dimension != dimension)) continue;
    test.dimension = dimension;
    test.operand.quantities.push_back(*number);
    return Done{};
  }
  if (subject.type->form == Form::names) {
    test.operand.texts.push_back(node.text);
    return Done{};
  }
  auto text = canonical(single(*subject.type), node);
  if (!text) return refuse(text.error());
  if (!dimensions_of(*subject.type).empty())
    return complaint(
        document_, item,
        fmt::format("`{}` has another dimension than the values before it", yaml::shown(node.text)), {});
  test.operand.texts.push_back(*std::move(text));
  return Done{};
}

}  // namespace decide::custom
