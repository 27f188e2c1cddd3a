#include "lsp/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "lsp/answers.h"
#include "lsp/document.h"
#include "lsp/json.h"

namespace decide::lsp {

struct Server::State {
  World world;
  std::map<std::string, Document> documents;  ///< by URI
  Encoding encoding = Encoding::utf16;
  bool markdown = true;
  enum class Phase : std::uint8_t { fresh, running, shut_down } phase = Phase::fresh;
  bool over = false;
  std::vector<std::string> closed;  ///< URIs whose diagnostics have to be taken back
};

namespace {

using State = Server::State;

/// JSON-RPC's own codes.
constexpr int parse_error = -32700, invalid_request = -32600, no_method = -32601, invalid_params = -32602,
              not_initialized = -32002;

Json refusal(const Json& id, int code, std::string message) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", std::move(message)}}}};
}

bool lists(const Json* list, std::string_view word) {
  if (list == nullptr || !list->is_array()) return false;
  return std::any_of(list->begin(), list->end(), [&](const Json& one) { return one == word; });
}

/// The first of the client's encodings that is one of ours; without any, what every client knows.
Encoding wanted_encoding(const Json& params) {
  const Json* offered = member(params, "capabilities", "general", "positionEncodings");
  if (offered == nullptr || !offered->is_array()) return Encoding::utf16;
  for (const Json& one : *offered) {
    if (one == "utf-8") return Encoding::utf8;
    if (one == "utf-16") return Encoding::utf16;
  }
  return Encoding::utf16;
}

Result<Json> initialize(State& state, const Json& params) {
  state.phase = State::Phase::running;
  state.encoding = wanted_encoding(params);
  const Json* formats = member(params, "capabilities", "textDocument", "hover", "contentFormat");
  state.markdown = formats == nullptr || lists(formats, "markdown");
  return Json{
      {"capabilities",
       {{"positionEncoding", state.encoding == Encoding::utf8 ? "utf-8" : "utf-16"},
        {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
        {"hoverProvider", true},
        {"completionProvider", {{"triggerCharacters", {":", " ", "[", ",", "{"}}}},
        {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}}}},
      {"serverInfo", {{"name", "dedesign"}, {"version", state.world.version}}}};
}

Result<Json> shutdown(State& state, const Json& /*params*/) {
  state.phase = State::Phase::shut_down;
  return Json(nullptr);
}

Document* document_of(State& state, const Json& params) {
  const auto uri = text_of(member(params, "textDocument", "uri"));
  const auto found = uri ? state.documents.find(*uri) : state.documents.end();
  return found == state.documents.end() ? nullptr : &found->second;
}

Error needs(std::string_view what) {
  return {fmt::format("the parameters need {}", what), {}};
}

Result<Json> on_hover(State& state, const Json& params) {
  const auto place = place_of(member(params, "position"));
  const Document* document = document_of(state, params);
  if (!place) return needs("a position");
  return document == nullptr ? Json(nullptr) : hover(*document, *place, state.encoding, state.markdown);
}

Result<Json> on_completion(State& state, const Json& params) {
  const auto place = place_of(member(params, "position"));
  const Document* document = document_of(state, params);
  if (!place) return needs("a position");
  return document == nullptr ? Json(nullptr) : completions(*document, *place, state.encoding);
}

/// "quickfix" is asked for by its own name, and by none.
bool wants_quickfix(const Json& params) {
  const Json* only = member(params, "context", "only");
  return only == nullptr || !only->is_array() || lists(only, "quickfix") || lists(only, "");
}

Result<Json> on_code_action(State& state, const Json& params) {
  const auto range = range_of(member(params, "range"));
  Document* document = document_of(state, params);
  if (!range) return needs("a range");
  if (document == nullptr || !wants_quickfix(params)) return Json(Json::array());
  document->judge(state.world);
  return code_actions(*document, *range, state.encoding);
}

Json version_in(const Json& params) {
  const Json* version = member(params, "textDocument", "version");
  return version != nullptr && version->is_number_integer() ? *version : Json(nullptr);
}

void did_open(State& state, const Json& params) {
  const auto uri = text_of(member(params, "textDocument", "uri"));
  auto text = text_of(member(params, "textDocument", "text"));
  if (uri && text)
    state.documents.insert_or_assign(*uri, Document(*uri, *std::move(text), version_in(params)));
}

void did_change(State& state, const Json& params) {
  Document* document = document_of(state, params);
  const Json* changes = member(params, "contentChanges");
  if (document == nullptr || changes == nullptr || !changes->is_array()) return;
  document->set_version(version_in(params));
  for (const Json& change : *changes) {
    auto text = text_of(member(change, "text"));
    const Json* range = member(change, "range");
    const bool whole = range == nullptr || range->is_null();
    const auto where = range_of(range);
    if (text && (whole || where)) document->change(where, *std::move(text), state.encoding);
  }
}

/// What was saved may be settings, or a schema that a design names.
void did_save(State& state, const Json& /*params*/) {
  for (auto& [uri, document] : state.documents) document.forget();
}

void did_close(State& state, const Json& params) {
  const auto uri = text_of(member(params, "textDocument", "uri"));
  if (uri && state.documents.erase(*uri) > 0) state.closed.push_back(*uri);
}

struct Request {
  std::string_view method;
  Result<Json> (*answer)(State&, const Json& params);
};
constexpr Request requests[] = {
    {"initialize", initialize},
    {"shutdown", shutdown},
    {"textDocument/hover", on_hover},
    {"textDocument/completion", on_completion},
    {"textDocument/codeAction", on_code_action},
};

struct Notice {
  std::string_view method;
  void (*take)(State&, const Json& params);
};
/// All others, `$/cancelRequest` among them, are passed over: an answer is sent before the next message is
/// read, so that there is nothing left to cancel.
constexpr Notice notices[] = {
    {"textDocument/didOpen", did_open},
    {"textDocument/didChange", did_change},
    {"textDocument/didSave", did_save},
    {"textDocument/didClose", did_close},
    {"workspace/didChangeWatchedFiles", did_save},
    {"workspace/didChangeConfiguration", did_save},
};

/// Why a request cannot be answered now; 0: it can.
std::pair<int, std::string_view> refused_now(const State& state, std::string_view method) {
  if (state.phase == State::Phase::shut_down) return {invalid_request, "the server was shut down"};
  const bool first = state.phase == State::Phase::fresh;
  if (first && method != "initialize") return {not_initialized, "`initialize` comes first"};
  if (!first && method == "initialize") return {invalid_request, "`initialize` comes once"};
  return {0, {}};
}

Json answer(State& state, const Json& id, const std::string& method, const Json& params) {
  if (const auto [code, why] = refused_now(state, method); code != 0)
    return refusal(id, code, std::string(why));
  for (const Request& row : requests) {
    if (row.method != method) continue;
    auto result = row.answer(state, params);
    if (!result) return refusal(id, invalid_params, result.error().message);
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", *std::move(result)}};
  }
  return refusal(id, no_method, fmt::format("there is no method `{}`", sanitize(method)));
}

void take(State& state, const std::string& method, const Json& params) {
  if (method == "exit") state.over = true;
  if (state.phase != State::Phase::running) return;
  for (const Notice& row : notices) {
    if (row.method == method) row.take(state, params);
  }
}

}  // namespace

