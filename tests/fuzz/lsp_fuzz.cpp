// Bytes are what a client sends. They are messages or one error, however they are cut; every answer is a JSON
// object. Nothing crashes.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "lsp/frame.h"
#include "lsp/outline.h"
#include "lsp/server.h"

namespace {

namespace lsp = decide::lsp;

void require(bool condition) {
  if (!condition) std::abort();
}

struct Read {
  std::vector<std::string> bodies;
  bool failed = false;
};

Read read(const std::string& stream, std::size_t size) {
  lsp::Frames frames;
  Read all;
  for (std::size_t at = 0; at < stream.size() && !all.failed; at += size) {
    frames.feed(std::string_view(stream).substr(at, size));
    for (auto body = frames.next();; body = frames.next()) {
      all.failed = !body;
      if (!body || !*body) break;
      all.bodies.push_back(**body);
    }
  }
  return all;
}

lsp::World world() {
  return {"0", [](const std::string& /*path*/) -> decide::Result<decide::rules::CheckOptions> {
            return decide::Error{"not judged here", {}};
          }};
}

/// The messages of a stream, then the rest of the bytes as one: a fuzzer seldom counts right.
void serve(const Read& all, const std::string& text) {
  lsp::Server server(world());
  server.receive(R"({"id": 0, "method": "initialize", "params": {}})");
  const auto check = [](const std::vector<std::string>& sent) {
    for (const std::string& body : sent) require(body.starts_with("{\"jsonrpc\":\"2.0\""));
  };
  for (const std::string& body : all.bodies) check(server.receive(body));
  check(server.receive(text));
  check(server.publish());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Read whole = read(text, text.size() + 1);
  const Read cut = read(text, 3);
  require(whole.bodies == cut.bodies && whole.failed == cut.failed);
  serve(whole, text);
  if (size > 0) (void)lsp::cursor_at(text, data[0]);
  return 0;
}
