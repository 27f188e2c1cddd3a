#include "baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/text.h"
#include "common.h"
#include "config/config.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::report::Baseline;

constexpr std::uint64_t longest = 64U << 20U;

/// As the baseline calls a file: relative to its own folder, so that it holds from wherever it is used.
class Names {
 public:
  explicit Names(const std::string& baseline) {
    std::error_code problem;
    folder_ = fs::absolute(baseline, problem).lexically_normal().parent_path();
  }
  std::string of(const std::string& file) const {
    std::error_code problem;
    if (file == "<stdin>") return file;
    return fs::absolute(file, problem).lexically_normal().lexically_relative(folder_).generic_string();
  }
  bool exists(const std::string& name) const {
    std::error_code problem;
    return fs::exists(folder_ / name, problem);
  }

 private:
  fs::path folder_;
};

decide::Status write_baseline(const std::string& file, const std::vector<BaselineFile>& files) {
  const Names names(file);
  Baseline baseline;
  for (const BaselineFile& one : files) {
    for (const auto& finding : *one.findings) baseline.add(names.of(one.name), finding);
  }
  if (auto written = write_to(file, baseline.json()); !written) return written;
  for (const BaselineFile& one : files) baseline.mark(names.of(one.name), *one.findings);
  return decide::Done{};
}

void say_stale(const Baseline::Stale& one, bool pruned, Output& output) {
  const std::string found =
      one.matched == 0 ? std::string("nothing") : fmt::format("{} of {} findings", one.matched, one.count);
  output.err += fmt::format("dedesign: {}: {} at `{}` of the baseline matches {}{}\n",
                            decide::sanitize(one.file), decide::sanitize(one.rule),
                            decide::sanitize(one.path), found, pruned ? ": taken out" : " any more");
}

/// False for a file of which a part could not be read: what was not found there may be there all the same.
bool is_whole(const BaselineFile& file) {
  return file.readable && std::none_of(file.findings->begin(), file.findings->end(), [](const auto& finding) {
           return !decide::config::can_be_lowered(finding.rule) && !finding.in_baseline;
         });
}

decide::Status use_baseline(const BaselineOptions& options, const std::vector<BaselineFile>& files,
                            Output& output) {
  auto read = decide::read_file(options.read, longest);
  if (!read) return read.error();
  auto baseline = Baseline::read(read->text, options.read);
  if (!baseline) return baseline.error();
  const Names names(options.read);
  std::map<std::string, const BaselineFile*> judged;
  for (const BaselineFile& one : files) {
    baseline->mark(names.of(one.name), *one.findings);
    judged.emplace(names.of(one.name), &one);
  }
  const auto stale = baseline->stale([&](const Baseline::Key& key) {
    const auto& [file, path, rule] = key;
    const auto found = judged.find(file);
    if (found == judged.end()) return !names.exists(file);
    return is_whole(*found->second) && found->second->runs(rule);
  });
  for (const auto& one : stale) say_stale(one, options.prune, output);
  if (stale.empty()) return decide::Done{};
  if (!options.prune) {
    output.err += "  help: --prune-baseline takes such entries out\n";
    return decide::Done{};
  }
  baseline->prune(stale);
  return decide::replace_file(options.read, baseline->json(), read->stamp);
}

}  // namespace

void add_baseline_options(Options& all, BaselineOptions& options) {
  all.push_back(
      {"--baseline", "Findings that this file knows are shown, and do not count", &options.read, "FILE"});
  all.push_back({"--write-baseline", "Write what is found to a baseline; it then holds for this run",
                 &options.write, "FILE"});
  all.push_back({"--prune-baseline", "Take out of the baseline what is not found any more", &options.prune});
}

decide::Status apply_baseline(const BaselineOptions& options, const std::vector<BaselineFile>& files,
                              Output& output) {
  if (options.prune && options.read.empty())
    return decide::Error{"--prune-baseline needs a baseline", "name it with --baseline FILE"};
  if (!options.read.empty() && !options.write.empty())
    return decide::Error{"--baseline and --write-baseline cannot stand together",
                         "--write-baseline writes all that is found; --prune-baseline takes out what is not"};
  if (!options.write.empty()) return write_baseline(options.write, files);
  return options.read.empty() ? decide::Status(decide::Done{}) : use_baseline(options, files, output);
}

}  // namespace dedesign
