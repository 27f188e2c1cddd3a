#include "custom_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "custom/read.h"
#include "yaml/document.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::rules::CustomRules;

/// The files that a path names: itself, or those in the folder, sorted.
decide::Result<std::vector<std::string>> files_at(const std::string& path) {
  std::error_code problem;
  if (!fs::is_directory(path, problem)) return std::vector{path};
  std::vector<std::string> files;
  for (fs::directory_iterator entry(path, problem), end; !problem && entry != end; entry.increment(problem)) {
    const fs::path extension = entry->path().extension();
    if (extension == ".yaml" || extension == ".yml") files.push_back(entry->path().string());
  }
  if (problem)
    return decide::Error{fmt::format("cannot read the folder {}: {}", path, problem.message()), {}};
  if (files.empty())
    return decide::Error{fmt::format("there are no rules in {}", path), "a file of rules ends in .yaml"};
  std::sort(files.begin(), files.end());
  return files;
}

decide::Status add_file(CustomRules& rules, const std::string& file) {
  auto read = decide::read_file(file, decide::custom::Limits{}.bytes);
  if (!read) return read.error();
  return rules.add(decide::yaml::parse(decide::Source(file, std::move(read->text))));
}

}  // namespace

void add_rules_option(Options& all, std::vector<std::string>& paths) {
  all.push_back({.names = "--rules",
                 .about = "Rules of your organisation: a file, or a folder of files; may be repeated",
                 .target = &paths,
                 .value = "PATH"});
}

decide::Result<std::shared_ptr<const CustomRules>> load_rules(const std::vector<std::string>& paths) {
  if (paths.empty()) return std::shared_ptr<const CustomRules>();
  auto rules = std::make_shared<CustomRules>();
  for (const std::string& path : paths) {
    auto files = files_at(path);
    if (!files) return files.error();
    for (const std::string& file : *files) {
      if (auto added = add_file(*rules, file); !added) return added.error();
    }
  }
  return std::shared_ptr<const CustomRules>(std::move(rules));
}

}  // namespace dedesign
