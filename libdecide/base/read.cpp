#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <memory>
#include <utility>

#include "base/digest.h"
#include "base/file.h"
#include "base/system.h"
#include "base/text.h"

namespace decide {
namespace {

constexpr int pipe_patience = 30'000;  // milliseconds

Error refused(const std::string& path, std::string_view reason, std::string_view help) {
  return {fmt::format("cannot read {}: {}", sanitize(path), reason), std::string(help)};
}

/// Files, and pipes as a shell's <(...) makes them; what else there is may never end or act when opened.
Status readable_kind(const std::string& path, const struct stat& status) {
  if (S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode)) return Done{};
  if (S_ISDIR(status.st_mode)) return refused(path, "it is a folder", "name a file in it");
  if (S_ISSOCK(status.st_mode)) return refused(path, "it is a socket", "name a file");
  return refused(path, "it is a device", "name a file, or - for standard input");
}

FileStamp stamp_of(const struct stat& status, const std::string& text, Digest digest) {
  const bool taken = digest == Digest::taken;
  return {status.st_dev, status.st_ino, text.size(), taken ? sha256_hex(text) : std::string()};
}

/// A file or pipe, open.
struct Opened {
  Descriptor descriptor;
  struct stat status;
};

Result<std::unique_ptr<Opened>> open_to_read(const std::string& path) {
  if (path.empty()) return Error{"cannot read a file without a name", "name a file, or - for standard input"};
  if (path == "-") return refused(path, "standard input is not a file", "name a file");
  auto opened = std::make_unique<Opened>();
  // Before opening: opening a device can already have an effect.
  if (::stat(path.c_str(), &opened->status) != 0) return system_error("read", path, errno);
  if (auto kind = readable_kind(path, opened->status); !kind) return kind.error();
  constexpr int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  opened->descriptor = Descriptor(retry([&] { return ::open(path.c_str(), flags); }));
  if (!opened->descriptor.is_open() || ::fstat(opened->descriptor.number(), &opened->status) != 0)
    return system_error("read", path, errno);
  if (auto kind = readable_kind(path, opened->status); !kind) return kind.error();
  return opened;
}

}  // namespace

Result<FileText> read_file(const std::string& path, std::uint64_t limit, Digest digest) {
  const auto opened = open_to_read(path);
  if (!opened) return opened.error();
  const struct stat& status = (*opened)->status;
  if (S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) > limit) {
    return over_limit(path, limit);
  }
  auto text = read_to_end((*opened)->descriptor.number(), path, limit, pipe_patience);
  if (!text) return text.error();
  FileStamp stamp = stamp_of(status, *text, digest);
  return FileText{std::move(*text), std::move(stamp)};
}

Result<FileStamp> stamp_file(const std::string& path) {
  const auto opened = open_to_read(path);
  if (!opened) return opened.error();
  const struct stat& status = (*opened)->status;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  auto digest = sha256_of((*opened)->descriptor.number(), path, size);
  if (!digest) return digest.error();
  return FileStamp{status.st_dev, status.st_ino, size, *std::move(digest)};
}

Result<std::string> read_stdin(std::uint64_t limit) {
  struct stat status {};
  if (::fstat(STDIN_FILENO, &status) != 0) return system_error("read", "standard input", errno);
  if (S_ISDIR(status.st_mode)) return refused("standard input", "it is a folder", "give it a file");
  return read_to_end(STDIN_FILENO, "standard input", limit, -1);
}

}  // namespace decide
