#include "facts/fact.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "catch.h"

using decide::facts::all;
using decide::facts::fact;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Calls `use` with every name that some source file asks for as fact("...").
template <class Use>
void for_each_name_used(Use use) {
  constexpr std::string_view call = "fact(\"";
  const std::filesystem::path root(DEDESIGN_SOURCE_DIR);
  for (const char* folder : {"libdecide", "cmd"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      const std::string text = content(entry.path());
      for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
        const std::size_t begin = at + call.size();
        use(text.substr(begin, text.find('"', begin) - begin), entry.path().filename().string());
      }
    }
  }
}

}  // namespace

TEST_CASE("facts are ascending, each with a value, a unit, an id, a source and a date") {
  std::string before;
  for (const auto& row : all()) {
    CAPTURE(row.name);
    CHECK(before < row.name);
    CHECK(std::isfinite(row.value));
    CHECK(row.value >= 0);
    CHECK_FALSE(row.unit.empty());
    CHECK(std::regex_match(std::string(row.id), std::regex("[A-Z][0-9]+|rules")));
    CHECK_FALSE(row.source.empty());
    CHECK(std::regex_match(std::string(row.date), std::regex("20[0-9]{2}(-(0[1-9]|1[0-2]))?")));
    before = row.name;
  }
}

TEST_CASE("every fact is found by its name") {
  for (const auto& row : all()) CHECK(&fact(row.name) == &row);
  CHECK(std::isnan(fact("no.such.fact").value));
  CHECK(fact("").name.empty());
  CHECK(std::isnan(fact("zzz").value));
}

TEST_CASE("values: what is replaced, and what stays") {
  decide::facts::Values values;
  CHECK(values.empty());
  CHECK_FALSE(values.replace("no.such.fact", 1));
  CHECK(values.empty());
  CHECK(values.replace("layout.better_note", 2));
  CHECK(values.replace("layout.better_note", 4));
  CHECK(values.fact("layout.better_note").value == 4);
  CHECK(values.fact("layout.better_note").unit == "ratio");
  CHECK(values.fact("layout.better_note").id == ".dedesign.yaml");
  CHECK(values.fact("layout.better_warning").value == 3);
  CHECK(fact("layout.better_note").value == 1.5);
}

TEST_CASE("every name that the code asks for exists") {
  std::size_t used = 0;
  for_each_name_used([&](const std::string& name, const std::string& file) {
    CAPTURE(name, file);
    CHECK(fact(name).name == name);
    ++used;
  });
  CHECK(used > 0);
}

TEST_CASE("limits are those of the products' own pages") {
  CHECK(fact("bq.max_partitions_per_table").value == 10000);
  CHECK(fact("iceberg.target_file_bytes").value == 512.0 * 1024 * 1024);
  CHECK(fact("hudi.target_file_bytes").value == 120.0 * 1024 * 1024);
  CHECK(fact("delta.vacuum_min_days").unit == "d");
  CHECK(fact("price.bq_per_tib").unit == "USD/TiB");
  CHECK(fact("state.error_bytes").value == 10 * fact("state.warning_bytes").value);
}
