#include "lsp/frame.h"

#include <rapidcheck.h>

#include "catch.h"

using decide::lsp::framed;
using decide::lsp::Frames;

namespace {

/// The bodies in a stream that arrives in pieces of `size` bytes; the error, if there is one, as the last.
std::vector<std::string> bodies(const std::string& stream, std::size_t size) {
  Frames frames;
  std::vector<std::string> all;
  for (std::size_t at = 0; at < stream.size(); at += size) {
    frames.feed(std::string_view(stream).substr(at, size));
    for (;;) {
      auto next = frames.next();
      if (!next) {
        all.push_back("error: " + next.error().message);
        return all;
      }
      if (!*next) break;
      all.push_back(**next);
    }
  }
  return all;
}

std::string problem(const std::string& stream) {
  const auto all = bodies(stream, stream.size());
  return all.empty() ? "nothing" : all.back();
}

}  // namespace

TEST_CASE("bodies come whole, however the stream is cut") {
  CHECK(rc::check("framed bodies come back", [](const std::vector<std::string>& wanted) {
    std::string stream;
    for (const std::string& body : wanted) stream += framed(body);
    const auto size = *rc::gen::inRange<std::size_t>(1, 40);
    RC_ASSERT(bodies(stream, size) == wanted);
  }));
}

TEST_CASE("headers are read as the protocol has them") {
  CHECK(bodies("Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}", 7) ==
        std::vector<std::string>{"{}"});
  CHECK(bodies("content-length:2\n\n{}", 3) == std::vector<std::string>{"{}"});
  CHECK(bodies("Content-Length: 0\r\n\r\n", 100) == std::vector<std::string>{""});
}

TEST_CASE("a stream that cannot be read says why, and stays so") {
  CHECK(problem("Content-Length: x\r\n\r\n{}") == "error: `Content-Length: x` is no number of bytes");
  CHECK(problem("Content-Length: -1\r\n\r\n") == "error: `Content-Length: -1` is no number of bytes");
  CHECK(problem("Content-Length: 2 2\r\n\r\n") == "error: `Content-Length: 2 2` is no number of bytes");
  CHECK(problem("Content-Length: 134217729\r\n\r\n") ==
        "error: a message of 134217729 bytes is too long; at most 134217728 are read");
  CHECK(problem("Content-Length: 99999999999999999999999\r\n\r\n").find("is too long") != std::string::npos);
  CHECK(problem("Content-Length: 1\r\nContent-Length: 1\r\n\r\n{}") ==
        "error: a message has two headers `Content-Length`");
  CHECK(problem("Accept: all\r\n\r\n{}") == "error: a message has no header `Content-Length`");
  CHECK(problem("GET / HTTP/1.1\r\n\r\n") == "error: `GET / HTTP/1.1` is no header of a message");
  CHECK(problem(std::string(9000, 'x')) == "error: the header of a message is longer than 8192 bytes");

  Frames frames;
  frames.feed("nonsense\r\n\r\n");
  CHECK_FALSE(frames.next());
  frames.feed(framed("{}"));
  CHECK_FALSE(frames.next());
}

TEST_CASE("the end inside of a message is seen") {
  Frames frames;
  CHECK_FALSE(frames.is_inside());
  frames.feed("Content-Length: 3\r\n\r\n{");
  CHECK(frames.next());
  CHECK(frames.is_inside());
  frames.feed("} ");
  CHECK(frames.next());
  CHECK_FALSE(frames.is_inside());
}
