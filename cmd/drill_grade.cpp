#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/plural.h"
#include "base/text.h"
#include "drill.h"
#include "drill/told.h"
#include "report/prose.h"
#include "report/table.h"

namespace dedesign {

namespace drill = decide::drill;

namespace {

constexpr std::uint64_t most_history = 64U << 20U;

/// One write at the end of the file, so that two grades at once are two lines.
decide::Status append(const std::string& file, const std::string& line) {
  namespace fs = std::filesystem;
  std::error_code problem;
  fs::create_directories(fs::path(file).parent_path(), problem);
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0)
    return decide::Error{fmt::format("{} cannot be written: {}", file, std::strerror(errno)), {}};
  auto written = decide::write_all(descriptor, line);
  close(descriptor);
  return written;
}

std::string points_table(const Grades& grades, const DrillContext& context) {
  decide::report::Table table;
  table.header = {"part", "points", "of", "reference"};
  using decide::report::Align;
  table.align = {Align::left, Align::right, Align::right, Align::right};
  for (std::size_t i = 0; i < drill::part_count; ++i) {
    const drill::PartGrade& part = grades.own.parts[i];
    table.rows.push_back({std::string(part_name(part.part)), fmt::format("{:.1f}", part.points),
                          fmt::format("{:.0f}", part.of),
                          fmt::format("{:.1f}", grades.reference.parts[i].points)});
  }
  table.rows.push_back({"together", fmt::format("{:.1f}", grades.own.points), "100",
                        fmt::format("{:.1f}", grades.reference.points)});
  return decide::report::table(table, {.width = context.width()});
}

std::string where(const drill::Mark& mark) {
  return mark.line > 0 ? fmt::format(" (line {})", mark.line) : std::string();
}

/// The lines that earned and lost the points of a part.
std::string evidence(const drill::PartGrade& part, const DrillContext& context) {
  std::string text = fmt::format("\n{}: {:.1f} of {:.0f}\n", part_name(part.part), part.points, part.of);
  for (const drill::Mark& mark : part.marks) {
    const std::string why = mark.why.empty() ? std::string() : ": " + mark.why;
    text += context.wrapped(fmt::format("{} {:.1f}/{:.1f} {}{}{}", mark.why.empty() ? "+" : "-", mark.points,
                                        mark.of, mark.what, where(mark), why),
                            "  ");
  }
  for (const std::string& found : part.found) text += context.wrapped("! " + found, "  ");
  return text;
}

std::string order_text(const drill::Grade& grade, const DrillContext& context) {
  std::string text;
  for (const drill::Early& early : grade.early) {
    text += context.wrapped(fmt::format("{}{}: decided before {} was asked{}", part_name(early.part),
                                        early.line > 0 ? fmt::format(" (line {})", early.line) : "",
                                        early.answer, early.asked ? "" : "; it never was"),
                            "  ");
  }
  if (!text.empty()) text = "\nDecided before it was asked:\n" + text;
  if (!grade.never_asked.empty()) {
    std::string names;
    for (const std::string& name : grade.never_asked) names += (names.empty() ? "" : ", ") + name;
    text += "\nNever asked:\n" + context.wrapped(names, "  ");
  }
  return text;
}

std::string grade_text(const Grades& grades, const DrillContext& context) {
  const drill::Grade& own = grades.own;
  std::string text = fmt::format("{}: {:.1f} of 100\n", own.scenario, own.points);
  if (own.drilled)
    text += fmt::format("{}; {} question{}, {} hint{}, {} follow-up{}\n", clock_text(own), own.questions,
                        decide::plural_s(own.questions), own.hints, decide::plural_s(own.hints), own.pivots,
                        decide::plural_s(own.pivots));
  text += "\n" + points_table(grades, context);
  for (const drill::PartGrade& part : own.parts) text += evidence(part, context);
  text += order_text(own, context);
  text += "\nWhat I would say:\n";
  for (const std::string& sentence : own.sentences) text += context.wrapped("- " + sentence, "  ");
  text += "\nPractise next:\n" + context.wrapped(own.practise, "  ");
  text += fmt::format("\nThe reference: dedesign new --scenario {} --example\n", own.scenario);
  return text;
}

/// The grade of a file without any text, which names no scenario and so needs --scenario for the rubric.
std::optional<Output> empty_grade(const DrillContext& context, const std::string& file) {
  auto input = read_input(file, context.env);
  if (!input || !decide::trim(input->source.text()).empty()) return std::nullopt;
  drill::Scenario scenario;
  if (!context.options.scenario.empty()) {
    auto found = context.shelf.scenario(context.options.scenario);
    if (!found) return failure(found.error());
    scenario = *std::move(found);
  }
  const Grades grades{drill::grade_of_nothing(scenario), {}};
  std::string text = context.options.json() ? drill::grade_json(grades.own, nullptr)
                                            : fmt::format("0.0 of 100: {}\n", grades.own.sentences.front());
  return Output{std::move(text), {}, context.options.at_least.empty() ? ok : has_findings};
}

}  // namespace

