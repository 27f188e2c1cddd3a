#include "drill.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file.h"
#include "base/plural.h"
#include "base/text.h"
#include "command.h"
#include "config.h"
#include "report/prose.h"

namespace dedesign {

namespace drill = decide::drill;

namespace {

struct Action {
  std::string_view name, arguments;  ///< as help shows them
  std::size_t least, most;           ///< how many arguments
  Output (*run)(const DrillContext&);
};
constexpr std::array actions{
    Action{"list", "", 0, 0, drill_list},
    Action{"start", "NAME", 1, 1, drill_start},
    Action{"ask", "FILE QUESTION", 2, 64, drill_ask},
    Action{"hint", "FILE", 1, 1, drill_hint},
    Action{"pivot", "FILE", 1, 1, drill_pivot},
    Action{"watch", "FILE", 1, 1, drill_watch},
    Action{"grade", "FILE", 1, 1, drill_grade},
    Action{"verify", "[NAME]", 0, 1, drill_verify},
    Action{"new", "NAME", 1, 1, drill_new},
};

std::string check_number(const std::string& text) {
  const bool digits = !text.empty() && text.size() <= 9 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::string() : fmt::format("`{}` is not a whole number", decide::sanitize(text));
}

std::string check_instant(const std::string& text) {
  const auto read = decide::design::parse_scalar<decide::design::Instant>(text);
  return read ? std::string()
              : fmt::format("{}; {}", decide::sanitize(read.error().message), read.error().help);
}

/// Takes the file of a scenario from disk, if it is there.
decide::Status take(const std::filesystem::path& path, decide::Source& out) {
  std::error_code problem;
  if (!std::filesystem::exists(path, problem)) return decide::Done{};
  auto read = decide::read_file(path.string(), decide::yaml::Limits{}.bytes);
  if (!read) return read.error();
  out = decide::Source(path.string(), std::move(read->text));
  return decide::Done{};
}

/// Every folder with a scenario.yaml in it is a scenario.
decide::Status add_folder(const std::string& folder, drill::Shelf& shelf) {
  namespace fs = std::filesystem;
  std::error_code problem;
  std::vector<fs::path> found;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (fs::exists(at->path() / "scenario.yaml", problem)) found.push_back(at->path());
  }
  if (problem)
    return decide::Error{fmt::format("{} cannot be read: {}", folder, problem.message()),
                         "name a folder with one folder a scenario in it"};
  std::sort(found.begin(), found.end());
  for (const fs::path& path : found) {
    drill::ScenarioTexts texts;
    for (const drill::ScenarioTexts::File& file : drill::ScenarioTexts::files) {
      if (!file.required && !fs::exists(path / file.name, problem)) continue;
      if (auto taken = take(path / file.name, texts.*file.text); !taken) return taken;
    }
    shelf.add(path.filename().string(), std::move(texts));
  }
  return decide::Done{};
}

class DrillCommand final : public Command {
 public:
  Options options() override {
    return {{.names = "ACTION",
             .about = "What to do: list, start NAME, ask FILE QUESTION, hint FILE, pivot FILE, watch FILE, "
                      "grade FILE, verify [NAME], new NAME",
             .target = &options_.action,
             .words = {"list", "start", "ask", "hint", "pivot", "watch", "grade", "verify", "new"},
             .required = true},
            {"FILE", "The scenario, or the design and the question", &options_.arguments},
            {"-o,--output",
             "start: the design to write, - for standard output; new: the folder; default: by NAME",
             &options_.output, "FILE"},
            {.names = "--minutes",
             .about = "start: how long it may take; default: what the scenario says",
             .target = &options_.minutes,
             .value = "N",
             .check = check_number},
            {.names = "--seed",
             .about = "start: what decides the order of follow-ups; default: 1",
             .target = &options_.seed,
             .value = "N",
             .check = check_number},
            {"--scenario", "The scenario of a design that names none", &options_.scenario, "NAME"},
            {"--scenarios", "A folder with more scenarios; may be repeated", &options_.folders, "DIR"},
            {.names = "--at-least",
             .about = "grade: exit with 1 under so many points",
             .target = &options_.at_least,
             .value = "POINTS",
             .check = check_number},
            {.names = "--format",
             .about = "How it is told: full or json",
             .target = &options_.format,
             .value = "FORMAT",
             .words = {"full", "json"},
             .shows_default = true},
            {.names = "--now",
             .about = "The time to take for now, in UTC; default: the clock's",
             .target = &options_.now,
             .value = "TIME",
             .check = check_instant}};
  }

