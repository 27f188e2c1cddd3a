// Measures a lint in process beside YAML::LoadFile on the same file, and how time grows with the file.
#include <fmt/format.h>
#include <sys/resource.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "base/file.h"
#include "median.h"
#include "rules/check.h"

namespace {

void lint_file(const std::string& path, const decide::rules::CheckOptions& options = {}) {
  auto read = decide::read_file(path, 16U << 20U);
  const auto checked = decide::rules::check(decide::Source(path, std::move(read->text)), options);
  if (!checked->readable()) std::fputs("not readable\n", stderr);
}

/// Without the rules that execute schedules, and those that judge the design again for its what-ifs.
decide::rules::CheckOptions plain_rules() {
  decide::rules::CheckOptions options;
  options.skip = {"C531", "C532"};
  for (char digit = '1'; digit <= '9'; ++digit) options.skip.push_back(std::string("B40") + digit);
  return options;
}

/// A design with `n` more tables, queries and pipelines than the example.
std::string enlarged(const std::string& example, int n) {
  std::string tables;
  std::string queries;
  std::string pipelines;
  for (int i = 0; i < n; ++i) {
    tables += fmt::format(
        "    copy-{0}:\n      role: aggregate\n      grain: one campaign and day\n      key: [day, "
        "campaign_id]\n"
        "      rows: 1M/day\n      retention: 1 y\n      columns:\n        day: {{type: date, time: event}}\n"
        "        campaign_id: {{type: int64, cardinality: 1M}}\n",
        i);
    queries += fmt::format(
        "    read-{0}:\n      consumer: invoicing\n      table: copy-{0}\n      runs: 10/day\n", i);
    pipelines += fmt::format(
        "    fill-{0}:\n      from: [clicks]\n      to: copy-{0}\n      mode: batch\n      every: 1 d\n      "
        "lookback: 4 d\n"
        "      write: merge\n      because: [exact-counts]\n",
        i);
  }
  std::string text = example;
  const auto insert = [&](const std::string& before, const std::string& what) {
    text.insert(text.find(before), what);
  };
  insert("  queries:\n", tables);
  insert("  pipelines:\n", queries);
  insert("\npartition:\n", pipelines);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: lint_bench DESIGN\n", stderr);
    return 2;
  }
  const std::string path = argv[1];
  const double load = median([&] { YAML::LoadFile(path); });
  const double lint = median([&] { lint_file(path); });
  const double plain = median([&] { lint_file(path, plain_rules()); });
  fmt::print("in process, {}\n  YAML::LoadFile alone                {:8.3f} ms\n", path, load * 1e3);
  fmt::print("  lint                                {:8.3f} ms  ({:.2f} x)\n", lint * 1e3, lint / load);
  fmt::print("  lint without schedules or what-ifs  {:8.3f} ms  ({:.2f} x)\n", plain * 1e3, plain / load);

  const std::string example = decide::read_file(path, 16U << 20U)->text;
  const std::string large = path + ".large.yaml";
  double before = 0;
  for (const int n : {200, 400, 800, 1600}) {
    std::ofstream(large) << enlarged(example, n);
    const double time = median([&] { lint_file(large); });
    fmt::print("  lint, {:4} tables more              {:8.3f} ms", n, time * 1e3);
    fmt::print("{}\n",
               before > 0 ? fmt::format("  ({:.2f} x for twice the input)", time / before) : std::string());
    before = time;
  }
  std::remove(large.c_str());
  return 0;
}
