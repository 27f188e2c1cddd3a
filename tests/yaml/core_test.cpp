#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "parse_cases.h"

using namespace parse_cases;
using decide::yaml::Core;
using decide::yaml::misread_by_yaml11;

namespace {

Core core_of_value(const std::string& written) {
  const Parsed parsed = read("a: " + written + "\n");
  REQUIRE(parsed.readable());
  return core_type(parsed.document[parsed.document.at("a")]);
}

}  // namespace

TEST_CASE("checklist 10: the YAML 1.2 core schema", "[yaml]") {
  const std::vector<std::pair<Core, std::vector<std::string>>> table = {
      {Core::null, {"", "~", "null", "Null", "NULL"}},
      {Core::boolean, {"true", "True", "TRUE", "false", "False", "FALSE"}},
      {Core::integer,
       {"0", "12", "-1", "+7", "010", "08", "0o10", "0x1F", "0xff", "123456789012345678901234567890"}},
      {Core::floating,
       {"1.5", ".5", "5.", "-.5", "1e3", "1E-3", "+1.5e+3", ".inf", "-.INF", "+.Inf", ".nan", ".NaN"}},
      {Core::string, {"yes",  "no",    "on",   "off",   "y",          "n",   "1_000", "0b11", "1:30", "nUll",
                      "tRue", "0o8",   "0xG",  "-0x1F", ".",          "-",   "+",     "1e",   "e3",   "1.5.2",
                      ".e3",  "+.nan", ".InF", "5 GB",  "2027-06-30", "1,5", "−5",    "0x",   "0o"}}};
  for (const auto& [core, spellings] : table) {
    for (const std::string& spelling : spellings) {
      CAPTURE(spelling);
      if (spelling != "-") CHECK(core_of_value(spelling) == core);
    }
  }
}

TEST_CASE("quotes make text of anything", "[yaml]") {
  for (const char* written : {"\"12\"", "'true'", "\"~\"", "''", "|\n  12", ">-\n  null"}) {
    CAPTURE(written);
    CHECK(core_of_value(written) == Core::string);
  }
}

TEST_CASE("a core tag decides", "[yaml]") {
  CHECK(core_of_value("!!str 12") == Core::string);
  CHECK(core_of_value("!!str") == Core::string);
  CHECK(core_of_value("!!str ~") == Core::string);
  CHECK(core_of_value("! 12") == Core::string);
  CHECK(core_of_value("! \"12\"") == Core::string);
  CHECK(core_of_value("!!int \"12\"") == Core::integer);
  CHECK(core_of_value("!!float 12") == Core::floating);
  CHECK(core_of_value("!!bool 'true'") == Core::boolean);
  CHECK(core_of_value("!!null ''") == Core::null);
  CHECK(core_of_value("!!null ~") == Core::null);
  CHECK(core_of_value("[a]") == Core::string);
}

TEST_CASE("a core tag keeps the kind in step", "[yaml]") {
  const Parsed parsed = read("a: !!null ~\nb: !!str ~\nc: !!str\nd: !!null\n");
  CHECK(parsed.document[parsed.document.at("a")].kind == Kind::null);
  CHECK(parsed.document[parsed.document.at("b")].kind == Kind::scalar);
  CHECK(parsed.document[parsed.document.at("b")].text == "~");
  CHECK(parsed.document[parsed.document.at("c")].kind == Kind::scalar);
  CHECK(parsed.document[parsed.document.at("d")].kind == Kind::null);
}

TEST_CASE("checklist 10: spellings that YAML 1.1 readers take otherwise", "[yaml]") {
  for (const char* text :
       {"yes",    "Yes",   "YES",   "no",    "on",   "On",      "off",     "OFF",          "y",      "Y",
        "n",      "N",     "010",   "08",    "-012", "00",      "0_1",     "1_000",        "+1_0",   "0b11",
        "-0b1_0", "0o17",  "-0x1F", "0x1_F", "1:30", "1:30:00", "-190:20", "190:20:30.15", "0:30.5", "1e3",
        "1E+3",   "1.5e3", "1_0.5", "="}) {
    CAPTURE(text);
    CHECK(misread_by_yaml11(text));
  }
  for (const char* text :
       {"",           "true",   "false",   "null",  "~",    "0",   "1",         "12",   "-7",   "0x1F", "1.5",
        ".5",         "1.5e+3", "1.5e-3",  ".inf",  ".nan", "yEs", "yesterday", "noon", "1:75", "0:30", "1:",
        ":30",        "a:30",   "1:30:",   "_1",    "_",    "0b",  "0b2",       "0x",   "0xG_", "0o8",  "1__",
        "2027-06-30", "5 GB",   "1_000 B", "1.2.3", "e3",   "1e",  "-",         "+",    "."}) {
    CAPTURE(text);
    CHECK(misread_by_yaml11(text) == (std::string(text) == "1__"));
  }
}
