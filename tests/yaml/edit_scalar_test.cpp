#include <string>

#include "catch.h"
#include "edit_cases.h"

using decide::yaml::scalar;

TEST_CASE("texts that every reader takes as themselves stay plain") {
  for (const char* text : {"a", "12k/s", "5 min", "450 B", "day(event_time)", "it's", "a-b", "http://x/y",
                           "é日", "x#y", "2 h 30 min", "a, b", "1st", "e5", "3B/day"}) {
    INFO(text);
    CHECK(scalar(text, false) == text);
  }
}

TEST_CASE("texts that some reader takes as something else are quoted") {
  for (const char* text :
       {"",      "~",     "null",      "Null",       "true",       "FALSE",
        "yes",   "No",    "on",        "y",          "12",         "-1",
        "010",   "0o7",   "0x1F",      "1_000",      "1e3",        ".5",
        "1.",    "1:30",  "190:20:30", ".inf",       "-.INF",      ".NaN",
        "=",     "<<",    "- a",       "-",          "? a",        ": a",
        "#a",    "&a",    "*a",        "!a",         "|",          ">",
        "%a",    "@a",    "`a",        "[a]",        "{a}",        "a: b",
        "a:",    "a #b",  " a",        "a ",         "---",        "...",
        "0b101", "+12.5", "1.2.3",     "2026-01-01", "2026-1-2 3", "2001-12-14T21:59:43Z"}) {
    INFO(text);
    CHECK(scalar(text, false) == "\"" + std::string(text) + "\"");
  }
  CHECK(scalar("'a'", false) == "\"'a'\"");
  CHECK(scalar("\"a\"", false) == "\"\\\"a\\\"\"");
}

TEST_CASE("inside brackets more has to be quoted") {
  for (const char* text : {"a, b", "a]", "a{b", "a[0]", "a?", "x:y"}) {
    INFO(text);
    CHECK(scalar(text, true) == "\"" + std::string(text) + "\"");
    CHECK(scalar(text, false) == text);
  }
  CHECK(scalar("5 min", true) == "5 min");
}

TEST_CASE("characters that cannot stand in a line are escaped") {
  CHECK(scalar("a\nb", false) == "\"a\\nb\"");
  CHECK(scalar("a\tb\r", false) == "\"a\\tb\\r\"");
  CHECK(scalar("a\\b\n", false) == "\"a\\\\b\\n\"");
  CHECK(scalar(std::string("a\x01\x00", 3), false) == "\"a\\x01\\x00\"");
  CHECK(scalar("a\x7F", false) == "\"a\\x7f\"");
  CHECK(scalar("a\xC2\x85", false) == "\"a\\x85\"");
  CHECK(scalar("a\xE2\x80\xA8", false) == "\"a\\u2028\"");
  CHECK(scalar("\xEF\xBB\xBF", false) == "\"\\ufeff\"");
  CHECK(scalar("a\\b", false) == "a\\b");
}

TEST_CASE("a quoted text reads as itself") {
  for (const std::string& text :
       {std::string("a\x01\x00z", 4), std::string("\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF"),
        std::string("\x04\x1B[31m\x7F"), std::string("x\r\n\ty \"q\" 'r' \\ ")}) {
    const auto document =
        edit_cases::read("a: " + scalar(text, false) + "\nb: [" + scalar(text, true) + "]\n");
    REQUIRE_FALSE(document.empty());
    CHECK(document[document.at("a")].text == text);
    CHECK(document[document.at("b.0")].text == text);
  }
}
