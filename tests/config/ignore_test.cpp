#include "config/ignore.h"

#include <string>

#include "catch.h"

using namespace decide::config;

namespace {

/// "i" ignored, "k" kept, "-" silent; a path that ends in / is a folder.
std::string judge(const char* lines, std::string path) {
  const bool folder = path.back() == '/';
  if (folder) path.pop_back();
  switch (IgnoreRules(lines).judge(path, folder)) {
    case IgnoreRules::Verdict::ignored:
      return "i";
    case IgnoreRules::Verdict::kept:
      return "k";
    case IgnoreRules::Verdict::silent:
      return "-";
  }
  return "?";
}

}  // namespace

TEST_CASE("globs") {
  CHECK(glob_matches("*.yaml", "a.yaml"));
  CHECK_FALSE(glob_matches("*.yaml", "b/a.yaml"));
  CHECK(glob_matches("**/*.yaml", "a.yaml"));
  CHECK(glob_matches("**/*.yaml", "b/c/a.yaml"));
  CHECK(glob_matches("b/**", "b/c/a.yaml"));
  CHECK_FALSE(glob_matches("b/**", "b"));
  CHECK(glob_matches("b/**/a", "b/a"));
  CHECK(glob_matches("a?c[x-z]", "abcy"));
  CHECK_FALSE(glob_matches("a[!b]", "ab"));
  CHECK(glob_matches("a[]]b", "a]b"));
  CHECK(glob_matches("a[b", "a[b"));
  CHECK(glob_matches("a\\*", "a*"));
  CHECK_FALSE(glob_matches("a\\*", "ab"));
  CHECK(glob_matches("*a*b*", "xxaxxbxx"));
  CHECK(glob_matches("**/a/**/b", "a/x/a/b"));
  CHECK_FALSE(glob_matches("", "a"));
  CHECK(is_glob("designs/*.yaml"));
  CHECK_FALSE(is_glob("designs/a.yaml"));
}

TEST_CASE("many stars take no time") {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "a*";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "**/a/";
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "a/";
  CHECK_FALSE(glob_matches(deep + "b", path + "c"));
}

TEST_CASE("lines of an ignore file") {
  CHECK(judge("old\n", "old") == "i");
  CHECK(judge("old\n", "a/old") == "i");
  CHECK(judge("/old\n", "a/old") == "-");
  CHECK(judge("a/old\n", "b/a/old") == "-");
  CHECK(judge("old/\n", "old") == "-");
  CHECK(judge("old/\n", "old/") == "i");
  CHECK(judge("*.yaml\n!keep.yaml\n", "keep.yaml") == "k");
  CHECK(judge("!keep.yaml\n*.yaml\n", "keep.yaml") == "i");
  CHECK(judge("# old\n\n", "# old") == "-");
  CHECK(judge("\\#old\n", "#old") == "i");
  CHECK(judge("\\!old\n", "!old") == "i");
  CHECK(judge("old   \r\n", "old") == "i");
  CHECK(judge("old\\ \n", "old ") == "i");
  CHECK(judge("a/**/b\n", "a/x/y/b") == "i");
  CHECK(judge("/\n", "a") == "-");
}
