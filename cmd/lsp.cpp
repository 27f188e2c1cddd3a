#include "lsp/server.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/file.h"
#include "command.h"
#include "common.h"
#include "config.h"
#include "custom_rules.h"
#include "input.h"
#include "lsp/frame.h"
#include "version.h"

namespace dedesign {

namespace {

namespace lsp = decide::lsp;

/// Standard input as it comes: whole chunks, or nothing where none waits.
class Stream {
 public:
  bool has_more() const {
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
  }
  /// Waits; an empty text is the end.
  std::string_view read() {
    ssize_t got = 0;
    do {
      got = ::read(STDIN_FILENO, chunk_.data(), chunk_.size());
    } while (got < 0 && errno == EINTR);
    return {chunk_.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

 private:
  std::array<char, 1U << 16U> chunk_{};
};

/// False if the client is gone.
bool send(const std::vector<std::string>& bodies) {
  for (const std::string& body : bodies) {
    if (!decide::write_all(STDOUT_FILENO, lsp::framed(body))) return false;
  }
  return true;
}

class LspCommand final : public Command {
 public:
  Options options() override {
    Options all{{"--stdio", "Speak over standard input and output, which it does anyway", &stdio_},
                {"--today", "The day by which acceptances run out; default: today", &report_.today, "DATE"}};
    add_rules_option(all, rules_);
    return all;
  }

  Output run(const Env& env) override {
    const auto date = today(report_, env);
    if (!date) return failure(date.error());
    const auto custom = load_rules(rules_);
    if (!custom) return failure(custom.error());
    lsp::Server server({std::string(version), [day = *date, own = *custom](const std::string& path) {
                          return check_options(path, day, own);
                        }});
    Stream stream;
    lsp::Frames frames;
    while (!server.is_over()) {
      if (server.has_news() && !stream.has_more() && !send(server.publish())) return {{}, {}, failed};
      const std::string_view bytes = stream.read();
      if (bytes.empty()) break;
      frames.feed(bytes);
      if (const auto taken = take(frames, server); !taken) return failure(taken.error());
    }
    if (frames.is_inside() && !server.is_over())
      return failure({"the input ended inside of a message", "the client went away"});
    return {{}, {}, server.was_shut_down() ? ok : has_findings};
  }

 private:
  static decide::Result<decide::rules::CheckOptions> check_options(
      const std::string& path, decide::design::Date today,
      std::shared_ptr<const decide::rules::CustomRules> custom) {
    decide::rules::CheckOptions check;
    check.today = today;
    check.custom = std::move(custom);
    if (auto configured = configure(check, nullptr, path); !configured) return configured.error();
    check.read_beside = beside(path);
    return check;
  }

  /// Answers every whole message that is there.
  static decide::Status take(lsp::Frames& frames, lsp::Server& server) {
    while (!server.is_over()) {
      auto body = frames.next();
      if (!body) return body.error();
      if (!*body) return decide::Done{};
      if (!send(server.receive(**body))) return decide::Error{"the client does not read any more", {}};
    }
    return decide::Done{};
  }

  bool stdio_ = false;
  ReportOptions report_;
  std::vector<std::string> rules_;
};

}  // namespace

std::unique_ptr<Command> make_lsp(std::string_view /*name*/) {
  return std::make_unique<LspCommand>();
}

}  // namespace dedesign
