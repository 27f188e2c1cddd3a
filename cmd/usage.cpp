#include "usage.h"

#include <fmt/format.h>

#include "base/text.h"
#include "command.h"
#include "version.h"

namespace dedesign {

bool is_version_flag(std::string_view argument) {
  return argument == "--version";
}

Output version_output() {
  return {fmt::format("{}\n", version_line), {}, ok};
}

namespace {

/// The command that was probably meant, if the first word is none.
std::string_view probable_command(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument.starts_with('-')) continue;
    if (command_named(argument) != nullptr) return {};
    std::vector<std::string_view> names;
    for (const CommandRow& row : commands()) {
      if (!row.group.empty()) names.push_back(row.name);
    }
    return decide::nearest(argument, names);
  }
  return {};
}

std::string first_word(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (!argument.starts_with('-')) return argument;
  }
  return {};
}

}  // namespace

Output wrong_usage(std::string_view what, std::string_view command,
                   const std::vector<std::string>& arguments) {
  std::string text = fmt::format("dedesign: {}\n", decide::sanitize(what));
  const std::string word = first_word(arguments);
  if (!word.empty() && command_named(word) == nullptr) {
    text = fmt::format("dedesign: there is no command `{}`\n", decide::sanitize(word));
    if (const auto near = probable_command(arguments); !near.empty())
      text += fmt::format("  help: did you mean {}?\n", near);
  }
  text += command.empty() ? "  help: dedesign --help lists the commands\n"
                          : fmt::format("  help: dedesign {} --help shows what it takes\n", command);
  return {{}, text, failed};
}

Output defect_output(std::string_view what) {
  return {{},
          fmt::format("dedesign {}: a defect of the program itself: {}\n"
                      "  help: please report it at {}, with the command and the file that led here\n",
                      version, decide::sanitize(what), homepage),
          defect};
}

}  // namespace dedesign
