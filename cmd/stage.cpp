#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ask.h"
#include "backfill_check.h"
#include "base/text.h"
#include "command.h"
#include "common.h"
#include "config.h"
#include "constraints.h"
#include "derive/seal.h"
#include "input.h"
#include "progress.h"
#include "report/diff.h"
#include "report/plot.h"
#include "report/script.h"
#include "report/stories.h"
#include "report/sums.h"
#include "reports.h"
#include "stage/stage.h"
#include "stage/suggest.h"
#include "stories.h"
#include "suggest.h"

namespace dedesign {

namespace {

using decide::derive::StageInfo;

const StageInfo& stage_called(std::string_view command) {
  for (const StageInfo& stage : decide::derive::stages()) {
    if (stage.command == command) return stage;
  }
  return decide::derive::stages().front();
}

/// The five stages share this body; what differs is their row.
class StageCommand final : public Command {
 public:
  explicit StageCommand(std::string_view name) : stage_(stage_called(name)) {}

  Options options() override {
    Options all{{"FILE", "The design; without it, or with -, standard input to standard output", &file_},
                {"--set", "Set a value of this section; a mapping or a list in YAML flow syntax", &set_,
                 "PATH=VALUE"},
                {"--unset", "Remove a value of this section", &unset_, "PATH"},
                {"--from", "Merge a YAML fragment into this section", &from_, "FRAGMENT"},
                {"--ask", "Ask the open questions of this stage one by one", &ask_},
                {"--check", "Judge only; write nothing", &check_},
                {"--diff", "Print what would be written as a unified diff; write nothing", &diff_}};
    if (stage_.section == decide::design::Section::model) {
      all.push_back(
          {"--lineage",
           "Print what each table promises: complete, free of repeats, fresh, personal, the same again",
           &lineage_});
    }
    if (stage_.section == decide::design::Section::partition) {
      all.push_back({.names = "--suggest",
                     .about =
                         "Search the layouts: set one for each table that has none or a much dearer one, "
                         "the cheapest that the rules of layouts bear; =N lists the N cheapest of each table "
                         "beside today's",
                     .target = &suggest_,
                     .value = "[=N]",
                     .when_bare = "apply"});
      all.push_back(
          {"--plot",
           "Write a picture (SVG): bytes that queries read today and under the best layout, and how "
           "late events arrive",
           &plot_, "FILE"});
    }
    if (checks_replays()) add_replay_options(all, replay_);
    if (stage_.section == decide::design::Section::close) {
      all.push_back(
          {"--script",
           "Print what one would say of the design in two minutes; write nothing. With --verbose, the lines "
           "that each sentence came from",
           &script_});
      all.push_back(
          {"--stories",
           "Ask for the stories behind the answer one by one, check them and print them in the order "
           "in which they are told",
           &stories_});
    }
    add_report_options(all, options_);
    return all;
  }

  Output run(const Env& env) override {
    start_log(options_.verbose);
    if (auto fits = options_fit(); !fits) return failure(fits.error());
    if (!replay_.replay.empty()) return show_trace();
    auto input = read_input(file_, env);
    if (!input) return failure(input.error());
    auto date = today(options_, env);
    if (!date) return failure(date.error());
    auto edits = read_edits();
    if (!edits) return failure(edits.error());
    decide::rules::CheckOptions check;
    check.today = *date;
    if (auto applied = apply(replay_, check); !applied) return failure(applied.error());
    if (auto configured = configure(check, &options_, file_); !configured) return failure(configured.error());
    check.read_beside = beside(file_);
    if (ask_ || stories_) {
      if (auto asked = ask_for(*input, check, *edits); !asked) return failure(asked.error());
      // Asking takes its time: what somebody else wrote meanwhile stays, and the answers go into it.
      if (!input->is_filter()) input = read_input(file_, env);
      if (!input) return failure(input.error());
    }
    ProgressLine progress(env, options_.quiet);
    check.watch = [&](const decide::replay::Progress& at) { progress.show(at); };
    if (suggest_ == "apply") suggest(input->source, check, *edits);
    if (auto listed = listed_suggestions(); !listed) return failure(listed.error());
    const std::string name = input->is_filter() ? std::string() : file_;
    auto outcome = decide::stage::run(input->source, stage_.section, *edits, check, name);
    if (!outcome) return failure(outcome.error());
    if (checks_replays() && outcome->checked->readable()) {
      if (auto known = check_names(replay_, *outcome->checked); !known) return failure(known.error());
    }
    if (script_ && outcome->checked->readable()) return tell(*outcome->checked, check, env);
    if (!replay_.sql.empty() && outcome->checked->readable()) return print_sql(*outcome->checked);
    if (stories_ && outcome->checked->readable()) return tell_stories(*input, *outcome);
    return report(*input, *outcome, env);  // judges more, and watched still; the line goes with this function
  }

