#include <fmt/format.h>

#include "command.h"
#include "man_drill.h"
#include "report/mdoc.h"

namespace dedesign {

namespace {

using decide::report::Mdoc;

constexpr std::string_view intro =
    "dedesign holds the answer to a data-platform design question in one YAML file and checks it the way a "
    "compiler "
    "checks a program. Questions become answers, answers become constraints, and every later decision is "
    "held against "
    "them: tables and pipelines, layout on storage, backfills, quality, trade-offs.\n\n"
    "Five stage commands read and write the file, one for each section. They can be piped:";

constexpr std::string_view pipe_example =
    "dedesign new --scenario ad-events -o - \\\n"
    "  | dedesign scope --from scope.yaml \\\n"
    "  | dedesign model --from model.yaml \\\n"
    "  | dedesign partition --from partition.yaml \\\n"
    "  | dedesign backfill-check --from backfill.yaml \\\n"
    "  | dedesign close --from close.yaml > design.yaml";

/// The words of an option as people type it: "--set PATH=VALUE".
std::pair<std::string, std::string> spelled(const Option& option) {
  if (option.is_argument()) return {"", std::string(option.names)};
  const std::string_view value = option.value.empty() ? "TEXT" : option.value;
  return {fmt::format("{}", fmt::join(option.spellings(), ", ")),
          option.takes_value() ? std::string(value) : ""};
}

void add_command(Mdoc& page, const CommandRow& row) {
  page.subsection(fmt::format("dedesign {}", row.name));
  page.text(fmt::format("{}", row.summary)).macro(".Pp").text(row.prose);
  const auto command = row.make(row.name);
  const Options options = command->options();
  if (options.empty()) return;
  page.begin_list();
  for (const Option& option : options) {
    const auto [names, argument] = spelled(option);
    page.item(names.empty() ? argument : names, names.empty() ? "" : argument, option.about);
  }
  page.end_list();
}

std::string program_manual() {
  Mdoc page("dedesign", 1, "check the design of a data platform");
  page.section("SYNOPSIS").macro(".Nm").macro(".Ar command").macro(".Op Ar option ...").macro(".Op Ar file");
  page.section("DESCRIPTION").text(intro).literal(pipe_example);
  page.section("COMMANDS");
  for (const CommandRow& row : commands()) {
    if (!row.group.empty()) add_command(page, row);
  }
  page.section("ENVIRONMENT").begin_list();
  page.item("NO_COLOR", "", "If set and not empty, no colour.");
  page.item("CLICOLOR_FORCE", "",
            "If set and neither empty nor 0, colour even where the output is no terminal.");
  page.item("TERM", "", "If dumb, no colour.");
  page.end_list();
  page.section("FILES").text(
      "A file is replaced as a whole: a temporary file in the same folder is written, flushed and renamed "
      "over it. A link is "
      "followed and stays a link, and the mode and the owner stay. If the file changed since it was read, "
      "nothing is "
      "written.");
  page.section("EXIT STATUS").begin_list();
  page.item("0", "", "No finding at or above --fail-on.");
  page.item("1", "", "There are such findings.");
  page.item("2", "",
            "The command could not be carried out: usage, or a file that cannot be read, parsed or written.");
  page.item("3", "", "A defect of the program itself.");
  page.end_list().text(
      "A reader of the output that goes away ends the program quietly, with the status that it would have "
      "had.");
  page.section("SEE ALSO")
      .macro(".Xr dedesign-drill 1 ,")
      .macro(".Xr dedesign.yaml 5 ,")
      .macro(".Xr dedesign-playbook 7 ,")
      .macro(".Xr dedesign-rules 7");
  return std::move(page).str();
}

/// Name and summary of every command, for the README's table.
std::string command_list() {
  std::string text;
  for (const CommandRow& row : commands()) {
    if (!row.group.empty()) text += fmt::format("{}\t{}\n", row.name, row.summary);
  }
  return text;
}

class ManCommand final : public Command {
 public:
  Options options() override {
    return {{.names = "PAGE",
             .about = "dedesign.1, dedesign-drill.1, dedesign.yaml.5, dedesign-rules.7, or commands",
             .target = &page_,
             .words = {"dedesign.1", "dedesign-drill.1", "dedesign.yaml.5", "dedesign-rules.7", "commands"},
             .required = true}};
  }

  Output run(const Env& /*env*/) override {
    if (page_ == "dedesign.yaml.5") return {decide::report::format_manual(), {}, ok};
    if (page_ == "dedesign-rules.7") return {decide::report::rules_manual(), {}, ok};
    if (page_ == "dedesign-drill.1") return {drill_manual(), {}, ok};
    if (page_ == "commands") return {command_list(), {}, ok};
    return {program_manual(), {}, ok};
  }

 private:
  std::string page_;
};

}  // namespace

std::unique_ptr<Command> make_man(std::string_view /*name*/) {
  return std::make_unique<ManCommand>();
}

}  // namespace dedesign
