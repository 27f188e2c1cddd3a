#include "drill/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "schema/read.h"
#include "yaml/edit.h"

namespace decide::drill {

Result<Sheet> read_sheet(const Source& source) {
  Sheet sheet{yaml::parse(source), {}};
  sheet.read = schema::read(sheet.parsed);
  if (sheet.read.readable) return sheet;
  std::string why = "it is no design";
  if (!sheet.read.findings.empty()) why = sheet.read.findings.front().message;
  return Error{fmt::format("{} cannot be read: {}", sanitize(source.name()), why),
               fmt::format("dedesign lint {} shows where", sanitize(source.name()))};
}

Result<std::string> with(Source source, const std::vector<Setting>& settings) {
  for (const Setting& setting : settings) {
    auto path = yaml::split_path(setting.path);
    if (!path) return path.error();
    auto text =
        yaml::apply(yaml::parse(source).document, {yaml::Change::Verb::set, *std::move(path), setting.value});
    if (!text)
      return Error{fmt::format("`{}` cannot be set: {}", setting.path, text.error().message),
                   text.error().help};
    source = Source(source.name(), *std::move(text));
  }
  return source.text();
}

std::string fresh_drill(const Scenario& scenario, int minutes, std::int64_t seed, design::Instant now) {
  return fmt::format(
      "dedesign: 1\ntitle: {}\nprompt: {}\nscenario: {}\ndrill:\n  started: {}\n  minutes: {}\n  seed: {}\n",
      yaml::scalar(scenario.title, false), yaml::scalar(scenario.prompt, false), scenario.name,
      design::spell(now), minutes, seed);
}

std::vector<Setting> world(const Scenario& scenario, const design::Design& design) {
  std::vector<Setting> all;
  const auto put = [&all](const Setting& setting) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Setting& s) { return s.path == setting.path; });
    if (found == all.end()) {
      all.push_back(setting);
    } else {
      found->value = setting.value;
    }
  };
  for (const Answer& answer : scenario.answers) std::for_each(answer.sets.begin(), answer.sets.end(), put);
  for (const auto& taken : design.drill.pivots) {
    const Pivot* pivot = scenario.pivot(taken.name);
    if (pivot != nullptr) std::for_each(pivot->set.begin(), pivot->set.end(), put);
  }
  return all;
}

bool is_decided(const design::Design& design, Part part) {
  switch (part) {
    case Part::framing:
      return static_cast<bool>(design.scope.at);
    case Part::model:
      return !design.model.tables.empty();
    case Part::pipelines:
      return !design.model.pipelines.empty();
    case Part::storage:
      return !design.partition.empty();
    case Part::backfill:
      return design.backfill.at && (!design.backfill.jobs.empty() || design.backfill.schema.at);
    case Part::quality:
      return !design.close.checks.empty();
    case Part::close:
      return !design.close.tradeoffs.empty() || !design.close.what_if.empty() || design.close.question;
  }
  return false;
}

std::string_view reply_name(Reply reply) {
  switch (reply) {
    case Reply::answered:
      return "answered";
    case Reply::again:
      return "again";
    case Reply::unclear:
      return "unclear";
    case Reply::nobody:
      return "assume";
    case Reply::tools:
      return "tools";
  }
  return "assume";
}

namespace {

bool was_asked(const design::Design& design, std::string_view answer) {
  return std::any_of(design.drill.asked.begin(), design.drill.asked.end(),
                     [&](const auto& entry) { return entry->answer && entry->answer->text == answer; });
}

/// What was decided by now, as the log has it: "[model, pipelines]".
std::string decided_parts(const design::Design& design) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i < part_count; ++i) {
    if (is_decided(design, static_cast<Part>(i))) names.emplace_back(part_name(static_cast<Part>(i)));
  }
  return names.empty() ? std::string() : fmt::format(", decided: [{}]", fmt::join(names, ", "));
}

Setting log_entry(const design::Design& design, std::string_view question, std::string_view answer,
                  design::Instant now) {
  std::size_t number = design.drill.asked.size() + 1;
  while (design.drill.asked.contains(fmt::format("q{}", number))) ++number;
  return {fmt::format("drill.asked.q{}", number),
          fmt::format("{{question: {}{}, at: {}{}}}", yaml::scalar(question, true),
                      answer.empty() ? "" : fmt::format(", answer: {}", answer), design::spell(now),
                      decided_parts(design))};
}

/// The values of an answer as the world has them now.
std::vector<Setting> values_of(const Answer& answer, const std::vector<Setting>& world) {
  std::vector<Setting> all;
  for (const Setting& set : answer.sets) {
    const auto found =
        std::find_if(world.begin(), world.end(), [&](const Setting& s) { return s.path == set.path; });
    all.push_back(*found);
  }
  return all;
}

std::string ways_to_ask(const Answer& answer) {
  return answer.asks.empty() ? answer.name : answer.asks.front();
}

Said put_back(const Reached& reached, std::string text) {
  Said said{Reply::unclear, {}, {}, {}, {}, std::move(text)};
  std::vector<std::string> ways;
  for (const Match& match : reached.nearest) {
    said.nearest.push_back(match.answer->name);
    ways.push_back(fmt::format("\"{}\"", ways_to_ask(*match.answer)));
  }
  said.says = fmt::format("I am not sure what you are after. Do you mean {}?", fmt::join(ways, " or "));
  return said;
}

}  // namespace

std::size_t open_of_seven(const Scenario& scenario, const design::Design& design) {
  std::size_t open = 0;
  for (const Answer& answer : scenario.answers) {
    const bool of_seven =
        std::find(seven_questions.begin(), seven_questions.end(), answer.topic) != seven_questions.end();
    if (of_seven && !was_asked(design, answer.name)) ++open;
  }
  return open;
}

Result<Said> ask(const Source& source, const Scenario& scenario, Matcher& matcher, std::string_view question,
                 design::Instant now) {
  auto sheet = read_sheet(source);
  if (!sheet) return sheet.error();
  const design::Design& design = sheet->design();
  const Reached reached = matcher.reach(question);
  Said said;
  const bool tools =
      proposes_tools(question) || (reached.kind != Reached::Kind::answer && is_about_tools(question));
  if (tools && open_of_seven(scenario, design) > 0) {
    said = {Reply::tools, {}, {}, {}, {}, {}};
    said.says =
        fmt::format("Tools already? {} of the seven questions are still open. Ask what it has to do first.",
                    open_of_seven(scenario, design));
  } else if (reached.kind == Reached::Kind::unclear) {
    return put_back(reached, source.text());
  } else if (reached.kind == Reached::Kind::nobody) {
    said.says = "Nobody here can tell you that. Assume something, and say so.";
  } else {
    const Answer& answer = *reached.nearest.front().answer;
    said = {was_asked(design, answer.name) ? Reply::again : Reply::answered,
            answer.name,
            answer.says,
            {},
            {},
            {}};
    said.sets = values_of(answer, world(scenario, design));
  }
  std::vector<Setting> edits = said.sets;
  if (said.reply != Reply::again) edits.push_back(log_entry(design, question, said.answer, now));
  auto text = with(source, edits);
  if (!text) return text.error();
  said.text = *std::move(text);
  return said;
}

}  // namespace decide::drill
