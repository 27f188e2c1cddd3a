#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/file.h"
#include "base/system.h"
#include "base/temporary.h"
#include "base/text.h"

namespace decide {
namespace {

Error refused(const std::string& path, std::string_view reason, std::string_view help) {
  return {fmt::format("cannot write {}: {}", sanitize(path), reason), std::string(help)};
}

Error write_failed(const std::string& path, int number) {
  return system_error("write", path, number);
}

/// A folder, open, and the name of a file in it.
struct Place {
  std::string shown;   ///< as the user wrote it
  std::string folder;  ///< absolute, free of links
  std::string name;
  Descriptor descriptor;
};

Result<Place> place_at(const std::string& shown, const std::string& folder, std::string name) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(folder.c_str(), nullptr), &std::free);
  if (real == nullptr) return system_error("open the folder", folder, errno);
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  Descriptor descriptor(retry([&] { return ::open(real.get(), flags); }));
  if (!descriptor.is_open()) return system_error("open the folder", folder, errno);
  return Place{shown, real.get(), std::move(name), std::move(descriptor)};
}

std::pair<std::string, std::string> folder_and_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {".", path};
  return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

/// Where a file that is there lies, links followed.
Result<Place> place_of_file(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (real == nullptr) return write_failed(path, errno);
  auto [folder, name] = folder_and_name(real.get());
  return place_at(path, folder, std::move(name));
}

/// Where a new file is to lie.
Result<Place> place_of_new(const std::string& path) {
  auto [folder, name] = folder_and_name(path);
  if (name.empty() || name == "." || name == "..") {
    return refused(path, "it is not the name of a file", "name a file");
  }
  return place_at(path, folder, std::move(name));
}

Descriptor open_target(const Place& place) {
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  return Descriptor(retry([&] { return ::openat(place.descriptor.number(), place.name.c_str(), flags); }));
}

/// What a rename would lose or work around is refused first.
Status replaceable(const Place& place, const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return refused(place.shown, "it is not a regular file", "name a file");
  if (status.st_nlink > 1) {
    return refused(place.shown,
                   fmt::format("it has {} hard links, which a rename would part", status.st_nlink),
                   "copy it, or use a symbolic link");
  }
  constexpr mode_t any_write = S_IWUSR | S_IWGRP | S_IWOTH;
  const bool allowed = ::faccessat(place.descriptor.number(), place.name.c_str(), W_OK, AT_EACCESS) == 0;
  if (!allowed && errno != EACCES) return write_failed(place.shown, errno);
  // The bits count for root too, who would be let through.
  if ((status.st_mode & any_write) == 0 || !allowed) {
    return refused(place.shown, "it is read-only", "allow writing to it first (chmod u+w)");
  }
  return Done{};
}

std::vector<std::string> attribute_names(int file) {
  const ssize_t size = ::flistxattr(file, nullptr, 0);
  if (size <= 0) return {};
  std::string names(static_cast<std::size_t>(size), '\0');
  const ssize_t filled = ::flistxattr(file, names.data(), names.size());
  if (filled <= 0) return {};
  std::vector<std::string> result;
  for (const std::string_view name :
       split(std::string_view(names).substr(0, static_cast<std::size_t>(filled)), '\0')) {
    if (!name.empty()) result.emplace_back(name);
  }
  return result;
}

/// Returns an errno value, or 0. What the system reserves to itself or the file system lacks is left out.
int copy_attribute(int from, int to, const std::string& name) {
  const ssize_t size = ::fgetxattr(from, name.c_str(), nullptr, 0);
  if (size < 0) return 0;
  std::string value(static_cast<std::size_t>(size), '\0');
  if (::fgetxattr(from, name.c_str(), value.data(), value.size()) != size) return 0;
  if (::fsetxattr(to, name.c_str(), value.data(), value.size(), 0) == 0) return 0;
  const bool reserved = errno == EPERM || errno == EACCES || errno == ENOTSUP;
  return reserved ? 0 : errno;
}

/// Owner, mode and extended attributes (access lists among them) of one open file for another. The mode comes
/// after the owner, because a change of owner clears bits of it.
Status copy_metadata(const Place& place, int from, const struct stat& status, int to) {
  struct stat made {};
  if (::fstat(to, &made) != 0) return write_failed(place.shown, errno);
  const bool same_owner = made.st_uid == status.st_uid && made.st_gid == status.st_gid;
  if (!same_owner && retry([&] { return ::fchown(to, status.st_uid, status.st_gid); }) != 0) {
    return refused(place.shown, "it belongs to another user or group, which could not be kept",
                   "ask its owner, or copy it");
  }
  if (retry([&] { return ::fchmod(to, status.st_mode & 07777U); }) != 0)
    return write_failed(place.shown, errno);
  for (const std::string& name : attribute_names(from)) {
    if (const int number = copy_attribute(from, to, name); number != 0)
      return write_failed(place.shown, number);
  }
  return Done{};
}

