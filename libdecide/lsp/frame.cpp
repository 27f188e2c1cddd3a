#include "lsp/frame.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"

namespace decide::lsp {

namespace {

constexpr std::string_view help = "a message is `Content-Length: N`, an empty line, and N bytes of JSON";

/// ASCII only: no locale plays a part.
bool same_name(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] - 'A' + 'a') : a[i];
    if (c != lower[i]) return false;
  }
  return true;
}

Error bad(std::string message) {
  return {std::move(message), std::string(help)};
}

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  return sanitize(text.substr(0, most)) + (text.size() > most ? "..." : "");
}

Result<std::size_t> length_of(std::string_view digits) {
  std::size_t length = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const bool is_number = !digits.empty() && end == digits.data() + digits.size();
  if (!is_number || (problem != std::errc{} && problem != std::errc::result_out_of_range))
    return bad(fmt::format("`Content-Length: {}` is no number of bytes", shown(digits)));
  if (problem != std::errc{} || length > Frames::most_body)
    return bad(fmt::format("a message of {} bytes is too long; at most {} are read", shown(digits),
                           Frames::most_body));
  return length;
}

/// The length that the header lines state. Other headers than the length are passed over.
Result<std::size_t> stated_length(std::string_view header) {
  std::optional<std::size_t> length;
  for (std::string_view line : split(header, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return bad(fmt::format("`{}` is no header of a message", shown(line)));
    if (!same_name(line.substr(0, colon), "content-length")) continue;
    if (length) return bad("a message has two headers `Content-Length`");
    auto value = length_of(trim(line.substr(colon + 1)));
    if (!value) return value.error();
    length = *value;
  }
  if (!length) return bad("a message has no header `Content-Length`");
  return *length;
}

/// Where the header lines end and where the body begins.
struct Border {
  std::size_t header_end, body_begin;
};
std::optional<Border> border(std::string_view bytes) {
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n', end + 1)) {
    const std::string_view rest = bytes.substr(end + 1, 2);
    if (rest.starts_with('\n')) return Border{end, end + 2};
    if (rest == "\r\n") return Border{end, end + 3};
  }
  return std::nullopt;
}

}  // namespace

void Frames::feed(std::string_view bytes) {
  if (failed_) return;
  if (at_ > buffer_.size() / 2) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  buffer_ += bytes;
}

Result<bool> Frames::read_header() {
  const std::string_view bytes = std::string_view(buffer_).substr(at_);
  const auto found = border(bytes.substr(0, most_header));
  if (!found && bytes.size() >= most_header)
    return bad(fmt::format("the header of a message is longer than {} bytes", most_header));
  if (!found) return false;
  auto length = stated_length(bytes.substr(0, found->header_end));
  if (!length) return length.error();
  at_ += found->body_begin;
  body_ = *length;
  return true;
}

Result<std::optional<std::string>> Frames::next() {
  if (failed_) return *failed_;
  if (!body_) {
    const auto read = read_header();
    if (!read) {
      failed_ = read.error();
      return read.error();
    }
  }
  if (!body_ || buffer_.size() - at_ < *body_) return std::optional<std::string>{};
  std::string body = buffer_.substr(at_, *body_);
  at_ += *body_;
  body_.reset();
  return std::optional(std::move(body));
}

std::string framed(std::string_view body) {
  return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace decide::lsp