 private:
  /// What prints a text of its own has no place for reports.
  decide::Status options_fit() const {
    const std::string_view own = script_                   ? "--script"
                                 : stories_                ? "--stories"
                                 : !replay_.sql.empty()    ? "--sql"
                                 : !replay_.replay.empty() ? "--replay"
                                                           : "";
    const std::string_view other = !options_.formats.empty() ? "--format" : diff_ ? "--diff" : "";
    if (own.empty() || other.empty()) return decide::Done{};
    return decide::Error{fmt::format("{} prints a text of its own, for which {} has no meaning", own, other),
                         "leave one of the two out, or run the command twice"};
  }

  /// Takes down what is answered, beside the edits that were given. What could not be written is not asked.
  decide::Status ask_for(const Input& input, const decide::rules::CheckOptions& check,
                         decide::stage::Edits& edits) const {
    const bool writes = !input.is_filter() && !check_ && !diff_;
    if (writes) {
      if (auto may = decide::may_replace(file_); !may) return may;
    }
    auto text = decide::stage::edit(input.source, stage_.section, edits);
    if (!text) return text.error();
    const decide::Source edited(input.source.name(), *std::move(text));
    if (ask_) {
      auto answers = ask(edited, stage_.section, check);
      if (!answers) return answers.error();
      for (auto& answer : *answers) edits.set.push_back(std::move(answer));
    }
    if (stories_) ask_stories(edited, edits);
    return decide::Done{};
  }

  /// The script alone, so that it can go to an engine; with --trace, the trace in its file as well.
  Output print_sql(decide::rules::Checked& checked) const {
    if (!replay_.trace.empty()) {
      auto traced = write_first_trace(replay_, checked);
      if (!traced) return failure(traced.error());
    }
    Output output;
    output.out = first_as_sql(replay_, checked);
    return output;
  }

  Output tell(const decide::rules::Checked& checked, const decide::rules::CheckOptions& check,
              const Env& env) const {
    const auto rooms = decide::rules::headroom(checked, check);
    Output output;
    output.out = decide::report::script_text(checked, rooms, style(options_, env, env.out_terminal));
    if (output.out.empty())
      output.out =
          "There is nothing to tell yet: the design answers no question. Start with `dedesign scope`.\n";
    return output;
  }

  /// Writes what was answered, and prints the stories and what they lack.
  Output tell_stories(const Input& input, const decide::stage::Outcome& outcome) const {
    const auto& stories = outcome.checked->read.design.close.stories;
    const auto lacks = decide::report::story_lacks(stories);
    std::string text = decide::report::stories_text(stories);
    for (const std::string& lack : lacks) text += fmt::format("{}\n", lack);
    Output output;
    if (auto written = write(input, outcome, output); !written) return failure(written.error());
    (input.is_filter() ? output.err : output.out) += text;
    output.status = lacks.empty() || options_.fail_on == "never" ? ok : has_findings;
    const Judged file{&outcome.checked->parsed.document.source(), &outcome.checked->findings};
    output.status = std::max(output.status, exit_status(file, options_));
    return output;
  }

  bool checks_replays() const { return stage_.section == decide::design::Section::backfill; }

  Output show_trace() const {
    if (!file_.empty()) {
      return failure({fmt::format("--replay takes a trace, and no design beside it: {}", file_),
                      "leave the design out; the trace holds what it needs"});
    }
    auto shown = show_again(replay_);
    if (!shown) return failure(shown.error());
    Output output;
    output.out = *std::move(shown);
    return output;
  }

