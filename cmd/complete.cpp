#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "common.h"
#include "derive/seal.h"
#include "drill/library.h"
#include "report/explain.h"
#include "rules/registry.h"
#include "schema/type.h"
#include "yaml/document.h"

namespace dedesign {

namespace {

/// What the shell may offer. Lines are `candidate<TAB>description`; the last is `:` and a sum of: 2 no space
/// after it, 4 no file names.
struct Candidates {
  std::vector<std::pair<std::string, std::string>> list;
  int directive = 4;
  void add(std::string_view word, std::string_view about = {}) { list.emplace_back(word, about); }
};

using Words = std::vector<std::string>;

/// The first word that looks like a design on the line, parsed; an empty document if there is none.
decide::yaml::Document design_on(const Words& words) {
  for (const std::string& word : words) {
    if (!word.ends_with(".yaml") && !word.ends_with(".yml")) continue;
    auto read = decide::read_file(word, decide::yaml::Limits{}.bytes);
    if (read) return decide::yaml::parse(decide::Source(word, std::move(read->text))).document;
  }
  return {};
}

void add_keys(const decide::yaml::Document& document, const std::string& path, const std::string& stem,
              std::string_view after, Candidates& out) {
  const auto node = document.empty() ? decide::yaml::none : document.at(path);
  if (node == decide::yaml::none || document[node].kind != decide::yaml::Kind::mapping) return;
  for (auto key = document[node].first; key != decide::yaml::none; key = document[document[key].next].next) {
    out.add(fmt::format("{}{}{}", stem, document[key].text, after));
  }
}

bool goes_deeper(const decide::schema::Type& type) {
  return type.form == decide::schema::Form::structure || type.form == decide::schema::Form::names;
}

/// A path below a section; below none it is a whole one.
std::string below(std::string_view section, std::string_view path) {
  if (section.empty() || path.empty()) return std::string(section.empty() ? path : section);
  return fmt::format("{}.{}", section, path);
}

/// Paths below a section, one segment at a time; names come from the design on the line.
void add_paths(const decide::yaml::Document& document, std::string_view section, std::string_view partial,
               std::string_view leaf_end, Candidates& out) {
  const std::size_t dot = partial.rfind('.');
  const std::string stem(partial.substr(0, dot == std::string_view::npos ? 0 : dot + 1));
  const std::string parent = below(section, partial.substr(0, dot == std::string_view::npos ? 0 : dot));
  const auto located = decide::schema::locate(parent);
  if (!located) return;
  const auto& type = *located->type;
  if (type.form == decide::schema::Form::structure) {
    for (const auto& field : type.shape().fields) {
      out.add(fmt::format("{}{}{}", stem, field.name, goes_deeper(*field.type) ? "." : leaf_end), field.doc);
    }
  } else if (type.form == decide::schema::Form::names) {
    add_keys(document, parent, stem, goes_deeper(*type.item) ? "." : leaf_end, out);
  }
  out.directive = 2 | 4;
}

/// After "PATH=": the words that the field takes.
void add_values(std::string_view section, std::string_view partial, Candidates& out) {
  const std::size_t equals = partial.find('=');
  const auto located = decide::schema::locate(below(section, partial.substr(0, equals)));
  if (!located || located->type->form != decide::schema::Form::scalar) return;
  for (const auto word : decide::schema::listed(*located->type->scalar))
    out.add(fmt::format("{}={}", partial.substr(0, equals), word));
}

void add_rules(Candidates& out) {
  for (const auto& entry : decide::rules::registry()) out.add(entry.rule->code, entry.rule->name);
}

std::string_view section_for(std::string_view command) {
  for (const auto& stage : decide::derive::stages()) {
    if (stage.command == command) return stage.key;
  }
  return {};
}

void complete_value(std::string_view command, const Option& option, const Words& words, Candidates& out) {
  const std::string& partial = words.back();
  for (const auto word : option.words) out.add(word);
  const std::string_view name = option.name();
  if (name == "--format" && option.words.empty()) {
    for (const auto word : format_names()) out.add(word);
  } else if (option.value == "RULE") {
    add_rules(out);
  } else if (name == "--scenario") {
    for (const auto scenario : decide::drill::scenario_names()) out.add(scenario);
  } else if (name == "--set" && partial.find('=') != std::string::npos) {
    add_values(section_for(command), partial, out);
  } else if (name == "--set" || name == "--unset" || name == "--scale") {
    add_paths(design_on(words), section_for(command), partial, name == "--unset" ? "" : "=", out);
  } else if (name == "--from" || name == "--output" || name == "--rules") {
    out.directive = 0;
  }
}

/// The arguments that stand on the line before the word that is completed. The value of an option counts as
/// one too, which at worst offers what comes after it.
Words arguments_before(const Words& words) {
  Words before;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (!words[i].starts_with("-")) before.push_back(words[i]);
  }
  return before;
}

bool takes_scenario(std::string_view command, const Words& before) {
  return command == "drill" && before.size() == 1 &&
         (before.front() == "start" || before.front() == "verify");
}

void complete_argument(std::string_view command, const Options& options, const Words& words,
                       Candidates& out) {
  if (command == "explain") {
    for (const std::string& word : decide::report::explainable_words()) out.add(word);
  }
  std::vector<const Option*> arguments;
  for (const Option& option : options) {
    if (option.is_argument()) arguments.push_back(&option);
  }
  if (arguments.empty()) return;
  const Words before = arguments_before(words);
  if (takes_scenario(command, before)) {
    for (const auto scenario : decide::drill::scenario_names()) out.add(scenario);
    return;
  }
  // the last may be repeated
  const Option& option = *arguments[std::min(before.size(), arguments.size() - 1)];
  for (const auto word : option.words) out.add(word);
  constexpr std::array<std::string_view, 4> files{"FILE", "PATH", "A", "B"};
  if (std::find(files.begin(), files.end(), option.names) != files.end()) out.directive = 0;
}

void complete_options(const Options& options, Candidates& out) {
  out.add("--help", "Print what it takes");
  for (const Option& option : options) {
    if (!option.is_argument()) out.add(option.name(), option.about);
  }
}

Candidates candidates(const Words& words) {
  Candidates out;
  const std::string& partial = words.back();
  const std::string_view command = words.size() > 1 ? std::string_view(words.front()) : std::string_view{};
  if (command.empty()) {
    for (const CommandRow& row : commands()) {
      if (!row.group.empty()) out.add(row.name, row.summary);
    }
    if (partial.starts_with('-')) complete_options({{"--version", "Print the version", {}}}, out);
    return out;
  }
  const CommandRow* row = command_named(command);
  if (row == nullptr) return out;
  const auto made = row->make(row->name);
  const Options options = made->options();
  const Option* before = option_named(options, words[words.size() - 2]);
  if (before != nullptr && before->takes_value()) {
    complete_value(command, *before, words, out);
  } else if (partial.starts_with('-')) {
    complete_options(options, out);
  } else {
    complete_argument(command, options, words, out);
  }
  return out;
}

class CompleteCommand final : public Command {
 public:
  Options options() override { return {{"WORDS", "The words of the line so far, after --", &words_}}; }

  Output run(const Env& /*env*/) override {
    Words words = words_;
    if (words.empty()) words.emplace_back();
    const Candidates all = candidates(words);
    Output output;
    for (const auto& [word, about] : all.list) {
      if (word.starts_with(words.back())) {
        output.out += fmt::format("{}\t{}\n", decide::sanitize(word), decide::sanitize(about));
      }
    }
    output.out += fmt::format(":{}\n", all.directive);
    return output;
  }

 private:
  Words words_;
};

}  // namespace

std::unique_ptr<Command> make_complete(std::string_view /*name*/) {
  return std::make_unique<CompleteCommand>();
}

}  // namespace dedesign
