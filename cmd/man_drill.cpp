#include "man_drill.h"

#include <array>

#include "command.h"
#include "report/mdoc.h"

namespace dedesign {

namespace {

struct ActionText {
  std::string_view name, arguments, about;
};
constexpr std::array actions{
    ActionText{"list", "", "The scenarios by level, with the best grade so far and its day."},
    ActionText{
        "start", "NAME",
        "Prints the prompt, writes a design that holds it and nothing else, and starts the clock. The design "
        "is NAME.yaml unless -o names another; with -o - it goes to standard output and the prompt to "
        "standard error."},
    ActionText{
        "ask", "FILE QUESTION",
        "The interviewer's answer. If it is one of the hidden ones, its values go into scope, and the "
        "question "
        "is logged with its time and with what was decided by then. A question that fits two answers alike "
        "is "
        "put back with the two nearest (exit status 1); one that nobody can answer gets the advice to assume "
        "something and say so; one about tools, while the seven questions are open, a raised eyebrow."},
    ActionText{
        "hint", "FILE",
        "One step: which question to ask next. Once more: why it matters. Once more: how to say it. When "
        "everything was asked, the same for the first finding. Hints are counted and cost nothing."},
    ActionText{
        "pivot", "FILE",
        "The next follow-up: first those that are aimed at a rule which the design breaks, then the others "
        "in "
        "the order of the seed. It changes the world in the file and says what does not hold any more. Exit "
        "status 1: no follow-up is left."},
    ActionText{
        "watch", "FILE",
        "Draws the screen anew at every save: stages done, findings of the stage at work, the next step, the "
        "clock and the score. h gives a hint, p a follow-up, q ends it."},
    ActionText{"grade", "FILE",
               "Points by rubric, each with the line that earned or lost it, what was decided before it was "
               "asked, what "
               "was never asked, and the reference beside it. One line is appended to the history."},
    ActionText{"verify", "[NAME]",
               "For authors: whether scenarios keep their promises, as dedesign-scenario(5) has them. Exit "
               "status 1: "
               "one does not."},
    ActionText{"new", "NAME", "A folder with a small scenario that verifies, to be written over."},
};

constexpr std::string_view matching =
    "Questions are matched by words: lower-cased, stemmed with the Snowball stemmer for English, words "
    "without "
    "meaning dropped, pairs of neighbours kept. What speaks for an answer is how much more often a word is "
    "met in "
    "the ways to ask it than in those of the other answers, and the phrase that is nearest. No model and no "
    "network "
    "take part, and the same question gets the same answer.";

constexpr std::string_view grading =
    "A grade has seven parts, of 100 points together: framing 40, model 15, pipelines 10, storage 10, "
    "backfill 10, "
    "quality 10, close 5, unless the scenario weighs them otherwise.\n\n"
    "Framing is six tenths what was asked: each hidden answer by its worth, half if it was asked after the "
    "first "
    "table, half of what was guessed right if it was never asked. Two tenths are the constraints that the "
    "scope "
    "yields, one what wins and what is given up, one that assumptions are labelled. A design without a drill "
    "in it "
    "is taken as a written answer: what its scope says counts as asked, as far as it is what the interviewer "
    "knows, "
    "or half where it is labelled as assumed.\n\n"
    "In the other parts each row of the rubric that the reference answers is worth the same. It is earned by "
    "a line "
    "that does it, as far as the reference does; nothing, if the constraint behind it is not in the scope or "
    "an "
    "error breaks it; half, if the part was decided before the question that it depends on was asked.\n\n"
    "Then the points of a part are divided by one and the burden of its findings: 0.12 an error, 0.04 a "
    "warning, 0.02 "
    "a note or an accepted finding. What a follow-up asked for and the design does not say counts as an "
    "error. So a "
    "section that is not there earns nothing, and neither do fields that are filled without effect.";

}  // namespace

std::string drill_manual() {
  decide::report::Mdoc page("dedesign-drill", 1, "an interview without the interviewer");
  page.section("SYNOPSIS")
      .macro(".Nm dedesign drill")
      .macro(".Ar action")
      .macro(".Op Ar option ...")
      .macro(".Op Ar argument ...");
  page.section("DESCRIPTION")
      .text(
          "A drill is a vague prompt, answers only to what is asked, a clock, follow-ups that aim at the "
          "weak spot, "
          "and a grade that quotes the design. Its state stands in the design under drill, so that a drill "
          "can be "
          "piped, committed and graded elsewhere.");
  page.section("ACTIONS").begin_list();
  for (const ActionText& action : actions) page.item(action.name, action.arguments, action.about);
  page.end_list();
  page.section("OPTIONS").begin_list();
  const auto command = command_named("drill")->make("drill");
  for (const Option& option : command->options()) {
    if (!option.is_argument()) page.item(option.name(), option.value, option.about);
  }
  page.end_list();
  page.section("HOW QUESTIONS ARE MATCHED").text(matching);
  page.section("HOW IT IS GRADED").text(grading);
  page.section("FILES").begin_list();
  page.item("$XDG_STATE_HOME/dedesign/drills.jsonl", "",
            "The history, one JSON object a line; without the variable below ~/.local/state.");
  page.end_list();
  page.section("EXIT STATUS").begin_list();
  page.item("0", "", "It was done.");
  page.item("1", "",
            "ask: the question was put back. pivot: none is left. verify: a promise is broken. grade: fewer "
            "points than "
            "--at-least.");
  page.item("2", "", "It could not be done: usage, or a file that cannot be read or written.");
  page.end_list();
  page.section("EXAMPLES")
      .literal(
          "dedesign drill start ad-events -o design.yaml\n"
          "dedesign drill ask design.yaml \"How late can events arrive?\"\n"
          "dedesign model design.yaml --from model.yaml\n"
          "dedesign drill pivot design.yaml\n"
          "dedesign drill grade design.yaml");
  page.section("SEE ALSO")
      .macro(".Xr dedesign 1 ,")
      .macro(".Xr dedesign-scenario 5 ,")
      .macro(".Xr dedesign-playbook 7");
  return std::move(page).str();
}

}  // namespace dedesign
