#include "lsp/server.h"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "catch.h"

using namespace decide;
using Json = nlohmann::json;

namespace {

lsp::World world() {
  return {"1.2.3", [](const std::string& path) -> Result<rules::CheckOptions> {
            if (path == "/bad/settings.yaml") return Error{".dedesign.yaml:1:1: nonsense", "mend it"};
            rules::CheckOptions options;
            options.today = {20000};
            return options;
          }};
}

class Talk {
 public:
  Talk() : server(world()) { ask("initialize", R"({"capabilities": {}})"); }

  Json ask(const std::string& method, const std::string& params) {
    const auto sent = server.receive(
        fmt::format(R"({{"jsonrpc": "2.0", "id": {}, "method": "{}", "params": {}}})", ++id, method, params));
    REQUIRE(sent.size() == 1);
    Json answer = Json::parse(sent.front());
    REQUIRE(answer["id"] == id);
    return answer.contains("error") ? answer["error"] : answer["result"];
  }
  void tell(const std::string& method, const Json& params) {
    const Json message{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}};
    CHECK(server.receive(message.dump()).empty());
  }
  void open(const std::string& uri, const std::string& text) {
    tell("textDocument/didOpen",
         {{"textDocument", {{"uri", uri}, {"languageId", "yaml"}, {"version", 1}, {"text", text}}}});
  }
  /// The codes of what is published for the only document that changed.
  std::vector<std::string> codes() {
    const auto sent = server.publish();
    REQUIRE(sent.size() == 1);
    std::vector<std::string> all;
    published = Json::parse(sent.front())["params"];
    for (const Json& one : published["diagnostics"]) all.push_back(one.value("code", one["message"]));
    return all;
  }

  lsp::Server server;
  int id = 0;
  Json published;
};

std::string position(const std::string& uri, int line, int character) {
  return fmt::format(R"({{"textDocument": {{"uri": "{}"}}, "position": {{"line": {}, "character": {}}}}})",
                     uri, line, character);
}

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> labels(const Json& answer) {
  std::vector<std::string> all;
  for (const Json& item : answer["items"]) all.push_back(item["label"]);
  return all;
}

}  // namespace

TEST_CASE("the order of messages is held") {
  lsp::Server server(world());
  const auto code = [&](const char* body) {
    const auto sent = server.receive(body);
    return sent.empty() ? 0 : Json::parse(sent.front())["error"]["code"].get<int>();
  };
  CHECK(code(R"({"id": 1, "method": "textDocument/hover"})") == -32002);
  CHECK(
      code(
          R"({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "text": "x: 1"}}})") ==
      0);
  CHECK_FALSE(server.has_news());
  CHECK(code(R"(not json)") == -32700);
  CHECK(code("\"\xFF\"") == -32700);
  CHECK(code(R"([])") == -32600);
  CHECK(code(R"({"id": {}, "method": "initialize"})") == -32600);
  CHECK(code(R"({"id": 1})") == 0);  // an answer to a question of ours, of which there are none
  CHECK(server.receive(R"({"id": "a", "method": "initialize", "params": {}})").size() == 1);
  CHECK(code(R"({"id": 2, "method": "initialize"})") == -32600);
  CHECK(code(R"({"id": 3, "method": "no/such"})") == -32601);
  CHECK(code(R"({"id": 4, "method": "textDocument/hover", "params": {}})") == -32602);
  CHECK(code(R"({"method": "$/cancelRequest", "params": {"id": 4}})") == 0);
  CHECK(code(R"({"method": "no/such"})") == 0);
  CHECK_FALSE(server.was_shut_down());
  CHECK(server.receive(R"({"id": 5, "method": "shutdown"})").size() == 1);
  CHECK(code(R"({"id": 6, "method": "textDocument/hover", "params": {}})") == -32600);
  CHECK_FALSE(server.is_over());
  CHECK(code(R"({"method": "exit"})") == 0);
  CHECK(server.is_over());
  CHECK(server.was_shut_down());
}

TEST_CASE("what is typed is judged, also while it does not parse") {
  Talk talk;
  talk.open("file:///x/design.yaml", "dedesign: 1\nscope:\n  volume: {average: fast}\n");
  CHECK(has(talk.codes(), "F003"));
  CHECK(talk.published["version"] == 1);
  const auto change = [&](const Json& changes) {
    talk.tell("textDocument/didChange", {{"textDocument", {{"uri", "file:///x/design.yaml"}, {"version", 2}}},
                                         {"contentChanges", changes}});
  };
  const Json range{{"start", {{"line", 2}, {"character", 20}}}, {"end", {{"line", 2}, {"character", 24}}}};
  change(Json::array({{{"range", range}, {"text", "35k/s"}}}));
  const auto codes = talk.codes();
  CHECK_FALSE(has(codes, "F003"));
  CHECK(has(codes, "S101"));
  change(Json::array({{{"text", "dedesign: 1\nscope: {\n"}}}));
  CHECK(talk.codes() == std::vector<std::string>{"F001"});
  talk.tell("textDocument/didClose", {{"textDocument", {{"uri", "file:///x/design.yaml"}}}});
  CHECK(talk.codes().empty());
  CHECK_FALSE(talk.server.has_news());
}

