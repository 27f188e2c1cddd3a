#include "report/table.h"

#include "catch.h"

using namespace decide::report;

TEST_CASE("a table sets its columns two blanks apart") {
  const Table rules{{"code", "name", "severity"},
                    {{"P303", "partition-explosion", "error"}, {"P310", "small-files", "warning"}},
                    {}};
  CHECK(table(rules, {}) ==
        "code  name                 severity\n"
        "P303  partition-explosion  error\n"
        "P310  small-files          warning\n");
}

TEST_CASE("columns are aligned by cells, numbers to the right") {
  const Table loads{{"field", "rows"},
                    {{"\xE6\x97\xA5\xE6\x97\xA5", "1"}, {"e\xCC\x81", "1000"}, {"abc", "20"}},
                    {Align::left, Align::right}};
  CHECK(table(loads, {}) ==
        "field  rows\n"
        "\xE6\x97\xA5\xE6\x97\xA5      1\n"
        "e\xCC\x81      1000\n"
        "abc      20\n");
}

TEST_CASE("rows may be short, long or empty, and end in no blanks") {
  const Table odd{{"a"}, {{}, {"x", "y"}, {"z"}, {"", "w"}}, {}};
  CHECK(table(odd, {}) ==
        "a\n"
        "\n"
        "x  y\n"
        "z\n"
        "   w\n");
  CHECK(table({}, {}).empty());
  CHECK(table({{}, {{"only"}}, {}}, {}) == "only\n");
}

TEST_CASE("the widest column is wrapped to the width") {
  const Table long_text{{"code", "what it says"},
                        {{"P303", "too many partitions for the catalogue to list"}, {"P310", "small"}},
                        {}};
  CHECK(table(long_text, {false, 30, false}) ==
        "code  what it says\n"
        "P303  too many partitions for\n"
        "      the catalogue to list\n"
        "P310  small\n");
  CHECK(table({{}, {{"abcdefghijklmnopqrst", "x"}}, {}}, {false, 12, false}) ==
        "abcdefghi  x\n"
        "jklmnopqr\n"
        "st\n");
  CHECK(table({{}, {{"abcdefghijklmnopqrst"}}, {}}, {false, 0, false}) == "abcdefghijklmnopqrst\n");
}

TEST_CASE("wide characters are wrapped whole") {
  CHECK(table({{}, {{"\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5"}}, {}},
              {false, 9, false}) ==
        "\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\n"
        "\xE6\x97\xA5\n");
}

TEST_CASE("many columns on a narrow terminal keep eight cells each") {
  const std::string text = table({{}, {{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"}}, {}}, {false, 20, false});
  CHECK(text ==
        "aaaaaaaa  bbbbbbbb  cccccccc\n"
        "aa        bb        cc\n");
}

TEST_CASE("the header is strong where there are colours") {
  CHECK(table({{"a", "b"}, {{"1", "2"}}, {}}, {true, 100, false}) ==
        "\x1b[1ma\x1b[0m  \x1b[1mb\x1b[0m\n"
        "1  2\n");
}

TEST_CASE("cells are made safe") {
  CHECK(table({{}, {{"::error::x", "\x1b[2J"}, {"a\nb"}}, {}}, {}) ==
        "\\::error::x  \xE2\x90\x9B[2J\n"
        "a\xE2\x90\x8A"
        "b\n");
}
