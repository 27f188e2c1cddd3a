#include "custom/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "custom/condition.h"
#include "custom/path.h"
#include "design/rule_code.h"
#include "design/scalars.h"
#include "yaml/complaint.h"
#include "yaml/words.h"

namespace decide::custom {

namespace {

using yaml::complaint;
using yaml::Document;
using yaml::Kind;
using yaml::NodeId;

constexpr std::array<std::string_view, 11> rule_keys{"name",  "severity", "summary", "rationale",
                                                     "given", "when",     "then",    "message",
                                                     "help",  "fails",    "passes"};
constexpr std::string_view shape =
    "write `dedesign-rules: 1` and below it `rules: {ACME001: {given: PATH, then: {...}, message: TEXT}}`";

class FileReader {
 public:
  FileReader(const Document& document, const Limits& limits) : document_(document), limits_(limits) {}

  Result<std::vector<Rule>> read() {
    if (document_.root().kind != Kind::mapping) return at(0, "a file of rules is a mapping", shape);
    if (auto head = read_head(); !head) return head.error();
    const NodeId rules = document_.find(0, "rules");
    if (rules == yaml::none || document_[rules].kind != Kind::mapping)
      return at(rules == yaml::none ? 0 : rules, "there are no `rules`", shape);
    if (document_[rules].count > limits_.rules)
      return at(rules, fmt::format("a file may have {} rules", limits_.rules), "make several files of it");
    std::vector<Rule> all;
    const auto done = each_key(document_, rules, [&](NodeId key) -> Status {
      auto rule = read_rule(key);
      if (!rule) return rule.error();
      all.push_back(*std::move(rule));
      return Done{};
    });
    if (!done) return done.error();
    return all;
  }

 private:
  Error at(NodeId node, std::string_view message, std::string_view help) const {
    return complaint(document_, node, message, std::string(help));
  }

  Status read_head() const {
    const NodeId version = document_.find(0, "dedesign-rules");
    if (version == yaml::none) return at(0, "`dedesign-rules: 1` is missing", shape);
    if (document_[version].text != "1")
      return at(version,
                fmt::format("version `{}` of the form is not known", yaml::shown(document_[version].text)),
                "this program reads version 1");
    return each_key(document_, 0, [&](NodeId key) -> Status {
      const std::string& word = document_[key].text;
      if (word == "dedesign-rules" || word == "rules") return Done{};
      return at(key, fmt::format("`{}` is no key of a file of rules", yaml::shown(word)),
                "it takes dedesign-rules and rules");
    });
  }

  Status check_keys(NodeId mapping) const {
    return each_key(document_, mapping, [&](NodeId key) -> Status {
      const std::string& word = document_[key].text;
      if (std::find(rule_keys.begin(), rule_keys.end(), word) != rule_keys.end()) return Done{};
      const auto near = nearest(word, rule_keys);
      return at(key, fmt::format("a rule has no `{}`", yaml::shown(word)),
                near.empty() ? fmt::format("it takes {}", join_words(rule_keys))
                             : fmt::format("did you mean {}?", near));
    });
  }

  /// The text of a key; empty if it is not there.
  Result<std::string> text(NodeId mapping, std::string_view key) const {
    const NodeId value = document_.find(mapping, key);
    if (value == yaml::none) return std::string();
    if (document_[value].kind != Kind::scalar) return at(value, fmt::format("`{}` is a text", key), {});
    return document_[value].text;
  }

  Result<NodeId> needed(NodeId key, std::string_view field) const {
    const NodeId value = document_.find(document_[key].next, field);
    if (value != yaml::none) return value;
    return at(key, fmt::format("`{}` lacks `{}`", document_[key].text, field),
              "a rule needs given, then and message");
  }

  Result<Rule> read_rule(NodeId key) const {
    Rule rule;
    rule.code = document_[key].text;
    rule.place = yaml::place_of(document_, key);
    if (!design::is_custom_code(rule.code))
      return at(key, fmt::format("`{}` is no code for a rule of your own", yaml::shown(rule.code)),
                "two to twelve capital letters, then one to five digits: ACME001");
    const NodeId body = document_[key].next;
    if (document_[body].kind != Kind::mapping)
      return at(key, fmt::format("`{}` has no body", rule.code), shape);
    if (auto known = check_keys(body); !known) return known.error();
    for (const auto step : {&FileReader::read_words, &FileReader::read_logic, &FileReader::read_examples}) {
      if (auto done = (this->*step)(key, rule); !done) return done.error();
    }
    return rule;
  }

  Status read_words(NodeId key, Rule& rule) const {
    const NodeId body = document_[key].next;
    struct Target {
      std::string_view key;
      std::string* text;
    };
    std::string severity;
    for (const auto& [field, target] : {Target{"name", &rule.name},
                                        {"summary", &rule.summary},
                                        {"rationale", &rule.rationale},
                                        {"severity", &severity}}) {
      auto value = text(body, field);
      if (!value) return value.error();
      *target = *std::move(value);
    }
    if (auto named = read_name(key, rule); !named) return named;
    return read_severity(body, severity, rule);
  }