  /// Adds the edits that the search of layouts proposes, before those that the user gave.
  void suggest(const decide::Source& source, const decide::rules::CheckOptions& check,
               decide::stage::Edits& edits) {
    const auto checked = decide::rules::check(source, check);
    if (!checked->readable()) return;
    proposed_ = decide::stage::proposals(*checked, check);
    auto at = edits.set.begin();
    for (const auto& one : *proposed_)
      at = edits.set.insert(at, one.set.begin(), one.set.end()) + std::ssize(one.set);
  }

  /// How many layouts `--suggest=N` asks for; 0 without it.
  decide::Result<std::size_t> listed_suggestions() const {
    constexpr std::size_t most = 20;
    if (suggest_.empty() || suggest_ == "apply") return std::size_t{0};
    const auto number = decide::units::parse<decide::units::Count>(suggest_);
    if (!number || number->value < 1 || number->value > most)
      return decide::Error{
          fmt::format("`--suggest={}` asks for no number of layouts", decide::sanitize(suggest_)),
          fmt::format("give one from 1 to {}, or none to have the best set", most)};
    return static_cast<std::size_t>(number->value);
  }

  decide::Result<decide::stage::Edits> read_edits() const {
    decide::stage::Edits edits;
    edits.unset = unset_;
    for (const std::string& text : set_) {
      auto assignment = decide::stage::split_assignment(text);
      if (!assignment) return assignment.error();
      edits.set.push_back(*std::move(assignment));
    }
    if (!from_.empty()) {
      auto read = decide::read_file(from_, decide::yaml::Limits{}.bytes);
      if (!read) return read.error();
      edits.from = decide::Source(from_, std::move(read->text));
    }
    return edits;
  }

  /// Writes the document where it belongs; the filter's goes to standard output with the rest.
  decide::Status write(const Input& input, const decide::stage::Outcome& outcome, Output& output) const {
    if (check_ || diff_ || !outcome.checked->readable()) return decide::Done{};
    if (input.is_filter()) {
      output.out = outcome.text;
      return decide::Done{};
    }
    if (outcome.text == input.source.text()) {
      log_line(fmt::format("{} is unchanged", file_));
      return decide::Done{};
    }
    log_line(fmt::format("writing {}", file_));
    return decide::replace_file(file_, outcome.text, *input.stamp);
  }

  /// The picture that --plot asks for.
  decide::Status draw(const decide::rules::Checked& checked) const {
    if (plot_.empty() || !checked.readable()) return decide::Done{};
    log_line(fmt::format("writing {}", plot_));
    return write_to(plot_, decide::report::plot(checked));
  }

  /// True if a verdict rests on a search that put nothing to the test: nobody should build on it.
  bool proves_nothing(const decide::report::Extras& extras) const {
    if (!extras.verdicts || options_.fail_on == "never") return false;
    const auto& rows = extras.verdicts->rows;
    return std::any_of(rows.begin(), rows.end(), decide::report::is_vacuous);
  }

  bool wants_json() const {
    return std::any_of(options_.formats.begin(), options_.formats.end(),
                       [](const std::string& format) { return format.starts_with("json"); });
  }

  /// True if the text that a person reads says whether the section is sealed.
  bool shows_seal() const {
    const auto is_shown = [](const std::string& word) {
      const auto* format = decide::report::format_named(word);
      return format != nullptr && format->around == decide::report::Format::Around::all;
    };
    return !options_.quiet && (options_.formats.empty() ||
                               std::any_of(options_.formats.begin(), options_.formats.end(), is_shown));
  }

  /// `differs`: the file does not say so yet.
  std::string seal_line(const decide::stage::Outcome& outcome, bool differs) const {
    if (!outcome.checked->readable()) return {};
    if (!outcome.sealed) return outcome.seal_note + ".\n";
    const bool would = (check_ || diff_) && differs;
    return fmt::format("`{}` {} sealed.\n", stage_.key, would ? "would be" : "is");
  }