Server::Server(World world) : state_(std::make_unique<State>()) {
  state_->world = std::move(world);
}
Server::~Server() = default;

bool Server::is_over() const {
  return state_->over;
}

bool Server::was_shut_down() const {
  return state_->phase == State::Phase::shut_down;
}

std::vector<std::string> Server::receive(std::string_view body) {
  const Json message = Json::parse(body, nullptr, false);
  if (message.is_discarded()) return {dump(refusal(nullptr, parse_error, "the message is no JSON"))};
  const auto method = text_of(member(message, "method"));
  const Json* id = member(message, "id");
  const bool has_id = id != nullptr && (id->is_string() || id->is_number_integer());
  const bool is_response = message.is_object() && !method && has_id;
  if (is_response) return {};
  if (!method || (id != nullptr && !has_id))
    return {dump(refusal(nullptr, invalid_request, "the message is no request and no notification"))};
  const Json* given = member(message, "params");
  const Json params = given == nullptr ? Json::object() : *given;
  if (has_id) return {dump(answer(*state_, *id, *method, params))};
  take(*state_, *method, params);
  return {};
}

bool Server::has_news() const {
  const auto& documents = state_->documents;
  return !state_->closed.empty() || std::any_of(documents.begin(), documents.end(),
                                                [](const auto& one) { return !one.second.is_published(); });
}

std::vector<std::string> Server::publish() {
  std::vector<std::string> sent;
  const auto send = [&](const std::string& uri, const Json& version, Json list) {
    Json params{{"uri", uri}, {"diagnostics", std::move(list)}};
    if (!version.is_null()) params["version"] = version;
    sent.push_back(dump(
        {{"jsonrpc", "2.0"}, {"method", "textDocument/publishDiagnostics"}, {"params", std::move(params)}}));
  };
  for (const std::string& uri : std::exchange(state_->closed, {})) {
    if (state_->documents.count(uri) == 0) send(uri, nullptr, Json::array());
  }
  for (auto& [uri, document] : state_->documents) {
    if (document.is_published()) continue;
    document.judge(state_->world);
    document.set_published();
    send(uri, document.version(), diagnostics(document, state_->encoding));
  }
  return sent;
}

}  // namespace decide::lsp
