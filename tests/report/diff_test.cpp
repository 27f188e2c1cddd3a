#include "report/diff.h"

#include <rapidcheck.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "catch.h"
#include "report/lines.h"

using namespace decide::report;

namespace {

std::size_t read_number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Applies a diff as `patch` would without looking for moved places; an empty text if it does not fit.
std::string applied(const std::string& before, const std::string& diff) {
  const auto old_lines = split_lines(before);
  const auto lines = split_lines(diff);
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 2; i < lines.size(); ++i) {
    std::string line(lines[i]);
    if (line.starts_with("@@ -")) {
      const bool empty = line.find(",0 +") != std::string::npos;
      const std::size_t first = read_number(std::string_view(line).substr(4));
      while (next + 1 < first + (empty ? 1 : 0)) out += old_lines.at(next++);
      continue;
    }
    if (i + 1 < lines.size() && lines[i + 1].starts_with('\\')) line.pop_back();
    if (line[0] == '+' || line[0] == ' ') out += line.substr(1);
    if (line[0] == '-' || line[0] == ' ') {
      if (next >= old_lines.size() || old_lines[next] != std::string_view(line).substr(1)) return {};
      ++next;
    }
  }
  while (next < old_lines.size()) out += old_lines[next++];
  return out;
}

/// Lines of an alphabet so small that many are equal; the last may lack its line end.
rc::Gen<std::string> texts() {
  const auto lines = rc::gen::container<std::vector<char>>(rc::gen::inRange('a', 'f'));
  return rc::gen::map(rc::gen::pair(lines, rc::gen::arbitrary<bool>()), [](const auto& made) {
    std::string text;
    for (const char line : made.first) text += std::string(1, line) + "\n";
    if (made.second && !text.empty()) text.pop_back();
    return text;
  });
}

/// The fewest insertions and deletions, by the table of longest common subsequences.
std::size_t fewest_changes(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      common[i][j] =
          a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
    }
  }
  return a.size() + b.size() - 2 * common[a.size()][b.size()];
}

std::size_t count_changes(const Changes& changes) {
  const auto flags = [](const std::vector<bool>& side) {
    return static_cast<std::size_t>(std::count(side.begin(), side.end(), true));
  };
  return flags(changes.removed) + flags(changes.added);
}

std::string numbers(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += std::to_string(i) + "\n";
  return text;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("diff: nothing to say about equal texts") {
  CHECK(unified_diff("", "", "a").empty());
  CHECK(unified_diff("a\nb", "a\nb", "a").empty());
}

TEST_CASE("diff: a change with three lines around it") {
  CHECK(unified_diff(numbers(1, 9), numbers(1, 4) + "five\n" + numbers(6, 9), "d/design.yaml") ==
        "--- a/d/design.yaml\n"
        "+++ b/d/design.yaml\n"
        "@@ -2,7 +2,7 @@\n"
        " 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("diff: changes six lines apart share a hunk, seven lines apart do not") {
  const std::string near = unified_diff("a\n" + numbers(1, 6) + "b\n", "A\n" + numbers(1, 6) + "B\n", "x");
  CHECK(near ==
        "--- a/x\n+++ b/x\n@@ -1,8 +1,8 @@\n"
        "-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
  const std::string far = unified_diff("a\n" + numbers(1, 7) + "b\n", "A\n" + numbers(1, 7) + "B\n", "x");
  CHECK(far ==
        "--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n"
        "-a\n+A\n 1\n 2\n 3\n"
        "@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

TEST_CASE("diff: from and to an empty text") {
  CHECK(unified_diff("", "a\n", "x") == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
  CHECK(unified_diff("a\nb\n", "", "x") == "--- a/x\n+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}

TEST_CASE("diff: a missing line end is a difference and is named") {
  CHECK(unified_diff("a\nb", "a\nb\n", "x") ==
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  CHECK(unified_diff("a\nb", "A\nb", "x") ==
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n");
}

TEST_CASE("diff: line ends are kept") {
  CHECK(unified_diff("a\r\nb\r\n", "a\r\nc\r\n", "x") ==
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
}

TEST_CASE("diff: a name that would break the header is quoted") {
  CHECK(unified_diff("", "a\n", "two words").starts_with("--- a/two words\t\n+++ b/two words\t\n"));
  CHECK(unified_diff("", "a\n", "x\n+++ y\"\\").starts_with("--- \"a/x\\012+++ y\\\"\\\\\"\n+++ \"b/"));
}

TEST_CASE("diff: applied to the first text it gives the second, with the fewest changes") {
  CHECK(rc::check("diff", [] {
    const std::string before = *texts();
    const std::string after = *texts();
    RC_PRE(before != after);
    RC_ASSERT(applied(before, unified_diff(before, after, "x")) == after);
    const auto first = split_lines(before);
    const auto second = split_lines(after);
    RC_ASSERT(count_changes(compare_lines(first, second)) == fewest_changes(first, second));
  }));
}

TEST_CASE("diff: long texts that differ throughout") {
  std::string before;
  std::string after;
  for (int i = 0; i < 1000; ++i) {
    before += std::to_string(i * 7919 % 1009) + "\n";
    after += std::to_string(i * 104729 % 1009) + "\n";
  }
  CHECK(applied(before, unified_diff(before, after, "x")) == after);
}

TEST_CASE("diff: the patch program takes it") {
  const auto folder = std::filesystem::temp_directory_path() / ("dedesign-diff-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string at = "cd '" + folder.string() + "' && ";
  const bool has_patch = std::system("command -v patch >/dev/null 2>&1") == 0;
  const std::vector<std::pair<std::string, std::string>> pairs{
      {numbers(1, 40), numbers(2, 12) + "x\ny\n" + numbers(14, 30) + numbers(33, 41)},
      {"a\nb", "a\nb\n"},
      {"a\r\nb\r\n", "a\r\nc\r\nb\r\n"},
      {"a\n", "b"},
  };
  for (const auto& [before, after] : pairs) {
    const std::string diff = unified_diff(before, after, "two words.yaml");
    CHECK(applied(before, diff) == after);
    if (!has_patch) continue;
    write(folder / "two words.yaml", before);
    write(folder / "change.diff", diff);
    CHECK(std::system((at + "patch --binary --quiet --fuzz=0 -p1 < change.diff").c_str()) == 0);
    CHECK(read(folder / "two words.yaml") == after);
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("diff: on a terminal it is made safe and coloured") {
  const std::string diff = unified_diff("k: 1\n", "k: \x1b[2J\t2\n", "x");
  CHECK(show_diff(diff, {}) == "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-k: 1\n+k: \xE2\x90\x9B[2J    2\n");
  CHECK(show_diff(diff, {true, 100, false}) ==
        "\x1b[1m--- a/x\x1b[0m\n\x1b[1m+++ b/x\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n"
        "\x1b[31m-k: 1\x1b[0m\n\x1b[32m+k: \xE2\x90\x9B[2J    2\x1b[0m\n");
}
