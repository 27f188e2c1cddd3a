#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "baseline.h"
#include "command.h"
#include "common.h"
#include "config.h"
#include "custom_rules.h"
#include "jobs.h"
#include "lint_file.h"
#include "reports.h"
#include "walk.h"

namespace dedesign {

namespace {

class LintCommand final : public Command {
 public:
  Options options() override {
    Options all{{"PATH", "Designs, folders and patterns; without any, or with -, standard input", &paths_},
                {"--sealed", "A section without a valid seal is an error", &sealed_},
                {"--fix", "Apply the fixes that keep the meaning: spelling, form", &fix_},
                {"--unsafe-fixes", "Apply also the fixes that change the design", &unsafe_},
                {"--diff", "Print what --fix would change as a unified diff; write nothing", &diff_}};
    all.push_back(
        {.names = "--jobs",
         .about = "How many files are judged at once; changes no result; default: one for each core",
         .target = &jobs_,
         .value = "N",
         .check = wrong_jobs});
    all.push_back({"--cache", "Keep results in this folder, for files that are the same in the next run",
                   &cache_, "DIR"});
    add_baseline_options(all, baseline_);
    add_rules_option(all, rules_);
    add_rule_filter(all, only_, skip_);
    add_report_options(all, options_);
    return all;
  }

  Output run(const Env& env) override {
    start_log(options_.verbose);
    auto request = lint_request(env);
    if (!request) return failure(request.error());
    custom_ = request->check.custom;
    Configs configs;
    auto begin = Clock::now();
    Walk found = walk(paths_.empty() ? std::vector<std::string>{""} : paths_, configs);
    times_["folders"] = seconds_since(begin);
    Output output;
    for (const decide::Error& error : found.errors) fail(output, error);
    for (const std::string& line : found.passed_by) log_line(line);
    std::vector<Linted> all(found.files.size());
    const auto settings = settings_of(found.files, configs, all);
    if (auto known = check_words(settings); !known) return failure(known.error());
    auto baseline = begin_baseline();
    if (!baseline) return failure(baseline.error());
    const bool to_out = !diff_;
    Reports reports(options_, {}, style(options_, env, to_out ? env.out_terminal : env.err_terminal));
    lint(found.files, settings, *request, env, *baseline, reports, all);
    const bool any = gather(all, output);
    if (!any && output.status == ok)
      fail(output, {"there is no design among what was named", "--verbose says what was passed by"});
    if (auto done = finish_baseline(*baseline, all, output); !done) fail(output, done.error());
    report(reports, any, output);
    log_times();
    return output;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  static void fail(Output& output, const decide::Error& error) {
    output.err += failure(error).err;
    output.status = failed;
  }

  decide::Result<LintRequest> lint_request(const Env& env) const {
    auto custom = load_rules(rules_);
    if (!custom) return custom.error();
    auto date = today(options_, env);
    if (!date) return date.error();
    LintRequest request;
    if (!cache_.empty()) {
      auto cache = Cache::open(cache_);
      if (!cache) return cache.error();
      request.cache = *std::move(cache);
    }
    request.check.today = *date;
    request.check.custom = *std::move(custom);
    request.check.require_seals = sealed_;
    request.check.only = only_;
    request.check.skip = skip_;
    request.fix = fix_;
    request.unsafe = unsafe_;
    request.diff = diff_;
    request.verbose = options_.verbose;
    return request;
  }

  using AllSettings = std::vector<const Settings*>;

  /// By which each file is judged; null, and said in `all`, where that cannot be read.
  static AllSettings settings_of(const std::vector<Found>& files, Configs& configs,
                                 std::vector<Linted>& all) {
    AllSettings settings(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto read = configs.of(files[i].path);
      if (read) {
        settings[i] = *read;
      } else {
        all[i].errors.push_back(read.error());
      }
    }
    return settings;
  }

  /// A word names a rule of ours, of --rules, or else of the settings of some file.
  decide::Status check_words(const AllSettings& settings) const {
    std::vector<const decide::rules::CustomRules*> own{custom_.get()};
    for (const Settings* one : settings) {
      const bool counts = !custom_ && one != nullptr && one->custom;
      if (counts && one->custom.get() != own.back()) own.push_back(one->custom.get());
    }
    for (const auto* words : {&only_, &skip_}) {
      for (const std::string& word : *words) {
        const bool is_known = std::any_of(own.begin(), own.end(), [&](const auto* rules) {
          return decide::rules::find_rule(word, rules) != nullptr;
        });
        if (!is_known) return check_rule_words({word}, own.back());
      }
    }
    return decide::Done{};
  }

  using Marking = std::optional<BaselineRun>;

  decide::Result<Marking> begin_baseline() const {
    if (!baseline_.any()) return Marking();
    auto begun = BaselineRun::begin(baseline_);
    if (!begun) return begun.error();
    return Marking(*std::move(begun));
  }

  /// What comes of each file stands at its place, whatever thread it was made by; what it looks like is in
  /// the reports, and nothing else is kept of its findings.
  void lint(const std::vector<Found>& files, const AllSettings& settings, const LintRequest& request,
            const Env& env, Marking& baseline, Reports& reports, std::vector<Linted>& all) const {
    InOrder<Shown> shown([&reports](Shown one) { reports.add(std::move(one)); });
    std::mutex marking;
    const std::vector<bool> again = seen_before(files, request);
    for (const bool later : {false, true}) {
      work_through(files.size(), jobs_of(jobs_), [&](std::size_t i) {
        if (again[i] != later) return;
        if (settings[i] == nullptr) return shown.put(i, std::nullopt);
        all[i] = lint_file(request, env, files[i], *settings[i]);
        if (later) all[i].diff.clear();
        if (baseline && all[i].judged) {
          const std::lock_guard lock(marking);
          baseline->mark(all[i].source.name(), all[i].findings, all[i].readable);
        }
        shown.put(i, show_now(all[i], reports));
      });
    }
  }

  /// Where files are mended: those that an earlier one is a link to, or that are links to it. They come when
  /// that one was written.
  static std::vector<bool> seen_before(const std::vector<Found>& files, const LintRequest& request) {
    std::vector<bool> again(files.size(), false);
    std::set<std::filesystem::path> seen;
    for (std::size_t i = 0; i < files.size() && request.mends(); ++i) {
      std::error_code problem;
      const auto path = std::filesystem::canonical(files[i].path, problem);
      again[i] = !problem && !seen.insert(path).second;
    }
    return again;
  }

  /// Makes what a file looks like while it is at hand, and drops the rest.
  std::optional<Shown> show_now(Linted& one, const Reports& reports) const {
    if (!one.judged) return std::nullopt;
    const auto begin = Clock::now();
    auto shown = reports.show({&one.source, &one.findings, one.settings->fail_on});
    if (options_.verbose) one.times["report"] += seconds_since(begin);
    std::vector<decide::diag::Finding>().swap(one.findings);
    drop_text(one.source);
    return shown;
  }

  /// Says what there is to say of files, and whether any was judged. One that cannot be read never hides what
  /// was found in another; an error of a settings file is said once.
  bool gather(const std::vector<Linted>& all, Output& output) {
    std::string last;
    bool any = false;
    for (const Linted& one : all) {
      for (const std::string& line : one.said) log_line(line);
      for (const auto& [part, seconds] : one.times) times_[part] += seconds;
      output.out += one.diff;
      any = any || one.judged;
      if (!one.readable) output.status = failed;
      for (const decide::Error& error : one.errors) {
        if (error.message != last) fail(output, error);
        last = error.message;
      }
    }
    return any;
  }

  decide::Status finish_baseline(Marking& baseline, const std::vector<Linted>& all, Output& output) const {
    if (!baseline) return decide::Done{};
    std::map<std::string_view, const Settings*> settings;
    for (const Linted& one : all) {
      if (one.judged) settings.emplace(one.source.name(), one.settings);
    }
    return baseline->finish(
        [&](const std::string& file, const std::string& rule) { return asks(rule, *settings.at(file)); },
        output);
  }

  bool asks(const std::string& code, const Settings& settings) const {
    decide::rules::CheckOptions check;
    check.custom = custom_;
    check.only = only_;
    check.skip = skip_;
    follow(settings, check);
    const auto* rule = decide::rules::find_rule(code, check.custom.get());
    const auto named_in = [rule](const std::vector<std::string>& words) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return rule != nullptr && (word == rule->code || word == rule->name);
      });
    };
    return (check.only.empty() || named_in(check.only)) && !named_in(check.skip);
  }

