#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include "base/digest.h"
#include "base/file.h"
#include "base/folder.h"

namespace {

using namespace decide;
using test::Folder;
using test::slurp;
using test::spill;

constexpr std::uint64_t limit = 1024 * 1024;

std::string read_error(const std::string& path) {
  const auto text = read_file(path, limit);
  return text ? "" : text.error().message;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Standard input from another descriptor for a while.
class AsStdin {
 public:
  explicit AsStdin(int descriptor) : saved_(::dup(STDIN_FILENO)) { ::dup2(descriptor, STDIN_FILENO); }
  AsStdin(const AsStdin&) = delete;
  AsStdin& operator=(const AsStdin&) = delete;
  ~AsStdin() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

 private:
  int saved_;
};

}  // namespace

TEST_CASE("a file is read whole, with a stamp of what was read") {
  const Folder folder;
  spill(folder / "a", std::string("one\0two\n", 8));
  const auto file = read_file(folder / "a", limit);
  REQUIRE(file);
  CHECK(file->text == std::string("one\0two\n", 8));
  CHECK(file->stamp.size == 8);
  CHECK(file->stamp.digest == sha256_hex(file->text));
  struct stat status {};
  REQUIRE(::stat((folder / "a").c_str(), &status) == 0);
  CHECK(file->stamp.inode == status.st_ino);
  CHECK(file->stamp.device == status.st_dev);
  spill(folder / "empty", "");
  const auto empty = read_file(folder / "empty", limit);
  REQUIRE(empty);
  CHECK(empty->text.empty());
}

TEST_CASE("a limit holds to the byte and is told before reading") {
  const Folder folder;
  spill(folder / "at", std::string(limit, 'x'));
  spill(folder / "over", std::string(limit + 1, 'x'));
  CHECK(read_file(folder / "at", limit));
  CHECK(has(read_error(folder / "over"), "larger than 1 MiB"));
  spill(folder / "sparse", "");
  REQUIRE(::truncate((folder / "sparse").c_str(), 10'000'000'000) == 0);
  const auto start = std::chrono::steady_clock::now();
  CHECK(has(read_error(folder / "sparse"), "larger than 1 MiB"));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(100));
}

TEST_CASE("what is not a file is refused by its kind") {
  const Folder folder;
  CHECK(has(read_error(folder / "none"), "no such file or directory"));
  CHECK(has(read_error(folder.string()), "is a folder"));
  CHECK(has(read_error("/dev/zero"), "is a device"));
  CHECK(has(read_error("-"), "standard input"));
  CHECK(has(read_error(""), "without a name"));
  REQUIRE(::symlink("loop", (folder / "loop").c_str()) == 0);
  CHECK(has(read_error(folder / "loop"), "symbolic links"));
  CHECK(has(read_error(folder / "a\x1B"), "\xE2\x90\x9B"));
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = folder / "socket";
  REQUIRE(name.size() < sizeof(address.sun_path));
  name.copy(address.sun_path, name.size());
  REQUIRE(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  CHECK(has(read_error(name), "is a socket"));
  ::close(listener);
}

TEST_CASE("a pipe is read to its end, and one that never ends up to the limit") {
  const Folder folder;
  const std::string pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  {
    std::thread writer([&] { spill(pipe, "from a pipe"); });
    const auto file = read_file(pipe, limit);
    writer.join();
    REQUIRE(file);
    CHECK(file->text == "from a pipe");
  }
  ::signal(SIGPIPE, SIG_IGN);
  std::thread endless([&] {
    std::ofstream out(pipe, std::ios::binary);
    const std::string block(65536, 'x');
    while (out << block << std::flush) {
    }
  });
  CHECK(has(read_error(pipe), "larger than 1 MiB"));
  endless.join();
  ::signal(SIGPIPE, SIG_DFL);
}

TEST_CASE("standard input is read to its end within the limit") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(write_all(ends[1], "hello"));
  ::close(ends[1]);
  {
    const AsStdin redirected(ends[0]);
    const auto text = read_stdin(limit);
    REQUIRE(text);
    CHECK(*text == "hello");
  }
  ::close(ends[0]);
  const int zeros = ::open("/dev/zero", O_RDONLY);
  {
    const AsStdin redirected(zeros);
    const auto text = read_stdin(limit);
    REQUIRE(!text);
    CHECK(has(text.error().message, "standard input: it is larger than 1 MiB"));
  }
  ::close(zeros);
}

TEST_CASE("a write that fails says why") {
  const int full = ::open("/dev/full", O_WRONLY);
  REQUIRE(full >= 0);
  const auto written = write_all(full, "text");
  ::close(full);
  REQUIRE(!written);
  CHECK(has(written.error().message, "no space left on device"));
  CHECK(!write_all(-1, "text"));
  CHECK(write_all(-1, ""));
}

TEST_CASE("a write goes on after the reader of a full pipe has caught up") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_NONBLOCK) == 0);
  const std::string text(300'000, 'y');
  std::size_t arrived = 0;
  std::thread reader([&] {
    std::array<char, 4096> block{};
    while (arrived < text.size()) {
      const ssize_t count = ::read(ends[0], block.data(), block.size());
      if (count > 0) arrived += static_cast<std::size_t>(count);
      if (count <= 0) std::this_thread::yield();
    }
  });
  const auto written = write_all(ends[1], text);
  reader.join();
  CHECK(written);
  CHECK(arrived == text.size());
  ::close(ends[0]);
  ::close(ends[1]);
}