std::string history_file(const Env& env) {
  return env.state_home.empty() ? std::string() : env.state_home + "/dedesign/drills.jsonl";
}

std::string clock_text(const drill::Grade& grade) {
  if (!grade.minutes) return "no clock";
  if (grade.limit <= 0) return fmt::format("{} minutes", *grade.minutes);
  return fmt::format("{} of {:.0f} minutes", *grade.minutes, grade.limit);
}

Output drill_grade(const DrillContext& context) {
  const std::string& file = context.options.arguments.front();
  if (file.empty() || file != "-") {
    if (auto nothing = empty_grade(context, file)) return *std::move(nothing);
  }
  auto drilled = read_drilled(context, file);
  if (!drilled) return failure(drilled.error());
  auto grades = grade_of(context, *drilled);
  if (!grades) return failure(grades.error());
  Output output;
  output.out = context.options.json() ? drill::grade_json(grades->own, &grades->reference)
                                      : grade_text(*grades, context);
  if (const std::string history = history_file(context.env); !history.empty()) {
    const auto kept = append(history, drill::attempt_line(grades->own, context.now));
    if (!kept) output.err = fmt::format("dedesign: the grade is not kept: {}\n", kept.error().message);
  }
  if (!context.options.at_least.empty() && grades->own.points < std::stoi(context.options.at_least))
    output.status = has_findings;
  return output;
}

Output drill_list(const DrillContext& context) {
  std::vector<drill::Attempt> attempts;
  if (const std::string history = history_file(context.env); !history.empty()) {
    if (auto read = decide::read_file(history, most_history)) attempts = drill::read_attempts(read->text);
  }
  std::vector<drill::Listed> all;
  for (const std::string_view name : context.shelf.names()) {
    auto scenario = context.shelf.scenario(name);
    if (!scenario) return failure(scenario.error());
    drill::Listed row{std::string(name), scenario->level, scenario->title, {}, scenario->minutes, -1};
    for (const drill::Attempt& attempt : attempts) {
      if (attempt.scenario != name || attempt.points <= row.best) continue;
      row.best = attempt.points;
      row.best_at = attempt.at;
    }
    all.push_back(std::move(row));
  }
  const auto rank = [](const std::string& level) { return level == "mid" ? 0 : level == "senior" ? 1 : 2; };
  std::stable_sort(all.begin(), all.end(),
                   [&](const auto& a, const auto& b) { return rank(a.level) < rank(b.level); });
  if (context.options.json()) return {drill::list_json(all), {}, ok};
  decide::report::Table table;
  table.header = {"level", "scenario", "minutes", "best", "on", "title"};
  table.align = {decide::report::Align::left, decide::report::Align::left, decide::report::Align::right,
                 decide::report::Align::right};
  for (const drill::Listed& row : all) {
    const bool graded = row.best >= 0;
    table.rows.push_back({row.level, row.name, fmt::format("{}", row.minutes),
                          graded ? fmt::format("{:.1f}", row.best) : "-",
                          graded ? row.best_at.substr(0, 10) : "-", row.title});
  }
  return {decide::report::table(table, {.width = context.env.out_terminal ? context.env.width : 0}), {}, ok};
}

}  // namespace dedesign
