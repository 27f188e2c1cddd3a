#include <exception>

#include "command_line.h"
#include "signals.h"
#include "usage.h"

namespace {

int run(int argc, char** argv) {
  // The quick way out for what needs no command line at all.
  if (argc == 2 && dedesign::is_version_flag(argv[1])) return dedesign::finish(dedesign::version_output());
  auto line = dedesign::read_command_line({argv + 1, argv + argc});
  if (const auto* instead = std::get_if<dedesign::Output>(&line)) return dedesign::finish(*instead);
  return dedesign::finish(std::get<0>(line)->run(dedesign::read_env()));
}

}  // namespace

int main(int argc, char** argv) {
  dedesign::handle_signals();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return dedesign::finish(dedesign::defect_output(error.what()));
  }
}
