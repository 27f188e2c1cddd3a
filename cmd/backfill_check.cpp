#include "backfill_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/file.h"
#include "base/text.h"
#include "common.h"
#include "export/sql.h"
#include "jobs.h"
#include "report/trace.h"
#include "units/quantity.h"

namespace dedesign {

namespace {

using decide::replay::Case;

constexpr double most_events = 1e10;

std::string wrong_events(const std::string& text) {
  const auto number = decide::units::parse<decide::units::Count>(text);
  if (number && number->value >= 1 && number->value <= most_events) return {};
  return fmt::format("`{}` is no number of events; give one from 1 to 10B, such as 50M",
                     decide::sanitize(text));
}

std::string wrong_seed(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole) return {};
  return fmt::format("`{}` is no seed; give a whole number from 0 to 2^64 - 1", decide::sanitize(text));
}

bool is_asked(const ReplayOptions& options, const decide::derive::Facts& facts, const Case& it) {
  const auto& subject = it.subject;
  if (!options.table.empty() && facts.lineage[subject.table].name != options.table) return false;
  return options.job.empty() || (subject.job != nullptr && subject.job->name == options.job);
}

decide::replay::Names names_of(const decide::derive::Facts& facts, const Case& it) {
  const auto& subject = it.subject;
  return {facts.lineage[subject.table].name,
          subject.pipeline != nullptr ? std::string_view(subject.pipeline->name) : std::string_view(),
          subject.job != nullptr ? std::string_view(subject.job->name) : std::string_view()};
}

}  // namespace

void add_replay_options(Options& all, ReplayOptions& options) {
  all.push_back({.names = "--bounds",
                 .about = "How far to search for timelines that go wrong: quick, standard or deep",
                 .target = &options.bounds,
                 .words = {"quick", "standard", "deep"},
                 .shows_default = true});
  all.push_back({"--table", "Show the verdicts on this table only", &options.table, "TABLE"});
  all.push_back({"--job", "Show the verdicts on this job only", &options.job, "JOB"});
  all.push_back({"--trace", "Write the first timeline that goes wrong to a file", &options.trace, "TRACE"});
  all.push_back({"--replay", "Execute the timeline of a file again and show it; takes no design",
                 &options.replay, "TRACE"});
  all.push_back(
      {.names = "--sql",
       .about = "Print the first timeline that goes wrong, or that of --replay, as SQL that an engine runs; "
                "write nothing",
       .target = &options.sql,
       .words = {"duckdb", "spark"}});
  all.push_back({.names = "--jobs",
                 .about = "Search with that many threads; changes no result",
                 .target = &options.jobs,
                 .value = "N",
                 .check = wrong_jobs,
                 .shows_default = true});
  all.push_back({.names = "--simulate",
                 .about = "Draw that many events for each pipeline and job, and say how often they go wrong",
                 .target = &options.simulate,
                 .value = "N",
                 .check = wrong_events});
  all.push_back({.names = "--seed",
                 .about = "Draw other events",
                 .target = &options.seed,
                 .value = "S",
                 .check = wrong_seed,
                 .shows_default = true});
}

decide::Status apply(const ReplayOptions& options, decide::rules::CheckOptions& check) {
  const auto* bounds = decide::replay::bounds_named(options.bounds);
  if (bounds == nullptr) return decide::Error{"`--bounds` is quick, standard or deep", ""};
  check.bounds = *bounds;
  check.jobs = jobs_of(options.jobs);
  return decide::Done{};
}

decide::Status check_names(const ReplayOptions& options, decide::rules::Checked& checked) {
  if (options.table.empty() && options.job.empty()) return decide::Done{};
  for (const Case& it : checked.verdicts->cases()) {
    if (is_asked(options, *checked.facts, it)) return decide::Done{};
  }
  return decide::Error{
      fmt::format("nothing to check is called {}{}{}", decide::sanitize(options.table),
                  options.table.empty() || options.job.empty() ? "" : " and ", decide::sanitize(options.job)),
      "a table is checked if a pipeline or a job with `write` fills it"};
}

decide::report::VerdictReport judged(const ReplayOptions& options, decide::rules::Checked& checked,
                                     bool with_repairs) {
  const auto asked = [&](const Case& it) { return is_asked(options, *checked.facts, it); };
  return decide::report::judged(*checked.facts, *checked.verdicts, asked, with_repairs);
}