/// A lock on the folder, held while the descriptor is open: nothing is left behind, and a rename does not
/// carry it away, as it would a lock on the file itself.
Status lock_folder(const Place& place) {
  constexpr int tries = 5000;
  constexpr timespec pause{0, 2'000'000};  // 2 ms, so 10 s in all
  for (int i = 0; i < tries; ++i) {
    if (retry([&] { return ::flock(place.descriptor.number(), LOCK_EX | LOCK_NB); }) == 0) return Done{};
    const int number = errno;
    // Network file systems without locks: the comparison that follows stands alone.
    if (number == EOPNOTSUPP || number == ENOLCK || number == EINVAL || number == EBADF) return Done{};
    if (number != EWOULDBLOCK) return system_error("lock the folder", place.folder, number);
    ::nanosleep(&pause, nullptr);
  }
  return refused(place.shown, "its folder has been locked by another program for 10 s", "try again later");
}

Error changed(const Place& place) {
  return refused(place.shown, "it changed since it was read", "nothing was written; run the command again");
}

/// Whether the file is still the one that was read.
Status unchanged(const Place& place, const FileStamp& expected) {
  const Descriptor file = open_target(place);
  struct stat status {};
  if (!file.is_open() && (errno == ENOENT || errno == ELOOP)) return changed(place);
  if (!file.is_open() || ::fstat(file.number(), &status) != 0)
    return system_error("read", place.shown, errno);
  const bool same_file = status.st_dev == expected.device && status.st_ino == expected.inode;
  if (!same_file || static_cast<std::uint64_t>(status.st_size) != expected.size) return changed(place);
  const auto digest = sha256_of(file.number(), place.shown, expected.size);
  if (!digest) return digest.error();
  if (*digest != expected.digest) return changed(place);
  return Done{};
}

/// Makes a rename last. File systems that cannot flush a folder answer EINVAL.
Status flush_folder(const Place& place) {
  if (retry([&] { return ::fsync(place.descriptor.number()); }) == 0 || errno == EINVAL) return Done{};
  Error error = system_error("flush the folder", place.folder, errno);
  error.help =
      fmt::format("{} has its new content, but a power cut now could undo it", sanitize(place.shown));
  return error;
}

/// A temporary file beside the target with the new content in it.
Result<std::unique_ptr<Temporary>> filled(const Place& place, const Content& content, mode_t mode) {
  auto made = Temporary::make(place.descriptor.number(), place.folder, mode);
  if (!made) return made.error();
  const auto written = content([&](std::string_view piece) -> Status {
    const int number = write_bytes((*made)->descriptor(), piece);
    if (number != 0) return write_failed(place.shown, number);
    return Done{};
  });
  if (!written) return written.error();
  return made;
}

Content content_of(std::string_view text) {
  return [text](const Sink& sink) { return sink(text); };
}

/// The last step: from here the new content stands.
Status put(const Place& place, Temporary& made, const FileStamp& expected) {
  if (auto locked = lock_folder(place); !locked) return locked;
  if (auto same = unchanged(place, expected); !same) return same;
  if (const int number = made.replace(place.name); number != 0) return write_failed(place.shown, number);
  return flush_folder(place);
}

}  // namespace

Status replace_file(const std::string& path, std::string_view text, const FileStamp& expected) {
  return replace_file(path, content_of(text), expected);
}

Status replace_file(const std::string& path, const Content& content, const FileStamp& expected) {
  const auto place = place_of_file(path);
  if (!place) return place.error();
  const Descriptor original = open_target(*place);
  struct stat status {};
  if (!original.is_open() || ::fstat(original.number(), &status) != 0) return write_failed(path, errno);
  if (auto fit = replaceable(*place, status); !fit) return fit;
  constexpr mode_t own = 0600;  // nobody else reads it before it has the mode of the original
  auto made = filled(*place, content, own);
  if (!made) return made.error();
  Temporary& temporary = **made;
  if (auto kept = copy_metadata(*place, original.number(), status, temporary.descriptor()); !kept)
    return kept;
  if (const int number = temporary.settle(); number != 0) return write_failed(path, number);
  return put(*place, temporary, expected);
}

Status may_replace(const std::string& path) {
  const auto place = place_of_file(path);
  if (!place) return place.error();
  const Descriptor original = open_target(*place);
  struct stat status {};
  if (!original.is_open() || ::fstat(original.number(), &status) != 0) return write_failed(path, errno);
  return replaceable(*place, status);
}

Status create_file(const std::string& path, std::string_view text) {
  return create_file(path, content_of(text));
}

Status create_file(const std::string& path, const Content& content) {
  const auto place = place_of_new(path);
  if (!place) return place.error();
  constexpr mode_t open_to_all = 0666;  // less the umask
  auto made = filled(*place, content, open_to_all);
  if (!made) return made.error();
  if (const int number = (*made)->settle(); number != 0) return write_failed(path, number);
  const int number = (*made)->take_free(place->name);
  if (number == EEXIST)
    return refused(path, "it is there already", "choose another name, or remove it first");
  if (number != 0) return write_failed(path, number);
  return flush_folder(*place);
}

}  // namespace decide
