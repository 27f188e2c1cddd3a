#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "common.h"
#include "config.h"
#include "custom_rules.h"
#include "input.h"
#include "stage/mend.h"

namespace dedesign {

namespace {

class LintCommand final : public Command {
 public:
  Options options() override {
    Options all{{"PATH", "Designs; without any, or with -, standard input", &paths_},
                {"--sealed", "A section without a valid seal is an error", &sealed_},
                {"--fix", "Apply the fixes that keep the meaning: spelling, form", &fix_},
                {"--unsafe-fixes", "Apply also the fixes that change the design", &unsafe_}};
    add_rules_option(all, rules_);
    add_rule_filter(all, only_, skip_);
    add_report_options(all, options_);
    return all;
  }

  Output run(const Env& env) override {
    start_log(options_.verbose);
    auto check = check_options(env);
    if (!check) return failure(check.error());
    std::vector<std::string> paths = paths_;
    if (paths.empty()) paths.emplace_back();
    Output output;
    std::vector<std::unique_ptr<decide::rules::Checked>> checked;
    for (const std::string& path : paths) {
      auto input = read_input(path, env);
      if (!input) {
        // One file that cannot be read never hides what was found in another.
        output.err += failure(input.error()).err;
        output.status = failed;
        continue;
      }
      if (auto configured = configure(*check, path); !configured) {
        output.err += failure(configured.error()).err;
        output.status = failed;
        continue;
      }
      check->read_beside = beside(path);
      if (fix_ || unsafe_) {
        if (auto fixed = fix(*input, *check); !fixed) return failure(fixed.error());
      }
      log_line(fmt::format("reading {} ({} bytes)", input->source.name(), input->source.text().size()));
      checked.push_back(decide::rules::check(std::move(input->source), *check));
      if (!checked.back()->readable()) output.status = failed;
    }
    return report(checked, env, std::move(output));
  }

 private:
  decide::Result<decide::rules::CheckOptions> check_options(const Env& env) const {
    auto custom = load_rules(rules_);
    if (!custom) return custom.error();
    for (const auto* words : {&only_, &skip_}) {
      if (auto known = check_rule_words(*words, custom->get()); !known) return known.error();
    }
    auto date = today(options_, env);
    if (!date) return date.error();
    decide::rules::CheckOptions check;
    check.today = *date;
    check.custom = *std::move(custom);
    check.require_seals = sealed_;
    check.only = only_;
    check.skip = skip_;
    return check;
  }

  /// Writes the mended file, and goes on with its text.
  decide::Status fix(Input& input, const decide::rules::CheckOptions& check) const {
    if (input.is_filter()) return decide::Error{"--fix needs a file to write to", "name the design"};
    auto mended = decide::stage::mend(input.source, check, unsafe_);
    if (mended.text == input.source.text()) return decide::Done{};
    const std::string name = input.source.name();
    log_line(fmt::format("{} fixes in {}", mended.edits, name));
    if (auto written = decide::replace_file(name, mended.text, *input.stamp); !written) return written;
    input.source = decide::Source(name, std::move(mended.text));
    return decide::Done{};
  }

  Output report(std::vector<std::unique_ptr<decide::rules::Checked>>& checked, const Env& env,
                Output output) const {
    std::stable_sort(checked.begin(), checked.end(), [](const auto& a, const auto& b) {
      return a->parsed.document.source().name() < b->parsed.document.source().name();
    });
    std::vector<Judged> files;
    files.reserve(checked.size());
    for (const auto& one : checked) files.push_back({&one->parsed.document.source(), &one->findings});
    if (!files.empty() || output.status == ok) {
      const Rendering rendering = render(files, {}, options_, style(options_, env, env.out_terminal), {}, {});
      output.out = rendering.text;
      output.err += rendering.failure;
      if (rendering.failed) output.status = failed;
    }
    output.status = std::max(output.status, exit_status(files, options_));
    return output;
  }

  std::vector<std::string> paths_, only_, skip_, rules_;
  bool sealed_ = false, fix_ = false, unsafe_ = false;
  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_lint(std::string_view /*name*/) {
  return std::make_unique<LintCommand>();
}

}  // namespace dedesign