namespace {

/// The name below a section that a path of a finding goes through: "recount" in "backfill.jobs.recount.key".
std::string_view named_below(std::string_view path, std::string_view section) {
  if (!path.starts_with(section)) return {};
  path.remove_prefix(section.size());
  return path.substr(0, path.find('.'));
}

/// False if the finding is about another job than --job names, or about a job, a pipeline or a table that has
/// nothing to do with --table. What is about none of them concerns all.
bool is_asked(const ReplayOptions& options, const decide::design::Design& design, std::string_view path) {
  const auto job = named_below(path, "backfill.jobs.");
  if (!job.empty()) {
    if (!options.job.empty() && job != options.job) return false;
    const auto* found = design.backfill.jobs.find(job);
    return options.table.empty() || found == nullptr ||
           (found->value.rebuilds && found->value.rebuilds->text == options.table);
  }
  if (options.table.empty()) return true;
  const auto* pipeline = design.model.pipelines.find(named_below(path, "model.pipelines."));
  if (pipeline != nullptr) return pipeline->value.to && pipeline->value.to->text == options.table;
  for (const std::string_view section : {"model.tables.", "partition."}) {
    const auto table = named_below(path, section);
    if (!table.empty()) return table == options.table || design.model.tables.find(table) == nullptr;
  }
  return true;
}

}  // namespace

std::vector<decide::diag::Finding> asked_findings(const ReplayOptions& options,
                                                  const decide::rules::Checked& checked) {
  std::vector<decide::diag::Finding> all = checked.findings;
  if (!checked.readable() || (options.table.empty() && options.job.empty())) return all;
  std::erase_if(all, [&](const decide::diag::Finding& finding) {
    return !is_asked(options, checked.facts->design, finding.path);
  });
  return all;
}

std::optional<decide::report::SimulationReport> simulated(const ReplayOptions& options,
                                                          decide::rules::Checked& checked) {
  if (options.simulate.empty()) return std::nullopt;
  decide::report::SimulationReport report;
  const auto events = decide::units::parse<decide::units::Count>(options.simulate);
  if (events) report.events = static_cast<std::uint64_t>(events->value);
  std::from_chars(options.seed.data(), options.seed.data() + options.seed.size(), report.seed);
  const int jobs = jobs_of(options.jobs);
  for (const Case& it : checked.verdicts->cases()) {
    if (!is_asked(options, *checked.facts, it)) continue;
    report.all.push_back(
        decide::replay::simulate(*checked.facts, it.subject, report.events, report.seed, jobs));
  }
  return report;
}

namespace {

/// The first timeline of those that are asked for; nothing if none goes wrong.
std::optional<decide::report::TraceFile> first_trace(const ReplayOptions& options,
                                                     decide::rules::Checked& checked) {
  for (const Case& it : checked.verdicts->cases()) {
    if (!is_asked(options, *checked.facts, it) || it.outcome->witnesses.empty()) continue;
    const auto names = names_of(*checked.facts, it);
    return decide::report::TraceFile{std::string(names.table), std::string(names.pipeline),
                                     std::string(names.job),   std::string(checked.verdicts->bounds().name),
                                     it.subject.declared,      it.outcome->witnesses.front()};
  }
  return std::nullopt;
}

std::string as_sql(const ReplayOptions& options, const decide::report::TraceFile& trace) {
  const auto dialect = decide::exporting::dialect_named(options.sql);
  return dialect ? decide::exporting::sql_text(trace.declared, trace.witness, trace.names(), *dialect)
                 : std::string();
}

}  // namespace

decide::Result<std::string> write_first_trace(const ReplayOptions& options, decide::rules::Checked& checked) {
  const auto trace = first_trace(options, checked);
  if (!trace) return std::string("No timeline goes wrong within the bounds: no trace is written.\n");
  auto written = write_to(options.trace, decide::report::write_trace(*trace));
  if (!written) return written.error();
  return fmt::format("The timeline is in {}; `dedesign backfill-check --replay` shows it again.\n",
                     decide::sanitize(options.trace));
}

std::string first_as_sql(const ReplayOptions& options, decide::rules::Checked& checked) {
  const auto trace = first_trace(options, checked);
  if (!trace && checked.verdicts->cases().empty())
    return "-- Nothing was searched: no pipeline and no job says how it writes a table (`write`).\n";
  if (!trace) return fmt::format("-- No timeline goes wrong within the {} bounds.\n", options.bounds);
  return as_sql(options, *trace);
}

decide::Result<std::string> show_again(const ReplayOptions& options) {
  constexpr std::uint64_t most = 1U << 20U;
  auto read = decide::read_file(options.replay, most);
  if (!read) return read.error();
  auto trace = decide::report::read_trace(read->text);
  if (!trace) return trace.error();
  if (!options.sql.empty()) return as_sql(options, *trace);
  const auto lines = decide::replay::lines(trace->declared, trace->witness);
  const auto& witness = trace->witness;
  std::string text = fmt::format("{} {}: {}\n\n", decide::replay::invariant_id(witness.defect),
                                 decide::replay::defect_name(witness.defect), decide::replay::cost(witness));
  const std::string shown = decide::replay::in_lanes(lines, trace->names()) + "\n" +
                            decide::replay::contradiction(trace->declared, witness, trace->names());
  for (const std::string_view row : decide::split(shown, '\n')) text += decide::sanitize(row) + "\n";
  return text;
}

}  // namespace dedesign
