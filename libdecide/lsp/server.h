#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/world.h"

namespace decide::lsp {

/// The language server: bodies of messages in, bodies of messages out. It neither reads nor writes; whoever
/// has the streams calls it.
class Server {
 public:
  struct State;  ///< what it knows; nobody's business but its own

  explicit Server(World world);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Takes one message. Returns what is to be sent at once: the answer to a request.
  std::vector<std::string> receive(std::string_view body);
  /// True if documents changed since their diagnostics were sent. Judging takes longer than reading, so it
  /// waits until no further message does.
  bool has_news() const;
  /// The diagnostics of the documents that changed.
  std::vector<std::string> publish();

  /// True after `exit`.
  bool is_over() const;
  /// True if the end was announced with `shutdown`, as it should be.
  bool was_shut_down() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace decide::lsp