TEST_CASE("other people's YAML is left alone, and settings that cannot be read are shown") {
  Talk talk;
  talk.open("file:///x/compose.yaml", "services:\n  web: {image: x}\n");
  CHECK(talk.codes().empty());
  talk.open("file:///bad/settings.yaml", "dedesign: 1\n");
  CHECK(talk.codes() == std::vector<std::string>{".dedesign.yaml:1:1: nonsense\nhelp: mend it"});
}

TEST_CASE("hover explains the field, and words that mean something of their own") {
  Talk talk;
  const std::string uri = "file:///x/%C3%A9.yaml";
  talk.open(
      uri,
      "dedesign: 1\nmodel:\n  pipelines:\n    \xF0\x9F\x98\x80: {mode: stream}\n    p: {mode: stream}\n");
  const auto at = [&](int line, int character) {
    const Json answer = talk.ask("textDocument/hover", position(uri, line, character));
    return answer.is_null() ? std::string() : answer["contents"]["value"].get<std::string>();
  };
  CHECK(at(4, 9).find("model.pipelines.p.mode (a field of the design file)") != std::string::npos);
  CHECK(at(4, 16).find("stream (a choice of `mode`)") != std::string::npos);
  CHECK(at(3, 16).find("stream (a choice of `mode`)") != std::string::npos);
  CHECK(at(3, 14).find("(a choice of `mode`)") == std::string::npos);  // before the word, in UTF-16 units
  CHECK(at(0, 2).find("dedesign (a field") != std::string::npos);
  CHECK(at(9, 9).empty());
}

TEST_CASE("completion offers keys that are missing and words that fit") {
  Talk talk;
  const std::string uri = "file:///x/design.yaml";
  talk.open(
      uri,
      "dedesign: 1\nscope:\n  volume: {average: 1/s, }\n  vo\nmodel:\n  pipelines:\n    p:\n      mode: s\n"
      "      because: []\nac\n");
  const auto at = [&](int line, int character) {
    return labels(talk.ask("textDocument/completion", position(uri, line, character)));
  };
  CHECK(has(at(2, 25), "peak"));
  CHECK_FALSE(has(at(2, 25), "average"));
  CHECK(has(at(3, 4), "lateness"));
  CHECK_FALSE(has(at(3, 4), "volume"));
  CHECK(at(7, 13) == std::vector<std::string>{"stream", "micro_batch", "batch"});
  CHECK(has(at(8, 16), "exact-counts"));
  CHECK(has(at(9, 2), "accept"));
  CHECK_FALSE(has(at(9, 2), "scope"));
  const Json item = talk.ask("textDocument/completion", position(uri, 3, 4))["items"][0];
  CHECK(item["textEdit"]["range"]["start"]["character"] == 2);
  CHECK(item["textEdit"]["newText"].get<std::string>().find(':') != std::string::npos);
}

TEST_CASE("fixes are code actions") {
  Talk talk;
  const std::string uri = "file:///x/design.yaml";
  talk.open(uri, "dedesign: 1\n# \xF0\x9F\x98\x80\nscope: {volme: {average: 35k/s}}\n");
  const Json place{{"line", 2}, {"character", 9}};
  const Json ask{{"textDocument", {{"uri", uri}}},
                 {"range", {{"start", place}, {"end", place}}},
                 {"context", {{"diagnostics", Json::array()}}}};
  const Json actions = talk.ask("textDocument/codeAction", ask.dump());
  REQUIRE(actions.size() == 1);
  CHECK(actions[0]["isPreferred"] == true);
  CHECK(actions[0]["edit"]["changes"][uri][0]["newText"] == "volume");
  CHECK(actions[0]["edit"]["changes"][uri][0]["range"]["start"] == Json{{"line", 2}, {"character", 8}});
  CHECK(talk.server.has_news());  // asking does not stand for telling
}

TEST_CASE("nothing that a client sends is too strange") {
  CHECK(rc::check("hostile parameters", [](const std::vector<std::uint8_t>& picks) {
    static const std::vector<std::string> values{"null",
                                                 "1",
                                                 "-1",
                                                 "\"x\"",
                                                 "{}",
                                                 "[]",
                                                 "[1]",
                                                 R"({"uri": 1})",
                                                 R"({"uri": "file:///a.yaml"})",
                                                 R"({"uri": "file:///a.yaml", "text": "dedesign: 1"})",
                                                 R"({"line": 4294967296, "character": 1e9})",
                                                 R"({"line": 0, "character": 4294967295})",
                                                 R"({"start": {"line": 9, "character": 9}})"};
    static const std::vector<std::string> methods{"textDocument/hover",      "textDocument/completion",
                                                  "textDocument/codeAction", "textDocument/didOpen",
                                                  "textDocument/didChange",  "textDocument/didClose",
                                                  "textDocument/didSave"};
    Talk talk;
    for (std::size_t i = 0; i + 3 < picks.size() && i < 16; i += 4) {
      const auto& value = [&](std::size_t at) { return values[picks[i + at] % values.size()]; };
      const std::string params =
          fmt::format(R"({{"textDocument": {}, "position": {}, "range": {}, "contentChanges": [{}]}})",
                      value(1), value(2), value(3), value(1));
      const std::string method = methods[picks[i] % methods.size()];
      const auto sent =
          talk.server.receive(fmt::format(R"({{"id": 1, "method": "{}", "params": {}}})", method, params));
      RC_ASSERT(sent.size() == 1);
      talk.server.receive(fmt::format(R"({{"method": "{}", "params": {}}})", method, params));
    }
    talk.server.publish();
  }));
}
