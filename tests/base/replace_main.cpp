// Driven by write_faults.py under strace: replaces FILE by TEXT (replace) or makes it (create). Exit 0 when
// it was done, 2 with the reason on standard error when not. Signals that end it remove the temporary file
// first.
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>

#include "base/file.h"

namespace {

constexpr std::uint64_t limit = 16 * 1024 * 1024;

void on_signal(int number) {
  decide::remove_temporary();
  ::_exit(128 + number);
}

int report(const decide::Status& status) {
  if (status) return 0;
  std::cerr << status.error().message << '\n' << status.error().help << '\n';
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 3;
  const std::string verb = argv[1], path = argv[2], text = argv[3];
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) std::signal(number, on_signal);
  if (verb == "create") return report(decide::create_file(path, text));
  const auto file = decide::read_file(path, limit);
  if (!file) return report(file.error());
  return report(decide::replace_file(path, text, file->stamp));
}
