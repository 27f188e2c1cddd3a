#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "env.h"
#include "options.h"

namespace dedesign {

/// One subcommand: its options, and what it does with them.
class Command {
 public:
  virtual ~Command() = default;
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  /// Its options, whose targets are members of the command.
  virtual Options options() = 0;
  virtual Output run(const Env& env) = 0;
};

/// A row of the table of commands, from which help, manual pages, completion and the README's table come.
struct CommandRow {
  std::string_view name;
  std::string_view group;    ///< "Stages", "Checking", "Reference"; empty: hidden
  std::string_view summary;  ///< one line
  std::string_view prose;    ///< paragraphs for the manual page, a blank line between them
  std::unique_ptr<Command> (*make)(std::string_view name);
};
std::span<const CommandRow> commands();
const CommandRow* command_named(std::string_view name);

/// One factory a command file; the table in commands.cpp names them.
std::unique_ptr<Command> make_stage(std::string_view name);
std::unique_ptr<Command> make_new(std::string_view name);
std::unique_ptr<Command> make_lint(std::string_view name);
std::unique_ptr<Command> make_drill(std::string_view name);
std::unique_ptr<Command> make_whatif(std::string_view name);
std::unique_ptr<Command> make_diff(std::string_view name);
std::unique_ptr<Command> make_explain(std::string_view name);
std::unique_ptr<Command> make_config(std::string_view name);
std::unique_ptr<Command> make_schema(std::string_view name);
std::unique_ptr<Command> make_rules(std::string_view name);
std::unique_ptr<Command> make_lsp(std::string_view name);
std::unique_ptr<Command> make_completions(std::string_view name);
std::unique_ptr<Command> make_complete(std::string_view name);
std::unique_ptr<Command> make_man(std::string_view name);

}  // namespace dedesign
