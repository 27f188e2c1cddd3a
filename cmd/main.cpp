#include <exception>

#include "command.h"
#include "signals.h"
#include "usage.h"

namespace {

int run(int argc, char** argv) {
  // The quick way out for what needs no command line at all.
  if (argc == 2 && dedesign::is_version_flag(argv[1])) return dedesign::finish(dedesign::version_output());
  dedesign::CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return dedesign::finish(dedesign::usage(line, error, {argv + 1, argv + argc}));
  }
  const dedesign::Env env = dedesign::read_env();
  for (const auto& [sub, command] : line.subcommands) {
    if (sub->parsed()) return dedesign::finish(command->run(env));
  }
  return dedesign::failed;
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
