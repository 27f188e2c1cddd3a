#include "command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "usage.h"
#include "version.h"

namespace dedesign {

namespace {

CLI::Option* add(CLI::App& app, const std::string& names, const std::string& about, bool* target) {
  return app.add_flag(names, *target, about);
}

CLI::Option* add(CLI::App& app, const std::string& names, const std::string& about, std::string* target) {
  return app.add_option(names, *target, about);
}

CLI::Option* add(CLI::App& app, const std::string& names, const std::string& about,
                 std::vector<std::string>* target) {
  CLI::Option* added = app.add_option(names, *target, about);
  if (names.starts_with('-'))
    added->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return added;
}

CLI::Option* add_option(CLI::App& app, const Option& row) {
  const std::string names(row.names);
  const std::string about(row.about);
  if (row.when_bare.empty())
    return std::visit([&](auto* target) { return add(app, names, about, target); }, row.target);
  return app.add_flag(fmt::format("{}{{{}}}", names, row.when_bare), *std::get<std::string*>(row.target),
                      about);
}

void define(CLI::App& app, const Option& row) {
  CLI::Option* option = add_option(app, row);
  if (!row.value.empty()) option->type_name(std::string(row.value));
  if (!row.words.empty())
    option->check(CLI::IsMember(std::vector<std::string>(row.words.begin(), row.words.end())));
  if (row.check != nullptr) option->check(CLI::Validator(row.check, ""));
  if (row.separated_by_comma) option->delimiter(',');
  if (row.shows_default) option->capture_default_str();
  option->required(row.required);
}

/// The whole command line. Only the options of commands that the line names are defined.
struct CommandLine {
  CLI::App app{"Checks the design of a data platform the way a compiler checks a program.", "dedesign"};
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> subcommands;
  explicit CommandLine(const std::vector<std::string>& arguments);
};

CommandLine::CommandLine(const std::vector<std::string>& arguments) {
  app.set_version_flag("--version", std::string(version_line), "Print the version");
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  for (const CommandRow& row : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(row.name), std::string(row.summary));
    sub->group(std::string(row.group));
    if (std::find(arguments.begin(), arguments.end(), row.name) == arguments.end()) continue;
    auto command = row.make(row.name);
    for (const Option& option : command->options()) define(*sub, option);
    subcommands.emplace_back(sub, std::move(command));
  }
}

std::string parsed_subcommand(const CommandLine& line) {
  for (const auto& [sub, command] : line.subcommands) {
    if (sub->parsed()) return sub->get_name();
  }
  return {};
}

Output usage(CommandLine& line, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = line.app.exit(error, out, err);
  if (code == 0) return {out.str(), {}, ok};
  return wrong_usage(error.what(), parsed_subcommand(line), arguments);
}

}  // namespace

std::variant<std::unique_ptr<Command>, Output> read_command_line(const std::vector<std::string>& arguments) {
  CommandLine line(arguments);
  try {
    line.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return usage(line, error, arguments);
  }
  for (auto& [sub, command] : line.subcommands) {
    if (sub->parsed()) return std::move(command);
  }
  return wrong_usage("a command is missing", {}, arguments);
}

}  // namespace dedesign