  /// Where no file could be judged there is nothing to print; a file of a report is written all the same, so
  /// that none of an earlier run is taken for it.
  void report(const Reports& reports, bool any, Output& output) {
    const auto begin = Clock::now();
    const Rendering rendering = reports.finish({}, {});
    output.err += rendering.failure;
    if (any && diff_) {
      auto text = decide::collected(rendering.text);
      output.err += text ? *text : failure(text.error()).err;
    } else if (any) {
      output.more = rendering.text;
    }
    times_["report"] += seconds_since(begin);
    if (rendering.failed) output.status = failed;
    output.status = std::max(output.status, reports.exit_status());
  }

  /// Where the time went, over all threads.
  void log_times() const {
    if (!options_.verbose) return;
    std::string text = "time:";
    for (const auto& [part, seconds] : times_) text += fmt::format(" {} {:.1f} ms,", part, seconds * 1e3);
    text.pop_back();
    log_line(text);
  }

  std::vector<std::string> paths_, only_, skip_, rules_;
  bool sealed_ = false, fix_ = false, unsafe_ = false, diff_ = false;
  std::string jobs_, cache_;
  std::shared_ptr<const decide::rules::CustomRules> custom_;
  ReportOptions options_;
  BaselineOptions baseline_;
  Times times_;
};

}  // namespace

std::unique_ptr<Command> make_lint(std::string_view /*name*/) {
  return std::make_unique<LintCommand>();
}

}  // namespace dedesign
