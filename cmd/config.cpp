#include "config.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "config/config.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;

/// Empty if there is none.
fs::path nearest_file(fs::path folder) {
  std::error_code problem;
  while (!folder.empty()) {
    if (fs::path file = folder / ".dedesign.yaml"; fs::exists(file, problem)) return file;
    // Where a repository ends, other people's settings begin.
    const bool at_top = fs::exists(folder / ".git", problem) || folder == folder.parent_path();
    if (at_top) break;
    folder = folder.parent_path();
  }
  return {};
}

decide::Result<decide::config::Config> nearest_config(const std::string& file) {
  std::error_code problem;
  const bool is_stdin = file.empty() || file == "-";
  const fs::path design = is_stdin ? fs::path("design.yaml") : fs::path(file);
  const fs::path found = nearest_file(fs::absolute(design, problem).lexically_normal().parent_path());
  if (found.empty()) return decide::config::Config{};
  const std::string name = fs::proximate(found, problem).string();
  auto read = decide::read_file(found.string(), decide::yaml::Limits{}.bytes);
  if (!read) return read.error();
  return decide::config::read(decide::yaml::parse(decide::Source(name, std::move(read->text))));
}

}  // namespace

decide::Status configure(decide::rules::CheckOptions& check, const std::string& file) {
  auto config = nearest_config(file);
  if (!config) return config.error();
  check.values = std::move(config->values);
  return decide::Done{};
}

}  // namespace dedesign