  /// The figures that this stage decides by; JSON always has them, the text with --verbose.
  void add_figures(decide::report::Extras& extras, const decide::rules::Checked& checked) const {
    auto sums = decide::estimate::sums(*checked.facts, *checked.estimates);
    sums = decide::report::sums_of_section(std::move(sums), stage_.key);
    if (!sums.empty()) extras.figures = std::move(sums);
  }

  Output report(const Input& input, const decide::stage::Outcome& outcome, const Env& env) const {
    Output output;
    const bool readable = outcome.checked->readable();
    const bool to_out = !input.is_filter() && !diff_;
    auto look = style(options_, env, to_out ? env.out_terminal : env.err_terminal);
    look.timelines = checks_replays();
    decide::report::Extras extras;
    extras.stage = stage_.command;
    std::string before;
    if (readable) {
      extras.constraints = constraint_rows(*outcome.checked->facts, stage_.key);
      before = constraint_table(*extras.constraints, look);
      add_figures(extras, *outcome.checked);
      if (lineage_) {
        extras.lineage = decide::report::lineage_rows(*outcome.checked);
        before += decide::report::lineage_table(*extras.lineage, look);
      }
      if (const auto listed = listed_suggestions(); *listed > 0)
        before += suggested_table(decide::stage::cheapest_layouts(*outcome.checked, *listed), look);
      if (proposed_) before += proposed_table(*proposed_, *outcome.checked, look);
      if (checks_replays()) {
        extras.verdicts = judged(replay_, *outcome.checked, wants_json());
        before += decide::report::verdict_table(*extras.verdicts, look);
        extras.simulation = simulated(replay_, *outcome.checked);
        if (extras.simulation) before += decide::report::simulation_text(*extras.simulation, look);
      }
      if (look.verbose && extras.figures) before += decide::report::sum_list(*extras.figures, look);
    }
    const auto findings = asked_findings(replay_, *outcome.checked);
    const Judged judged_file{&outcome.checked->parsed.document.source(), &findings};
    std::string after = seal_line(outcome, outcome.text != input.source.text());
    // Whoever goes on to the next stage has to hear of it, however little else is shown.
    const bool has_room = to_out || options_.formats.empty();  // else a document for a program may go there
    if (readable && !outcome.sealed && !check_ && !diff_ && !shows_seal() && has_room)
      output.err += fmt::format("dedesign: {}\n", outcome.seal_note);
    if (readable && !replay_.trace.empty()) {
      auto traced = write_first_trace(replay_, *outcome.checked);
      if (!traced) return failure(traced.error());
      after += *traced;
    }
    auto written = write(input, outcome, output);
    if (!written) after = fmt::format("`{}` is not sealed: the file could not be written.\n", stage_.key);
    const Rendering rendering = render(judged_file, extras, options_, look, before, after);
    const auto text = decide::collected(rendering.text);
    if (!text) return failure(text.error());
    if (written) written = draw(*outcome.checked);
    if (diff_ && readable) {
      const auto diff = decide::report::unified_diff(input.source.text(), outcome.text, input.source.name());
      output.out = env.out_terminal ? decide::report::show_diff(diff, style(options_, env, true)) : diff;
    }
    (to_out ? output.out : output.err) += *text;
    output.status = readable ? exit_status(judged_file, options_) : failed;
    if (output.status == ok && proves_nothing(extras)) output.status = has_findings;
    if (!written) output.err += failure(written.error()).err;
    output.err += rendering.failure;
    if (!written || rendering.failed) output.status = failed;
    return output;
  }

  const StageInfo& stage_;
  std::string file_, from_, suggest_, plot_;
  std::vector<std::string> set_, unset_;
  std::optional<std::vector<decide::stage::Proposal>> proposed_;  ///< what --suggest sets
  bool ask_ = false, check_ = false, diff_ = false, script_ = false, stories_ = false, lineage_ = false;
  ReportOptions options_;
  ReplayOptions replay_;
};

}  // namespace

std::unique_ptr<Command> make_stage(std::string_view name) {
  return std::make_unique<StageCommand>(name);
}

}  // namespace dedesign
