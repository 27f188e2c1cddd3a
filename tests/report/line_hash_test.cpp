#include "report/line_hash.h"

#include "catch.h"

using decide::report::line_hashes;
using Hashes = std::vector<std::string>;

TEST_CASE("line hash: what the uploader of code scanning computes") {
  CHECK(line_hashes("") == Hashes{"c129715d7a2bc9a3:1"});
  CHECK(line_hashes(" a\nb\n  \t\tc\n d") ==
        Hashes{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
}

TEST_CASE("line hash: blanks and the kind of line end do not matter") {
  const Hashes plain = line_hashes("a: 1\nb: 2\n");
  CHECK(plain.size() == 3);
  CHECK(line_hashes("a:\t1\r\n  b : 2\r\n") == plain);
  CHECK(line_hashes("a: 1\rb: 2\r") == plain);
  CHECK(line_hashes("a: 1\nb: 3\n") != plain);
}

TEST_CASE("line hash: equal lines are told apart by a number") {
  // Each stands before the same hundred characters, but for the last ones.
  std::string text;
  for (int i = 0; i < 60; ++i) text += "ab\n";
  const Hashes hashes = line_hashes(text);
  REQUIRE(hashes.size() == 61);
  CHECK(hashes[0].substr(hashes[0].find(':')) == ":1");
  CHECK(hashes[1] == hashes[0].substr(0, hashes[0].find(':')) + ":2");
  CHECK(hashes[59].substr(hashes[59].find(':')) == ":1");
}

TEST_CASE("line hash: a line that moves keeps its hash") {
  const std::string rest(200, 'x');
  const Hashes before = line_hashes("key: 1" + rest);
  CHECK(line_hashes("# new\n\nkey: 1" + rest)[2] == before[0]);
}

TEST_CASE("line hash: characters beyond 16 bits count as two, a byte order mark as one") {
  CHECK(line_hashes("\xF0\x9F\x98\x80").front() != line_hashes("\xEF\xBF\xBD").front());
  CHECK(line_hashes("\xEF\xBB\xBF"
                    "a")
            .front() != line_hashes("a").front());
  // The window of the first line holds both halves and ninety-eight characters.
  const std::string tail(98, 'x');
  CHECK(line_hashes("\xF0\x9F\x98\x80" + tail).front() ==
        line_hashes("\xF0\x9F\x98\x80" + tail + "y").front());
  CHECK(line_hashes("\xF0\x9F\x98\x80" + tail.substr(1)).front() !=
        line_hashes("\xF0\x9F\x98\x80" + tail.substr(1) + "y").front());
}
