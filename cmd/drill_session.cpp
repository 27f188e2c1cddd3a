#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "drill.h"
#include "drill/told.h"
#include "report/prose.h"

namespace dedesign {

namespace drill = decide::drill;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// "next: dedesign drill ask FILE ..." for a file, nothing for a filter.
std::string next(const Input& input, std::string_view action, std::string_view rest = {}) {
  if (input.is_filter()) return {};
  return fmt::format("next: dedesign drill {} {}{}\n", action, decide::sanitize(input.source.name()), rest);
}

}  // namespace

Output drill_start(const DrillContext& context) {
  const std::string& name = context.options.arguments.front();
  auto scenario = context.shelf.scenario(name);
  if (!scenario) return failure(scenario.error());
  const int minutes =
      context.options.minutes.empty() ? scenario->minutes : std::stoi(context.options.minutes);
  const int seed = context.options.seed.empty() ? 1 : std::stoi(context.options.seed);
  const std::string file = context.options.output.empty() ? name + ".yaml" : context.options.output;
  const std::string text = drill::fresh_drill(*scenario, minutes, seed, context.now);
  const std::string clock =
      minutes > 0 ? fmt::format("You have {} minutes, from now on.", minutes) : "Take your time.";
  if (file == "-") return {text, context.wrapped(scenario->prompt, "") + clock + "\n", ok};
  if (auto made = decide::create_file(file, text); !made) return failure(made.error());
  const std::string safe = decide::sanitize(file);
  if (context.options.json()) return {drill::start_json(*scenario, file, minutes, seed, context.now), {}, ok};
  return {fmt::format("{}\n{} {} is there.\nnext: dedesign drill ask {} \"...\", or dedesign drill hint {}\n",
                      context.wrapped(scenario->prompt, ""), clock, safe, safe, safe),
          {},
          ok};
}

Output drill_ask(const DrillContext& context) {
  const auto& arguments = context.options.arguments;
  auto drilled = read_drilled(context, arguments.front());
  if (!drilled) return failure(drilled.error());
  const std::string question = joined({arguments.begin() + 1, arguments.end()});
  if (decide::trim(question).empty()) return failure({"the question is empty", "ask something"});
  drill::Matcher matcher(drilled->scenario, context.shelf.shared(),
                         drill::Pool(context.shelf).without(drilled->scenario.name));
  auto said = drill::ask(drilled->input.source, drilled->scenario, matcher, question, context.now);
  if (!said) return failure(said.error());
  std::string text = context.wrapped(said->says, "");
  for (const drill::Setting& set : said->sets)
    text += fmt::format("  {} = {}\n", set.path, decide::sanitize(set.value));
  if (context.options.json()) text = drill::said_json(*said);
  Output output = changed(drilled->input, said->text, text);
  if (output.status == ok && said->reply == drill::Reply::unclear) output.status = has_findings;
  return output;
}

Output drill_hint(const DrillContext& context) {
  auto drilled = read_drilled(context, context.options.arguments.front());
  if (!drilled) return failure(drilled.error());
  auto hint = drill::hint(drilled->input.source, drilled->scenario, drilled->checked->findings);
  if (!hint) return failure(hint.error());
  std::string text;
  for (const std::string& step : hint->steps) text += context.wrapped(step, "");
  if (hint->more) text += next(drilled->input, "hint", "  (one step more)");
  if (context.options.json()) text = drill::hint_json(*hint);
  return changed(drilled->input, hint->text, text);
}

Output drill_pivot(const DrillContext& context) {
  auto drilled = read_drilled(context, context.options.arguments.front());
  if (!drilled) return failure(drilled.error());
  auto pivoted =
      drill::pivot(drilled->input.source, drilled->scenario, drilled->checked->findings, context.now);
  if (!pivoted) return failure(pivoted.error());
  if (pivoted->pivot == nullptr) {
    Output output =
        changed(drilled->input, pivoted->text,
                context.options.json() ? drill::pivot_json(*pivoted, {})
                                       : "No follow-up is left.\n" + next(drilled->input, "grade"));
    if (output.status == ok) output.status = has_findings;
    return output;
  }
  const drill::Pivot& pivot = *pivoted->pivot;
  const auto after =
      decide::rules::check(decide::Source(drilled->input.source.name(), pivoted->text), drilled->check);
  const auto open = drill::unmet(pivot, after->parsed.document, after->findings);
  std::string text = context.wrapped(pivot.says, "");
  for (const drill::Setting& set : pivot.set)
    text += fmt::format("  {} = {}\n", set.path, decide::sanitize(set.value));
  if (pivoted->aimed) text += context.wrapped(fmt::format("It is aimed at {}.", pivot.when), "");
  text += open.empty() ? "The design holds; say why.\n" : "The design does not hold yet:\n";
  for (const drill::Unmet& one : open) text += context.wrapped(one.what, "  ");
  if (context.options.json()) text = drill::pivot_json(*pivoted, open);
  return changed(drilled->input, pivoted->text, text);
}

}  // namespace dedesign
