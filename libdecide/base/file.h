#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sink.h"

namespace decide {

/// What a file was when it was read, so that a write can tell whether somebody changed it meanwhile.
struct FileStamp {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::string digest;  ///< of the bytes that were read
};

struct FileText {
  std::string text;
  FileStamp stamp;
};

/// Whether the bytes that were read are digested. A stamp without a digest lets nothing be replaced.
enum class Digest : std::uint8_t { taken, left_out };

/// Reads a whole file of at most `limit` bytes; refuses folders, devices and pipes that never end.
/// `path` "-" is refused here: see read_stdin.
Result<FileText> read_file(const std::string& path, std::uint64_t limit, Digest digest = Digest::taken);
Result<std::string> read_stdin(std::uint64_t limit);
/// The stamp of a file of any size, without its text.
Result<FileStamp> stamp_file(const std::string& path);

/// Replaces the content of `path` so that at every instant the old or the new content stands there: a
/// temporary file in the same folder, flushed, compared with `expected` under a lock, renamed. A link is
/// followed and stays a link; owner, mode and extended attributes stay. Refused: a file that changed since it
/// was read, that is read-only, that has further hard links, whose owner cannot be kept. Errors leave the
/// file as it was and no temporary behind; only when the folder cannot be flushed after the rename does the
/// new content stand, and the error says so.
Status replace_file(const std::string& path, std::string_view text, const FileStamp& expected);
Status replace_file(const std::string& path, const Content& content, const FileStamp& expected);

/// Why a file could not be replaced, as far as that can be known before.
Status may_replace(const std::string& path);

/// Creates a new file with the given content; an existing one is an error.
Status create_file(const std::string& path, std::string_view text);
Status create_file(const std::string& path, const Content& content);

/// Removes the temporary file of a write under way, if there is one. For signal handlers: async-signal-safe.
void remove_temporary() noexcept;

/// Writes all of `text` to a descriptor; EINTR and short writes are carried through.
Status write_all(int descriptor, std::string_view text);

}  // namespace decide
