#include "baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "common.h"
#include "config/config.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::report::Baseline;

constexpr std::uint64_t longest = 64U << 20U;

void say_stale(const Baseline::Stale& one, bool pruned, Output& output) {
  const std::string found =
      one.matched == 0 ? std::string("nothing") : fmt::format("{} of {} findings", one.matched, one.count);
  output.err += fmt::format("dedesign: {}: {} at `{}` of the baseline matches {}{}\n",
                            decide::sanitize(one.file), decide::sanitize(one.rule),
                            decide::sanitize(one.path), found, pruned ? ": taken out" : " any more");
}

/// False if a part could not be read: what was not found there may be there all the same.
bool is_whole(const std::vector<decide::diag::Finding>& findings) {
  return std::none_of(findings.begin(), findings.end(), [](const auto& finding) {
    return !decide::config::can_be_lowered(finding.rule) && !finding.in_baseline;
  });
}

}  // namespace

void add_baseline_options(Options& all, BaselineOptions& options) {
  all.push_back(
      {"--baseline", "Findings that this file knows are shown, and do not count", &options.read, "FILE"});
  all.push_back({"--write-baseline", "Write what is found to a baseline; it then holds for this run",
                 &options.write, "FILE"});
  all.push_back({"--prune-baseline", "Take out of the baseline what is not found any more", &options.prune});
}

decide::Result<BaselineRun> BaselineRun::begin(const BaselineOptions& options) {
  if (options.prune && options.read.empty())
    return decide::Error{"--prune-baseline needs a baseline", "name it with --baseline FILE"};
  if (!options.read.empty() && !options.write.empty())
    return decide::Error{"--baseline and --write-baseline cannot stand together",
                         "--write-baseline writes all that is found; --prune-baseline takes out what is not"};
  BaselineRun run(options);
  const std::string& file = run.writes() ? options.write : options.read;
  std::error_code problem;
  run.folder_ = fs::absolute(file, problem).lexically_normal().parent_path();
  if (run.writes()) return run;
  auto text = decide::read_file(file, longest);
  if (!text) return text.error();
  auto baseline = Baseline::read(text->text, file);
  if (!baseline) return baseline.error();
  run.baseline_ = *std::move(baseline);
  run.stamp_ = text->stamp;
  return run;
}

std::string BaselineRun::name_of(const std::string& file) const {
  std::error_code problem;
  if (file == "<stdin>") return file;
  return fs::absolute(file, problem).lexically_normal().lexically_relative(folder_).generic_string();
}

void BaselineRun::mark(const std::string& file, std::vector<decide::diag::Finding>& findings,
                       bool is_readable) {
  const std::string name = name_of(file);
  if (writes()) {
    for (const auto& finding : findings) baseline_.add(name, finding);
  }
  baseline_.mark(name, findings);
  seen_.emplace(name, Seen{file, is_readable && is_whole(findings)});
}

decide::Status BaselineRun::finish(const WasAsked& was_asked, Output& output) {
  if (writes()) return write_to(options_.write, baseline_.json());
  const auto stale = baseline_.stale([&](const Baseline::Key& key) {
    const auto& [file, path, rule] = key;
    const auto found = seen_.find(file);
    std::error_code problem;
    if (found == seen_.end()) return !fs::exists(folder_ / file, problem);
    return found->second.is_whole && was_asked(found->second.file, rule);
  });
  for (const auto& one : stale) say_stale(one, options_.prune, output);
  if (stale.empty()) return decide::Done{};
  if (!options_.prune) {
    output.err += "  help: --prune-baseline takes such entries out\n";
    return decide::Done{};
  }
  baseline_.prune(stale);
  return decide::replace_file(options_.read, baseline_.json(), stamp_);
}

}  // namespace dedesign
