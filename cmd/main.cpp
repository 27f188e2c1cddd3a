#include <exception>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "command_line.h"
#include "signals.h"
#include "usage.h"

namespace {

/// A run that checks file after file gives back and takes again the same memory: that the allocator returns
/// it to the system in between costs a twentieth of the time.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int megabyte = 1 << 20;
  mallopt(M_TRIM_THRESHOLD, 64 * megabyte);
  mallopt(M_MMAP_THRESHOLD, 4 * megabyte);
#endif
}

int run(int argc, char** argv) {
  // The quick way out for what needs no command line at all.
  if (argc == 2 && dedesign::is_version_flag(argv[1])) return dedesign::finish(dedesign::version_output());
  auto line = dedesign::read_command_line({argv + 1, argv + argc});
  if (const auto* instead = std::get_if<dedesign::Output>(&line)) return dedesign::finish(*instead);
  return dedesign::finish(std::get<0>(line)->run(dedesign::read_env()));
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  dedesign::handle_signals();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return dedesign::finish(dedesign::defect_output(error.what()));
  }
}
