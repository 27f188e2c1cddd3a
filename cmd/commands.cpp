#include <array>

#include "command.h"

namespace dedesign {

namespace {

constexpr std::string_view stage_prose =
    "Reads the whole file, applies the edits to its own section, judges the section against itself and every "
    "earlier one, seals it if nothing is wrong, and writes the file.\n\n"
    "With FILE the file is updated in place, only if something changed, and the report goes to standard "
    "output. "
    "Without FILE, or with -, it is a filter: YAML from standard input to standard output, the report to "
    "standard "
    "error. The document is written even when there are findings, so that the next stage can report too; it "
    "is not "
    "written when it could not be read.\n\n"
    "A changed file keeps its comments, order, quoting, indentation, line ends and blank lines everywhere "
    "outside "
    "what was set; an unchanged one stays identical to the byte.";

constexpr std::string_view drill_prose =
    "A vague prompt, answers only to what is asked, a clock, follow-ups that aim at the weak spot, and a "
    "grade "
    "that quotes the design. `drill list` names the scenarios, `drill start NAME` begins one; `ask`, `hint` "
    "and "
    "`pivot` talk to the interviewer, the stage commands build the answer, `grade` judges it. "
    "dedesign-drill(1) tells more, dedesign-scenario(5) how scenarios are written.";

constexpr std::array rows{
    CommandRow{"new", "Stages", "start a design file",
               "Prints a fresh design: the prompt and the five sections, empty. With --example it prints the "
               "reference "
               "answer of the scenario instead.",
               make_new},
    CommandRow{"scope", "Stages", "what are we optimising for, and what do we give up?", stage_prose,
               make_stage},
    CommandRow{"model", "Stages", "which tables, for which queries, filled by which pipelines?", stage_prose,
               make_stage},
    CommandRow{"partition", "Stages", "how does each table lie on storage?", stage_prose, make_stage},
    CommandRow{"backfill-check", "Stages", "can schemas change and history be rebuilt without harm?",
               stage_prose, make_stage},
    CommandRow{"close", "Stages", "how will we know it works, what did we trade, what breaks next?",
               stage_prose, make_stage},
    CommandRow{
        "lint", "Checking", "run the rules of every stage over files",
        "Reads, and writes only with --fix or --unsafe-fixes. Without PATH, or with -, it reads standard "
        "input.\n\n"
        "A folder stands for the .yaml, .yml and .md files in it and below it, a pattern (*, ?, [a-z], ** "
        "over folders; in quotes) for those that match. Of a .md file the blocks between ```dedesign and ``` "
        "are read, each a design, and places are those of the document. Hidden names, links to folders, what "
        ".gitignore and .ignore name, and files that are no designs are passed by; --verbose says so. What "
        "is "
        "named by its own path is always read, and an error if it is no design.\n\n"
        "How findings are judged is set in .dedesign.yaml: see dedesign-config(5).",
        make_lint},
    CommandRow{
        "whatif", "Checking", "the design as it is beside the design changed",
        "Sets values (--set), multiplies what stands at a path (--scale), and prints the constraints, "
        "figures and findings that differ. Only rules that compute are asked, not those about the "
        "wording of the answer; nothing is written.\n\n"
        "With --headroom it searches, for each load that the design has (volume, lateness, duplicates, "
        "cardinality, retention, outage, window), the smallest factor up to 1000 at which an error or a "
        "warning is found that is not found today, and names it; a retention of whole days stays one. "
        "Declared "
        "rows are shares of the volume and grow "
        "with it. Together with a change it searches from the changed design on.",
        make_whatif},
    CommandRow{"diff", "Checking", "which decisions two designs take differently, and what that changes",
               "The same for two files: values, constraints, figures and findings of A beside those of B.",
               make_diff},
    CommandRow{"drill", "Practice",
               "an interview without the interviewer: prompt, questions, follow-ups, grade", drill_prose,
               make_drill},
    CommandRow{
        "explain", "Reference", "explain a rule, a constraint, a field or a choice",
        "WORD is a rule (P303 or partition-explosion), a constraint (exact-counts), the path of a field "
        "(model.tables.clicks.key) or a choice (merge, stream, backward_transitive).",
        make_explain},
    CommandRow{
        "config", "Checking", "what holds for a file, and which .dedesign.yaml says so",
        "A row for every setting that is not the usual one: severities, rules left out, facts, presets. FILE "
        "need not exist. See dedesign-config(5).",
        make_config},
    CommandRow{
        "rules", "Reference", "list the rules",
        "A table of all rules with their severities, or the same as JSON; those of your organisation with "
        "them where FILE or --rules names some. With --test the examples of those are tried: the exit "
        "status is 1 if one fires that must not, or does not and must. See dedesign-rules(5).",
        make_rules},
    CommandRow{
        "schema", "Reference", "print the file format as JSON Schema",
        "The schema accepts exactly what the program reads. Point an editor at it for completion and hover: "
        "where it stands beside a design as dedesign.schema.json, the first line of the design is "
        "# yaml-language-server: $schema=dedesign.schema.json\n\n"
        "With --of findings it prints the schema of what --format json writes: version 1, in which keys may "
        "be added, but none is taken away or changes its meaning.",
        make_schema},
    CommandRow{
        "lsp", "Checking", "the language server: findings, help and fixes while you type",
        "Speaks the Language Server Protocol on standard input and output; an editor starts it. It shows "
        "findings while a design is typed, also one that does not parse, explains the field, choice, rule or "
        "constraint under the cursor, completes keys and words, and offers the fixes of findings; those that "
        "change the design say so. The nearest .dedesign.yaml counts as it does for lint. A YAML file whose "
        "keys are none of a design's is left alone; of a Markdown document its dedesign blocks are "
        "served.\n\n"
        "The exit status is 0 if the end was announced by shutdown, 1 if it was not, and 2 if the stream "
        "could not be read.",
        make_lsp},
    CommandRow{"completions", "Reference", "print a completion script for bash, zsh or fish",
               "The script asks the program itself, so it completes commands, options, words, rule codes and "
               "the paths "
               "of the design on the line.",
               make_completions},
    CommandRow{"__complete", "", "candidates for the shell", "", make_complete},
    CommandRow{"__man", "", "a manual page in mdoc", "", make_man},
};

}  // namespace

std::span<const CommandRow> commands() {
  return rows;
}

const CommandRow* command_named(std::string_view name) {
  for (const CommandRow& row : rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace dedesign
