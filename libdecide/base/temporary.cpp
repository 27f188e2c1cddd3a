#include "base/temporary.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <utility>

#include "base/file.h"

namespace decide {
namespace {

/// A signal handler reaches static storage only. One file at a time is announced; further ones of other
/// threads are removed by their own destructors alone.
enum class Slot { free, filling, filled };
std::atomic<Slot> slot{Slot::free};
std::array<char, 4096> slot_path{};
static_assert(std::atomic<Slot>::is_always_lock_free, "the slot is read by signal handlers");

bool announce(const std::string& path) {
  Slot expected = Slot::free;
  if (path.size() >= slot_path.size() || !slot.compare_exchange_strong(expected, Slot::filling)) return false;
  *std::copy(path.begin(), path.end(), slot_path.begin()) = '\0';
  slot.store(Slot::filled);
  return true;
}

/// Unlike in process and thread: two writers never try the same name at once on one machine.
std::string fresh_name() {
  static std::atomic<unsigned> counter{0};
  return fmt::format(".dedesign-{}-{}.tmp", ::getpid(), counter.fetch_add(1));
}

}  // namespace

void remove_temporary() noexcept {
  const int saved = errno;
  if (slot.load() == Slot::filled) ::unlink(slot_path.data());
  errno = saved;
}

Result<std::unique_ptr<Temporary>> Temporary::make(int folder, const std::string& folder_path, mode_t mode) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  constexpr int tries = 100;  // names left behind by killed processes with the same number
  int number = EEXIST;
  for (int i = 0; i < tries && number == EEXIST; ++i) {
    std::string name = fresh_name();
    const bool announced = announce(fmt::format("{}/{}", folder_path, name));
    Descriptor file(retry([&] { return ::openat(folder, name.c_str(), flags, mode); }));
    number = errno;
    if (file.is_open()) {
      return std::unique_ptr<Temporary>(new Temporary(folder, std::move(name), std::move(file), announced));
    }
    if (announced) slot.store(Slot::free);
  }
  return system_error("create a file in", folder_path, number);
}

Temporary::Temporary(int folder, std::string name, Descriptor file, bool announced)
    : folder_(folder), name_(std::move(name)), file_(std::move(file)), announced_(announced) {}

Temporary::~Temporary() {
  file_.close();
  if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
  if (announced_) slot.store(Slot::free);
}

int Temporary::settle() {
  if (retry([&] { return ::fsync(descriptor()); }) != 0) return errno;
  // An interrupted close has closed: Linux never leaves the descriptor open.
  return file_.close() == 0 || errno == EINTR ? 0 : errno;
}

int Temporary::replace(const std::string& name) {
  if (::renameat(folder_, name_.c_str(), folder_, name.c_str()) != 0) return errno;
  name_.clear();
  return 0;
}

int Temporary::take_free(const std::string& name) {
  if (::renameat2(folder_, name_.c_str(), folder_, name.c_str(), RENAME_NOREPLACE) == 0) {
    name_.clear();
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // File systems without that flag: a second name, and the destructor removes the first.
  return ::linkat(folder_, name_.c_str(), folder_, name.c_str(), 0) == 0 ? 0 : errno;
}

}  // namespace decide