  Output run(const Env& env) override {
    const Action& action = *std::find_if(actions.begin(), actions.end(),
                                         [&](const Action& row) { return row.name == options_.action; });
    const std::size_t given = options_.arguments.size();
    if (given < action.least || given > action.most)
      return failure({fmt::format("drill {} takes {}, not {} argument{}", action.name,
                                  action.arguments.empty() ? "no argument" : action.arguments, given,
                                  decide::plural_s(given)),
                      fmt::format("dedesign drill {} {}", action.name, action.arguments)});
    if (auto fits = check_fit(action.name); !fits) return failure(fits.error());
    DrillContext context{options_, env, {}, env.now};
    if (!options_.now.empty())
      context.now = *decide::design::parse_scalar<decide::design::Instant>(options_.now);
    // Those of the settings files above the current folder, then those that are named.
    Configs configs;
    const auto settings = configs.of("");
    if (!settings) return failure(settings.error());
    std::vector<std::string> folders = (*settings)->scenarios;
    folders.insert(folders.end(), options_.folders.begin(), options_.folders.end());
    for (const std::string& folder : folders) {
      if (auto added = add_folder(folder, context.shelf); !added) return failure(added.error());
    }
    return action.run(context);
  }

 private:
  /// An option that the action would ignore is an error.
  decide::Status check_fit(std::string_view action) const {
    const auto only = [&](const std::string& value, std::string_view option,
                          std::string_view of) -> decide::Status {
      if (value.empty() || of.find(action) != std::string_view::npos) return decide::Done{};
      return decide::Error{fmt::format("drill {} takes no {}", action, option),
                           fmt::format("it belongs to {}", of)};
    };
    if (auto fits = only(options_.output, "--output", "start, new"); !fits) return fits;
    if (auto fits = only(options_.minutes, "--minutes", "start"); !fits) return fits;
    if (auto fits = only(options_.seed, "--seed", "start"); !fits) return fits;
    return only(options_.at_least, "--at-least", "grade");
  }

  DrillOptions options_;
};

}  // namespace

std::string DrillContext::wrapped(std::string_view text, std::string_view indent) const {
  return decide::report::wrap(decide::sanitize(text), width(), indent) + "\n";
}

decide::rules::CheckOptions check_options(const DrillContext& context) {
  decide::rules::CheckOptions check;
  check.fixes = false;
  constexpr std::int64_t day = 86400;
  check.today = {static_cast<int>(context.now.seconds / day)};
  check.memo = std::make_shared<decide::replay::Memo>();
  return check;
}

decide::Result<Drilled> read_drilled(const DrillContext& context, const std::string& file) {
  auto input = read_input(file, context.env);
  if (!input) return input.error();
  auto sheet = drill::read_sheet(input->source);
  if (!sheet) return sheet.error();
  const auto& named = sheet->design().scenario;
  const std::string name = !context.options.scenario.empty() ? context.options.scenario : named->text;
  if (name.empty())
    return decide::Error{fmt::format("{} names no scenario", input->source.name()),
                         "write `scenario: NAME` in it, or give --scenario NAME"};
  auto scenario = context.shelf.scenario(name);
  if (!scenario) return scenario.error();
  Drilled out{*std::move(input), *std::move(scenario), check_options(context), nullptr};
  if (auto configured = configure(out.check, nullptr, file); !configured) return configured.error();
  out.check.read_beside = beside(file);
  out.checked = decide::rules::check(std::move(sheet->parsed), out.check);
  return out;
}

decide::Result<Grades> grade_of(const DrillContext& context, const Drilled& drilled) {
  const drill::ScenarioTexts& texts = *context.shelf.texts(drilled.scenario.name);
  const auto reference = decide::rules::check(texts.reference, check_options(context));
  if (!reference->readable())
    return decide::Error{
        fmt::format("the scenario {} has no reference.yaml that can be read", drilled.scenario.name),
        fmt::format("dedesign drill verify {}", drilled.scenario.name)};
  return Grades{drill::grade(drilled.scenario, *drilled.checked, *reference, context.now),
                drill::grade(drilled.scenario, *reference, *reference, {})};
}

Output changed(const Input& input, const std::string& text, const std::string& said) {
  if (input.is_filter()) return {text, said, ok};
  if (text != input.source.text()) {
    if (auto written = decide::replace_file(input.source.name(), text, *input.stamp); !written)
      return failure(written.error());
  }
  return {said, {}, ok};
}

std::unique_ptr<Command> make_drill(std::string_view /*name*/) {
  return std::make_unique<DrillCommand>();
}

}  // namespace dedesign
