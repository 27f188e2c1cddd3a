#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace decide::config {

/// True if a glob matches a whole path: `*` and `?` within one name, `[a-z]`, `[!a-z]`, and `**` over any
/// number of folders. `\` takes the next sign as it is.
bool glob_matches(std::string_view pattern, std::string_view path);
/// True if a word would be more than a plain name for glob_matches.
bool is_glob(std::string_view word);

/// The lines of one ignore file, as git reads them: comments, `!` takes back, `/` at the end is for folders
/// only, a `/` elsewhere binds the pattern to the folder of the file. The last line that matches counts.
class IgnoreRules {
 public:
  explicit IgnoreRules(std::string_view text);

  enum class Verdict { silent, ignored, kept };
  /// `path` is relative to the folder of the ignore file, with `/` between its parts.
  Verdict judge(std::string_view path, bool is_folder) const;
  bool empty() const { return rows_.empty(); }

 private:
  struct Row {
    std::string pattern;
    bool keeps = false, folders_only = false;
  };
  void add(std::string_view line);
  std::vector<Row> rows_;
};

}  // namespace decide::config
