#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "drill.h"
#include "drill/scaffold.h"
#include "drill/told.h"

namespace dedesign {

namespace drill = decide::drill;

namespace {

std::string verified_text(const std::vector<drill::Verified>& all) {
  std::string text;
  for (const drill::Verified& one : all) {
    text += fmt::format(
        "{:<24} {}  reference {:.1f}, first try {:.1f}, {} answers, {} ways to ask, {} follow-ups\n",
        one.scenario, one.troubles.empty() ? "ok    " : "wrong ", one.reference, one.first_try, one.answers,
        one.asks, one.pivots);
    for (const std::string& trouble : one.troubles) text += fmt::format("  {}\n", decide::sanitize(trouble));
  }
  return text;
}

}  // namespace

Output drill_verify(const DrillContext& context) {
  std::vector<std::string_view> names = context.shelf.names();
  if (!context.options.arguments.empty()) {
    const std::string& name = context.options.arguments.front();
    if (context.shelf.texts(name) == nullptr) return failure(context.shelf.scenario(name).error());
    names = {name};
  }
  std::vector<drill::Verified> all;
  const drill::Pool pool(context.shelf);
  Output output;
  for (const std::string_view name : names) {
    all.push_back(drill::verify(context.shelf, pool, name, check_options(context)));
    if (!all.back().troubles.empty()) output.status = has_findings;
  }
  output.out = context.options.json() ? drill::verify_json(all) : verified_text(all);
  return output;
}

Output drill_new(const DrillContext& context) {
  namespace fs = std::filesystem;
  const std::string& name = context.options.arguments.front();
  if (!decide::design::is_name(name))
    return failure({fmt::format("`{}` is no name for a scenario", decide::sanitize(name)),
                    "a name is lower-case letters, digits, - and _, and starts with a letter"});
  const fs::path folder = context.options.output.empty() ? fs::path(name) : fs::path(context.options.output);
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem)
    return failure({fmt::format("{} cannot be made: {}", folder.string(), problem.message()),
                    "choose another --output"});
  for (const drill::ScaffoldFile& file : drill::scaffold(name)) {
    if (auto made = decide::create_file((folder / file.name).string(), file.text); !made)
      return failure(made.error());
  }
  const std::string safe = decide::sanitize(folder.string());
  const fs::path above = fs::absolute(folder, problem).lexically_normal().parent_path();
  return {fmt::format(
              "{0}/scenario.yaml, {0}/reference.yaml and {0}/first-try.yaml are there; dedesign-scenario(5) "
              "tells what goes into them.\nnext: dedesign drill verify {1} --scenarios {2}\n",
              safe, folder.filename().string(), decide::sanitize(fs::proximate(above, problem).string())),
          {},
          ok};
}

}  // namespace dedesign
