#include "config.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "config/preset.h"
#include "custom_rules.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::config::Config;
using decide::config::Given;
using decide::diag::Severity;

constexpr const char* file_name = ".dedesign.yaml";

std::string severity_word(std::optional<Severity> severity) {
  return severity ? std::string(decide::diag::severity_name(*severity)) : "off";
}

/// The folders whose files count, the nearest first: where a repository ends, other people's settings begin.
std::vector<fs::path> folders_from(fs::path folder) {
  std::vector<fs::path> all;
  std::error_code problem;
  while (!folder.empty()) {
    all.push_back(folder);
    if (fs::exists(folder / ".git", problem) || folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return all;
}

/// A config and the folder that its paths are relative to.
struct Layer {
  std::shared_ptr<const Config> config;
  fs::path folder;
};

/// Makes the settings out of layers, the nearest first.
class Assembly {
 public:
  explicit Assembly(std::vector<Layer> layers) : layers_(std::move(layers)) {}

  decide::Result<Settings> run() {
    for (const Layer& layer : layers_)
      made_.shown.files.push_back(fs::proximate(layer.folder / file_name).string());
    made_.rules = paths(&Config::rules, "rules");
    auto custom = load_rules(made_.rules);
    if (!custom) {
      auto error = custom.error();
      const auto& rows = made_.shown.rows;
      error.message = fmt::format("{}: {}", rows.back().from, error.message);
      return error;
    }
    made_.custom = *std::move(custom);
    add_presets();
    add_fail_on();
    using decide::Status;
    for (const auto step : {&Assembly::add_severities, &Assembly::add_only, &Assembly::add_skip}) {
      if (Status done = (this->*step)(); !done) return done.error();
    }
    show_severities();
    add_facts();
    made_.scenarios = paths(&Config::scenarios, "scenarios");
    show_ignored();
    for (const auto& row : made_.shown.rows) made_.fingerprint += fmt::format("{}={}\n", row.key, row.value);
    return std::move(made_);
  }

 private:
  template <class T>
  const Layer* nearest(std::optional<T> Config::*member) const {
    const auto found = std::find_if(layers_.begin(), layers_.end(), [&](const Layer& layer) {
      return ((*layer.config).*member).has_value();
    });
    return found == layers_.end() ? nullptr : &*found;
  }

  template <class T>
  const T* value(std::optional<T> Config::*member) const {
    const Layer* layer = nearest(member);
    return layer == nullptr ? nullptr : &*((*layer->config).*member);
  }

  /// True if a key is said farther away than the presets: then what those set holds.
  template <class T>
  bool is_behind_presets(std::optional<T> Config::*member) const {
    const Layer* presets = nearest(&Config::presets);
    return presets != nullptr && nearest(member) > presets;
  }

  void show(std::string key, std::string value, std::string from) {
    made_.shown.rows.push_back({std::move(key), std::move(value), std::move(from)});
  }

  void add_presets() {
    const auto* words = value(&Config::presets);
    if (words == nullptr) return;
    for (const Given& word : *words) {
      const auto& preset = *decide::config::preset_named(word.text);
      show("presets", word.text, word.place);
      const std::string from = fmt::format("preset {} ({})", preset.name, word.place);
      if (!preset.fail_on.empty()) fail_on_ = {std::string(preset.fail_on), from};
      for (const auto& rule : preset.rules) severities_[std::string(rule.code)] = {rule.severity, from};
    }
  }

  void add_fail_on() {
    const Given* given = value(&Config::fail_on);
    if (given != nullptr && (fail_on_.text.empty() || !is_behind_presets(&Config::fail_on)))
      fail_on_ = *given;
    made_.fail_on = fail_on_.text;
    show("fail_on", fail_on_.text.empty() ? "error" : fail_on_.text,
         fail_on_.text.empty() ? "default" : fail_on_.place);
  }

  decide::Result<std::string> code_of(const Given& word) const {
    const auto* rule = decide::rules::find_rule(word.text, made_.custom.get());
    if (rule != nullptr) return std::string(rule->code);
    auto error = check_rule_words({word.text}, made_.custom.get()).error();
    error.message = fmt::format("{}: {}", word.place, error.message);
    return error;
  }

  decide::Status add_severities() {
    const auto* rows = value(&Config::severities);
    if (rows == nullptr) return decide::Done{};
    for (const auto& row : *rows) {
      auto code = code_of(row.rule);
      if (!code) return code.error();
      if (row.severity != Severity::error && !decide::config::can_be_lowered(*code))
        return decide::Error{fmt::format("{}: the findings of {} stay errors", row.rule.place, *code),
                             "they say what of the design could not be read; take the line out"};
      const std::pair said{row.severity, row.rule.place};
      if (is_behind_presets(&Config::severities))
        severities_.emplace(*code, said);
      else
        severities_[*code] = said;
    }
    return decide::Done{};
  }

  void show_severities() {
    for (const auto& [code, said] : severities_) {
      show("severities." + code, severity_word(said.first), said.second);
      if (said.first) {
        made_.severities.emplace(code, *said.first);
      } else {
        made_.skip.push_back(code);
      }
    }
  }

  decide::Status add_words(std::optional<std::vector<Given>> Config::*member, std::string_view key,
                           std::vector<std::string>& into) {
    const auto* words = value(member);
    if (words == nullptr) return decide::Done{};
    for (const Given& word : *words) {
      auto code = code_of(word);
      if (!code) return code.error();
      show(std::string(key), *code, word.place);
      into.push_back(*std::move(code));
    }
    return decide::Done{};
  }
  decide::Status add_only() { return add_words(&Config::only, "only", made_.only); }
  decide::Status add_skip() { return add_words(&Config::skip, "skip", made_.skip); }

  void add_facts() {
    const auto* facts = value(&Config::facts);
    if (facts == nullptr) return;
    for (const auto& fact : *facts) {
      made_.values.replace(fact.name.text, fact.value);
      show("facts." + fact.name.text, fact.spelled, fact.name.place);
    }
  }

  std::vector<std::string> paths(std::optional<std::vector<Given>> Config::*member, std::string_view key) {
    std::vector<std::string> all;
    const Layer* layer = nearest(member);
    if (layer == nullptr) return all;
    for (const Given& word : *((*layer->config).*member)) {
      all.push_back(fs::proximate(layer->folder / word.text).string());
      show(std::string(key), all.back(), word.place);
    }
    return all;
  }

  /// Each file rules its own folder, as ignore files do; none hides another.
  void show_ignored() {
    for (const Layer& layer : layers_) {
      if (!layer.config->ignore) continue;
      for (const Given& word : *layer.config->ignore) show("ignore", word.text, word.place);
    }
  }

  std::vector<Layer> layers_;
  Settings made_;
  Given fail_on_;
  std::map<std::string, std::pair<std::optional<Severity>, std::string>> severities_;
};

}  // namespace

const Configs::Read& Configs::config_in(const fs::path& folder) {
  const std::string key = folder.string();
  if (const auto found = configs_.find(key); found != configs_.end()) return found->second;
  const auto read = [&]() -> Read {
    std::error_code problem;
    const fs::path file = folder / file_name;
    if (!fs::exists(file, problem)) return std::shared_ptr<const Config>();
    auto text = decide::read_file(file.string(), decide::yaml::Limits{}.bytes);
    if (!text) return text.error();
    const std::string name = fs::proximate(file, problem).string();
    auto config = decide::config::read(decide::yaml::parse(decide::Source(name, std::move(text->text))));
    if (!config) return config.error();
    return std::make_shared<const Config>(*std::move(config));
  };
  return configs_.emplace(key, read()).first->second;
}

const decide::Result<Settings>& Configs::settings_in(const fs::path& folder) {
  const std::string key = folder.string();
  if (const auto found = settings_.find(key); found != settings_.end()) return found->second;
  const auto assemble = [&]() -> decide::Result<Settings> {
    std::vector<Layer> layers;
    for (const fs::path& above : folders_from(folder)) {
      const Read& read = config_in(above);
      if (!read) return read.error();
      if (*read) layers.push_back({*read, above});
    }
    return Assembly(std::move(layers)).run();
  };
  return settings_.emplace(key, assemble()).first->second;
}

decide::Result<const Settings*> Configs::of(const std::string& design) {
  std::error_code problem;
  const bool is_stdin = design.empty() || design == "-";
  const fs::path file = fs::absolute(is_stdin ? "design.yaml" : design, problem).lexically_normal();
  const auto& settings = settings_in(file.parent_path());
  if (!settings) return settings.error();
  return &*settings;
}

decide::Result<std::string> Configs::ignored_in(const fs::path& folder) {
  std::error_code problem;
  fs::path normal = fs::absolute(folder, problem).lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();
  const Read& read = config_in(normal);
  if (!read) return read.error();
  std::string lines;
  if (!*read || !(*read)->ignore) return lines;
  for (const Given& line : *(*read)->ignore) lines += line.text + "\n";
  return lines;
}

void follow(const Settings& settings, decide::rules::CheckOptions& check) {
  check.values = settings.values;
  check.severities = settings.severities;
  if (!check.custom) check.custom = settings.custom;
  if (check.only.empty()) check.only = settings.only;
  check.skip.insert(check.skip.end(), settings.skip.begin(), settings.skip.end());
}

decide::Result<std::shared_ptr<const decide::rules::CustomRules>> rules_in_force(
    const std::vector<std::string>& named) {
  if (!named.empty()) return load_rules(named);
  Configs configs;
  const auto settings = configs.of("");
  if (!settings) return settings.error();
  return (*settings)->custom;
}

decide::Status configure(decide::rules::CheckOptions& check, ReportOptions* report, const std::string& file) {
  Configs configs;
  const auto settings = configs.of(file);
  if (!settings) return settings.error();
  follow(**settings, check);
  if (report != nullptr && report->fail_on.empty()) report->fail_on = (*settings)->fail_on;
  return decide::Done{};
}

}  // namespace dedesign
