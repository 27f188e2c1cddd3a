#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/folder.h"

namespace {

using namespace decide;
using test::Folder;
using test::slurp;
using test::spill;

constexpr std::uint64_t limit = 1024 * 1024;

FileStamp stamp(const std::string& path) {
  const auto file = read_file(path, limit);
  REQUIRE(file);
  return file->stamp;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Replaces by "new" and gives the message, empty when it worked.
std::string replaced(const std::string& path, const FileStamp& expected) {
  const auto status = replace_file(path, "new", expected);
  return status ? "" : status.error().message;
}

struct stat status_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

/// Adds a line of its own; again when somebody else was first. Returns the number of refusals.
int add_line(const std::string& path, const std::string& line) {
  for (int refusals = 0;; ++refusals) {
    const auto file = read_file(path, limit);
    if (file && replace_file(path, file->text + line + "\n", file->stamp)) return refusals;
    if (refusals > 10'000) return -1;
  }
}

}  // namespace

TEST_CASE("a file is replaced and nothing is left beside it") {
  const Folder folder;
  spill(folder / "a", "old");
  CHECK(replaced(folder / "a", stamp(folder / "a")).empty());
  CHECK(slurp(folder / "a") == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("mode, owner and attributes stay") {
  const Folder folder;
  const mode_t before = ::umask(077);
  for (const mode_t mode : {0600U, 0644U, 0755U, 0640U, 0666U}) {
    CAPTURE(mode);
    spill(folder / "a", "old");
    REQUIRE(::chmod((folder / "a").c_str(), mode) == 0);
    const bool attributes = ::setxattr((folder / "a").c_str(), "user.note", "kept", 4, 0) == 0;
    const bool owner = ::geteuid() == 0 && ::chown((folder / "a").c_str(), 12345, 54321) == 0;
    CHECK(replaced(folder / "a", stamp(folder / "a")).empty());
    CHECK((status_of(folder / "a").st_mode & 07777U) == mode);
    if (owner) CHECK(status_of(folder / "a").st_uid == 12345);
    if (owner) CHECK(status_of(folder / "a").st_gid == 54321);
    std::array<char, 8> value{};
    const ssize_t size = ::getxattr((folder / "a").c_str(), "user.note", value.data(), value.size());
    CHECK(size == (attributes ? 4 : -1));
  }
  ::umask(before);
}

TEST_CASE("a link is followed and stays a link") {
  const Folder folder;
  REQUIRE(::mkdir((folder / "deep").c_str(), 0700) == 0);
  spill(folder / "deep/target", "old");
  REQUIRE(::symlink("deep/target", (folder / "first").c_str()) == 0);
  REQUIRE(::symlink("first", (folder / "second").c_str()) == 0);
  CHECK(replaced(folder / "second", stamp(folder / "second")).empty());
  CHECK(S_ISLNK(status_of(folder / "first").st_mode));
  CHECK(S_ISLNK(status_of(folder / "second").st_mode));
  CHECK(slurp(folder / "deep/target") == "new");
  CHECK(folder.entries() == 3);
}

TEST_CASE("a file that changed since it was read is not overwritten") {
  const Folder folder;
  spill(folder / "a", "old");
  const FileStamp before = stamp(folder / "a");
  SECTION("content in place") {
    spill(folder / "a", "OLD");
  }
  SECTION("length in place") {
    spill(folder / "a", "older");
  }
  SECTION("another file of the same content") {
    spill(folder / "b", "old");
    REQUIRE(::rename((folder / "b").c_str(), (folder / "a").c_str()) == 0);
  }
  const std::string theirs = slurp(folder / "a");
  const auto status = replace_file(folder / "a", "new", before);
  REQUIRE(!status);
  CHECK(has(status.error().message, "changed since it was read"));
  CHECK(has(status.error().help, "nothing was written"));
  CHECK(slurp(folder / "a") == theirs);
  CHECK(folder.entries() == 1);
}

TEST_CASE("what cannot be replaced safely is refused with the reason") {
  const Folder folder;
  spill(folder / "a", "old");
  const FileStamp before = stamp(folder / "a");
  const std::string path = folder / "a";
  SECTION("read-only") {
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    CHECK(has(replaced(path, before), "read-only"));
    CHECK(slurp(path) == "old");
  }
  SECTION("hard links") {
    REQUIRE(::link(path.c_str(), (folder / "b").c_str()) == 0);
    CHECK(has(replaced(path, before), "2 hard links"));
    CHECK(slurp(path) == "old");
    CHECK(folder.entries() == 2);
  }
  SECTION("gone") {
    REQUIRE(::unlink(path.c_str()) == 0);
    CHECK(has(replaced(path, before), "no such file"));
    CHECK(folder.entries() == 0);
  }
  SECTION("missing folder") {
    CHECK(has(replaced(folder / "none/a", before), "no such file"));
  }
  SECTION("folder") {
    CHECK(has(replaced(folder.string(), before), "not a regular file"));
  }
  SECTION("dangling link") {
    REQUIRE(::symlink("none", (folder / "link").c_str()) == 0);
    CHECK(has(replaced(folder / "link", before), "no such file"));
  }
  SECTION("loop") {
    REQUIRE(::symlink("loop", (folder / "loop").c_str()) == 0);
    CHECK(has(replaced(folder / "loop", before), "symbolic links"));
  }
  SECTION("device") {
    CHECK(has(replaced("/dev/null", before), "not a regular file"));
  }
}

TEST_CASE("other users' limits hold: no writing for them, no owner that cannot be kept") {
  const Folder folder;
  REQUIRE(::chmod(folder.string().c_str(), 0777) == 0);
  spill(folder / "a", "old");
  const FileStamp before = stamp(folder / "a");
  const bool root = ::geteuid() == 0;
  REQUIRE(::chmod((folder / "a").c_str(), root ? 0666 : 0444) == 0);
  // As nobody, where we may become one, the owner cannot be given back; else the mode forbids.
  const pid_t child = ::fork();
  if (child == 0) {
    if (root && ::setuid(65534) != 0) ::_exit(3);
    const std::string message = replaced(folder / "a", before);
    ::_exit(has(message, root ? "another user" : "read-only") ? 0 : 1);
  }
  int result = -1;
  REQUIRE(::waitpid(child, &result, 0) == child);
  CHECK(WEXITSTATUS(result) == 0);
  CHECK(slurp(folder / "a") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a new file is made whole and never over another") {
  const Folder folder;
  const mode_t before = ::umask(027);
  CHECK(create_file(folder / "a", "text"));
  ::umask(before);
  CHECK(slurp(folder / "a") == "text");
  CHECK((status_of(folder / "a").st_mode & 0777U) == 0640);
  const auto again = create_file(folder / "a", "other");
  REQUIRE(!again);
  CHECK(has(again.error().message, "there already"));
  CHECK(slurp(folder / "a") == "text");
  REQUIRE(::symlink("none", (folder / "link").c_str()) == 0);
  CHECK(!create_file(folder / "link", "other"));
  const auto lost = create_file(folder / "none/a", "text");
  REQUIRE(!lost);
  CHECK(has(lost.error().message, "no such file or directory"));
  CHECK(!create_file(folder / "b/", "text"));
  CHECK(!create_file("", "text"));
  CHECK(folder.entries() == 2);
}

TEST_CASE("a full disk leaves the old content") {
  const Folder folder;
  const std::string disk = folder / "disk";
  REQUIRE(::mkdir(disk.c_str(), 0700) == 0);
  const bool mounted = ::mount("none", disk.c_str(), "tmpfs", 0, "size=64k") == 0;
  const int reason = errno;
  // Without the right to mount there is no small disk; the fault script covers the same calls.
  CHECK((mounted || reason == EPERM || reason == EACCES));
  if (!mounted) return;
  spill(disk + "/a", "old");
  const auto status = replace_file(disk + "/a", std::string(100'000, 'x'), stamp(disk + "/a"));
  CHECK(!status);
  if (!status) CHECK(has(status.error().message, "no space left on device"));
  CHECK(slurp(disk + "/a") == "old");
  CHECK(std::distance(std::filesystem::directory_iterator(disk), {}) == 1);
  CHECK(::umount2(disk.c_str(), MNT_DETACH) == 0);
}

TEST_CASE("a lock that somebody else holds is waited for") {
  const Folder folder;
  spill(folder / "a", "old");
  const FileStamp before = stamp(folder / "a");
  const int other = ::open(folder.string().c_str(), O_RDONLY);
  REQUIRE(::flock(other, LOCK_EX) == 0);
  std::string message = "unset";
  std::thread writer([&] { message = replaced(folder / "a", before); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(slurp(folder / "a") == "old");
  ::close(other);
  writer.join();
  CHECK(message.empty());
  CHECK(slurp(folder / "a") == "new");
}

TEST_CASE("of writers at once no acknowledged edit is lost") {
  const Folder folder;
  spill(folder / "a", "");
  constexpr int writers = 8, edits = 8;
  std::array<int, writers> refusals{};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int edit = 0; edit < edits; ++edit) {
        const int refused = add_line(folder / "a", std::to_string(writer * 100 + edit));
        refusals[static_cast<std::size_t>(writer)] += refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = slurp(folder / "a");
  CHECK(std::count(text.begin(), text.end(), '\n') == writers * edits);
  for (int writer = 0; writer < writers; ++writer) {
    for (int edit = 0; edit < edits; ++edit) {
      const std::string line = std::to_string(writer * 100 + edit) + "\n";
      CHECK((text.starts_with(line) || has(text, "\n" + line)));
    }
  }
  CHECK(std::all_of(refusals.begin(), refusals.end(), [](int count) { return count >= 0; }));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a signal handler has nothing to remove between writes") {
  const Folder folder;
  spill(folder / "a", "old");
  CHECK(replaced(folder / "a", stamp(folder / "a")).empty());
  errno = 7;
  remove_temporary();
  CHECK(errno == 7);
  CHECK(slurp(folder / "a") == "new");
}