  Status read_name(NodeId key, Rule& rule) const {
    const NodeId name = document_.find(document_[key].next, "name");
    if (name == yaml::none) {
      for (const char c : rule.code) rule.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!design::is_name(rule.name)) {
      return at(name, fmt::format("`{}` is not a name", yaml::shown(rule.name)),
                "a lower-case letter, then lower-case letters, digits, _ and -");
    }
    return Done{};
  }

  Status read_severity(NodeId body, const std::string& word, Rule& rule) const {
    for (const auto severity : {diag::Severity::note, diag::Severity::warning, diag::Severity::error}) {
      if (word == diag::severity_name(severity)) rule.severity = severity;
    }
    if (word.empty() || word == diag::severity_name(rule.severity)) return Done{};
    return at(document_.find(body, "severity"), fmt::format("`{}` is no severity", yaml::shown(word)),
              "it is error, warning or note");
  }

  Status read_logic(NodeId key, Rule& rule) const {
    for (const std::string_view field : {"given", "then", "message"}) {
      if (auto value = needed(key, field); !value) return value.error();
    }
    const NodeId body = document_[key].next;
    const NodeId given = document_.find(body, "given");
    auto path = read_given(document_[given].text);
    if (!path) return at(given, path.error().message, path.error().help);
    rule.given = path->path;
    ConditionReader conditions(document_, rule.given, limits_);
    // The section of what is given counts as one that the rule reads.
    (void)conditions.path(given, "/" + rule.given.segments.front(), rule.given);
    if (const NodeId when = document_.find(body, "when"); when != yaml::none) {
      auto condition = conditions.read(when);
      if (!condition) return condition.error();
      rule.when = *std::move(condition);
    }
    auto then = conditions.read(document_.find(body, "then"));
    if (!then) return then.error();
    rule.then = *std::move(then);
    rule.section = conditions.section();
    return read_messages(body, conditions, rule);
  }

  Status read_messages(NodeId body, ConditionReader& conditions, Rule& rule) const {
    for (const std::string_view field : {"message", "help"}) {
      const NodeId node = document_.find(body, field);
      auto words = text(body, field);
      if (!words) return words.error();
      auto message = read_message(node, *words, conditions, rule.given);
      if (!message) return message.error();
      (field == "help" ? rule.help : rule.message) = *std::move(message);
    }
    if (rule.message.texts == std::vector<std::string>{""})
      return at(document_.find(body, "message"), "the message is empty", {});
    return Done{};
  }

  /// `{PATH}` is a value; `{{` a brace.
  Result<Message> read_message(NodeId node, std::string_view words, ConditionReader& conditions,
                               const Path& given) const {
    Message message;
    message.texts.emplace_back();
    while (!words.empty()) {
      const std::size_t brace = words.find('{');
      message.texts.back() += words.substr(0, brace);
      if (brace == std::string_view::npos) break;
      words.remove_prefix(brace);
      if (words.starts_with("{{")) {
        message.texts.back() += '{';
        words.remove_prefix(2);
        continue;
      }
      const std::size_t end = words.find('}');
      if (end == std::string_view::npos)
        return at(node, "a `{` is not closed", "write {FIELD}, or {{ for a brace");
      auto path = read_hole(node, words.substr(0, end + 1), conditions, given);
      if (!path) return path.error();
      message.paths.push_back(*std::move(path));
      message.texts.emplace_back();
      words.remove_prefix(end + 1);
    }
    return message;
  }

  Result<Path> read_hole(NodeId node, std::string_view hole, ConditionReader& conditions,
                         const Path& given) const {
    const std::string_view inside = hole.substr(1, hole.size() - 2);
    const bool is_placeholder =
        inside == "name" || (inside.size() == 1 && inside[0] >= '1' && inside[0] <= '9');
    auto path = conditions.path(node, is_placeholder ? hole : inside, given);
    if (!path) return path.error();
    return path->path;
  }

  Status read_examples(NodeId key, Rule& rule) const {
    for (const std::string_view field : {"fails", "passes"}) {
      const NodeId list = document_.find(document_[key].next, field);
      if (list == yaml::none) continue;
      if (document_[list].kind != Kind::sequence)
        return at(list, fmt::format("`{}` is a list of examples", field),
                  "write each as a block scalar: `- |`");
      for (NodeId item = document_[list].first; item != yaml::none; item = document_[item].next) {
        if (document_[item].kind != Kind::scalar)
          return at(item, "an example is a text: a fragment of a design",
                    "write it as a block scalar: `- |`");
        auto& examples = field == "fails" ? rule.fails : rule.passes;
        examples.push_back({document_[item].text, yaml::place_of(document_, item)});
      }
    }
    return Done{};
  }

  const Document& document_;
  const Limits& limits_;
};

}  // namespace

Result<std::vector<Rule>> read(const yaml::Parsed& parsed) {
  const Document& document = parsed.document;
  if (!parsed.problems.empty()) {
    const yaml::Problem& first = parsed.problems.front();
    return complaint(document, first.span, first.message, first.help);
  }
  return FileReader(document, Limits{}).read();
}

}  // namespace decide::custom
