#include "walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/markdown.h"
#include "base/text.h"
#include "config/ignore.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::config::IgnoreRules;

constexpr std::uint64_t longest_ignore_file = 1U << 20U;

/// The rules of one folder, and of all above it up to the root of the repository.
struct Ignoring {
  fs::path folder;
  std::vector<IgnoreRules> rules;  ///< what comes later counts more
  std::shared_ptr<const Ignoring> above;
};
using IgnoringPtr = std::shared_ptr<const Ignoring>;

bool is_ignored(const fs::path& path, bool is_folder, const Ignoring* level) {
  for (; level != nullptr; level = level->above.get()) {
    const std::string relative = path.lexically_relative(level->folder).generic_string();
    for (auto rules = level->rules.rbegin(); rules != level->rules.rend(); ++rules) {
      const auto verdict = rules->judge(relative, is_folder);
      if (verdict != IgnoreRules::Verdict::silent) return verdict == IgnoreRules::Verdict::ignored;
    }
  }
  return false;
}

bool has_design_name(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return ending == ".yaml" || ending == ".yml" || decide::is_markdown(path.filename().string());
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// The part of a pattern before its first name with a sign in it.
fs::path fixed_part(const fs::path& pattern) {
  fs::path fixed;
  for (const fs::path& part : pattern) {
    if (decide::config::is_glob(part.string())) break;
    fixed /= part;
  }
  return fixed;
}

class Walker {
 public:
  explicit Walker(Configs& configs) : configs_(configs) {}

  Walk run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) take(path);
    for (auto& [key, found] : found_) walk_.files.push_back(std::move(found));
    std::sort(walk_.files.begin(), walk_.files.end(),
              [](const Found& a, const Found& b) { return a.path < b.path; });
    return std::move(walk_);
  }

 private:
  void take(const std::string& path) {
    std::error_code problem;
    if (path.empty() || path == "-") return add(path, true);
    const std::size_t before = found_.size();
    const std::size_t errors = walk_.errors.size();
    if (fs::is_directory(path, problem)) {
      descend_from(path, {});
    } else if (!fs::exists(fs::symlink_status(path, problem)) && decide::config::is_glob(path)) {
      const fs::path start = fixed_part(path);
      if (fs::is_directory(start.empty() ? "." : start, problem)) descend_from(start, path);
    } else {
      return add(path, true);
    }
    if (found_.size() == before && !met_ && walk_.errors.size() == errors) nothing_in(path);
    met_ = false;
  }

  void nothing_in(const std::string& path) {
    walk_.errors.push_back({fmt::format("nothing to lint in {}", decide::sanitize(path)),
                            "folders and patterns stand for .yaml, .yml and .md files; hidden and ignored "
                            "ones are passed over, see "
                            "--verbose"});
  }

  void add(const std::string& path, bool named) {
    std::error_code problem;
    const bool is_stdin = path.empty() || path == "-";
    const std::string key =
        is_stdin ? std::string() : fs::absolute(path, problem).lexically_normal().string();
    const auto [entry, is_new] = found_.emplace(key, Found{path, named});
    entry->second.named = entry->second.named || named;
    met_ = met_ || !is_new;
  }

  IgnoringPtr level_of(const fs::path& folder, IgnoringPtr above) {
    std::vector<IgnoreRules> rules;
    const auto add_file = [&](const fs::path& file) {
      if (auto read = decide::read_file(file.string(), longest_ignore_file)) rules.emplace_back(read->text);
    };
    std::error_code problem;
    const bool is_top = fs::exists(folder / ".git", problem);
    if (is_top) above = nullptr;
    if (is_top) add_file(folder / ".git" / "info" / "exclude");
    add_file(folder / ".gitignore");
    add_file(folder / ".ignore");
    if (auto lines = configs_.ignored_in(folder); lines && !lines->empty()) rules.emplace_back(*lines);
    std::erase_if(rules, [](const IgnoreRules& one) { return one.empty(); });
    if (rules.empty()) return above;
    return std::make_shared<const Ignoring>(Ignoring{folder, std::move(rules), std::move(above)});
  }

  /// The rules of the folders above one, from the root of the repository down.
  IgnoringPtr levels_above(const fs::path& folder) {
    std::error_code problem;
    std::vector<fs::path> above;
    for (fs::path at = folder; at != at.parent_path() && !fs::exists(at / ".git", problem);) {
      at = at.parent_path();
      above.push_back(at);
    }
    // Outside a repository only what lies in the folder itself counts.
    if (above.empty() || !fs::exists(above.back() / ".git", problem)) return nullptr;
    IgnoringPtr level;
    for (auto at = above.rbegin(); at != above.rend(); ++at) level = level_of(*at, level);
    return level;
  }

  void descend_from(const fs::path& start, const std::string& pattern) {
    std::error_code problem;
    fs::path folder = fs::absolute(start.empty() ? "." : start, problem).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    pattern_ = fs::path(pattern).lexically_normal().generic_string();
    descend(folder, start.lexically_normal() == "." ? fs::path() : start, levels_above(folder));
  }

  /// `shown` is the folder as it was named.
  void descend(const fs::path& folder, const fs::path& shown, const IgnoringPtr& above) {
    std::error_code problem;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
      entries.push_back(*at);
    if (problem) {
      walk_.errors.push_back(
          {fmt::format("cannot read the folder {}: {}", decide::sanitize(shown.string()),
                       problem == std::errc::permission_denied ? "permission denied" : "it cannot be listed"),
           "make it readable, or put it into .ignore"});
      return;
    }
    std::sort(entries.begin(), entries.end());
    const IgnoringPtr level = level_of(folder, above);
    for (const auto& entry : entries) visit(entry, shown / entry.path().filename(), level);
  }

  void visit(const fs::directory_entry& entry, const fs::path& shown, const IgnoringPtr& level) {
    std::error_code problem;
    const bool is_folder = entry.is_directory(problem);
    if (is_hidden(shown) || (!is_folder && !has_design_name(shown))) return;
    if (is_folder && entry.is_symlink(problem)) return pass_by(shown, "a link to a folder");
    if (is_ignored(entry.path(), is_folder, level.get())) return pass_by(shown, "ignored");
    if (is_folder) return descend(entry.path(), shown, level);
    if (!entry.is_regular_file(problem)) return pass_by(shown, "not a file");
    const std::string normal = shown.lexically_normal().generic_string();
    if (pattern_.empty() || decide::config::glob_matches(pattern_, normal)) add(shown.string(), false);
  }

  void pass_by(const fs::path& shown, std::string_view why) {
    walk_.passed_by.push_back(fmt::format("passing by {}: {}", shown.string(), why));
  }

  Configs& configs_;
  Walk walk_;
  std::map<std::string, Found> found_;
  std::string pattern_;  ///< empty: all
  bool met_ = false;     ///< a path stands for a file that another one stood for already
};

}  // namespace

Walk walk(const std::vector<std::string>& paths, Configs& configs) {
  return Walker(configs).run(paths);
}

}  // namespace dedesign
