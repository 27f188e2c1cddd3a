#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "estimate/sums.h"
#include "report/script.h"
#include "rules/marked.h"
#include "rules/registry.h"
#include "schema/type.h"
#include "yaml/edit.h"

// Every field of the format changes some verdict, figure or output. Each is taken out of designs that use it,
// the reference answers of the scenarios and the examples of the rules, until something else is said.
namespace decide {
namespace {

using Said = std::set<std::string>;

/// All that the program says of a design, without places, which move with every edit.
Said said_of(const rules::Checked& checked) {
  Said said;
  for (const diag::Finding& finding : checked.findings)
    said.insert(fmt::format("{} {} {} {}", finding.rule, finding.path, finding.message, finding.help));
  if (!checked.readable()) return said;
  for (const derive::Constraint& constraint : checked.facts->constraints.list()) {
    said.insert(fmt::format("{} {}", derive::info(constraint.id).name, constraint.demands));
    for (const derive::Origin& origin : constraint.origins)
      said.insert(fmt::format("{} {}", derive::info(constraint.id).name, origin.text));
  }
  for (const estimate::Sum& sum : estimate::sums(*checked.facts, *checked.estimates)) {
    said.insert(fmt::format("{} {} {}", sum.path, sum.figure.name, sum.figure.value));
  }
  said.insert(report::script_text(checked, {}, {.color = false, .width = 0}));
  return said;
}

/// A path with the names that people choose as NAME, as the table of the format has it; empty if it has not.
std::string pattern_of(const std::vector<std::string>& segments, const std::set<std::string>& known) {
  std::vector<std::string> candidates{""};
  for (const std::string& segment : segments) {
    std::vector<std::string> longer;
    for (const std::string& before : candidates) {
      for (const std::string& one : {segment, std::string("NAME")}) {
        const std::string path = before.empty() ? one : before + "." + one;
        if (known.contains(path)) longer.push_back(path);
      }
    }
    candidates = std::move(longer);
  }
  return candidates.empty() ? std::string() : candidates.front();
}

class Fields {
 public:
  Fields() {
    for (const schema::PathRow& row : schema::all_paths()) {
      for (std::size_t dot = row.path.find('.'); dot != std::string::npos; dot = row.path.find('.', dot + 1))
        known_.insert(row.path.substr(0, dot));
      known_.insert(row.path);
      if (row.field != nullptr) open_.insert(row.path);
    }
  }

  /// Takes out, one by one, what has not been seen to matter yet.
  void try_all(const std::string& text) {
    const auto base = test::judge(text);
    if (!base->readable()) return;
    const Said before = said_of(*base);
    const yaml::Document& document = base->parsed.document;
    std::vector<std::string> path;
    walk(document, 0, path, before);
  }

  const std::set<std::string>& open() const { return open_; }

 private:
  void walk(const yaml::Document& document, yaml::NodeId at, std::vector<std::string>& path,
            const Said& before) {
    if (document[at].kind != yaml::Kind::mapping) return;
    for (yaml::NodeId key = document[at].first; key != yaml::none; key = document[document[key].next].next) {
      path.push_back(document[key].text);
      const std::string pattern = pattern_of(path, known_);
      if (open_.contains(pattern) && matters(document, path, before)) open_.erase(pattern);
      if (!pattern.empty()) walk(document, document[key].next, path, before);
      path.pop_back();
    }
  }

  static bool matters(const yaml::Document& document, const std::vector<std::string>& path,
                      const Said& before) {
    const auto without = yaml::apply(document, {yaml::Change::Verb::unset, path, {}});
    return without && said_of(*test::judge(*without)) != before;
  }

  std::set<std::string> known_, open_;
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> designs() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(DEDESIGN_SOURCE_DIR "/scenarios")) {
    if (std::filesystem::exists(entry.path() / "reference.yaml"))
      files.push_back(entry.path() / "reference.yaml");
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> all;
  for (const rules::Entry& entry : rules::registry()) all.push_back(test::unmark(entry.rule->fails).text);
  for (const auto& file : files) all.push_back(text_of(file));
  return all;
}

}  // namespace

TEST_CASE("every field of the format changes what is said of some design") {
  Fields fields;
  for (const std::string& design : designs()) {
    if (!fields.open().empty()) fields.try_all(design);
  }
  std::string left;
  for (const std::string& path : fields.open()) left += path + "\n";
  INFO("nothing reads\n" << left);
  CHECK(fields.open().empty());
}

}  // namespace decide
