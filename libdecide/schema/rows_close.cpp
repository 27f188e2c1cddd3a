#include "schema/table.h"

namespace decide::schema {

DECIDE_SHAPE(Check, "a check", ROW(table, "The table that it watches.", Mark::required),
             ROW(kind, "What it watches.", Mark::required),
             ROW(max, "The limit: a duration for freshness and lag, a percentage for the others."),
             ROW(empty_is, "Of freshness: whether no rows at all count as stale or as ok."),
             ROW(every, "How often it runs."),
             ROW(against,
                 "Of completeness: a rolling average over that long, or a count taken at the source."),
             ROW(tolerance, "The difference that is still fine."),
             ROW(columns, "The columns that it looks at."),
             ROW(with, "Of reconcile: the table that it is compared with."),
             ROW(on_fail, "What happens when it fails."), ROW(owner, "Who is called."))

DECIDE_SHAPE(Tradeoff, "a trade-off", ROW(chose, "What was chosen."), ROW(over, "What it was chosen over."),
             ROW(because, "Why: constraints by name, or free text."), ROW(cost, "What it costs."))

DECIDE_SHAPE(WhatIf, "a what-if", ROW(when, "Full paths, each to a new value, or to a factor such as x10."),
             ROW(breaks, "The names of what fails then."), ROW(then, "What would be done about it."))

DECIDE_SHAPE(Story, "a story", ROW(situation, "What was going on."),
             ROW(decision, "What was decided, and by whom."), ROW(outcome, "What came of it."),
             ROW(went_wrong, "What did not work."), ROW(changed, "What is done differently since."))

DECIDE_SHAPE(Close, "the close", ROW(checks, "How we will know that it works."),
             ROW(tradeoffs, "What was chosen over what, why, and at which cost."),
             ROW(monitor_first, "The checks that are built and watched first."),
             ROW(what_if, "What breaks next."),
             ROW(stories, "The project behind the answer: ambiguity, pushback, alignment."),
             ROW(question, "The question that hands the conversation back."))

DECIDE_SHAPE(Sealed, "the ledger", ROW(scope, "The seal of the scope."), ROW(model, "The seal of the model."),
             ROW(partition, "The seal of the layouts."), ROW(backfill, "The seal of the backfill section."),
             ROW(close, "The seal of the close."))

DECIDE_SHAPE(Asked, "a question", ROW(question, "The question, as it was put."),
             ROW(answer, "The answer of the scenario that it reached."), ROW(at, "When it was put."),
             ROW(decided, "The sections that held something by then."))

DECIDE_SHAPE(FollowUp, "a follow-up", ROW(at, "When it was put."))

DECIDE_SHAPE(Drill, "the drill", ROW(started, "When the prompt was given."),
             ROW(minutes, "How long the drill may take."), ROW(seed, "What decides the order of follow-ups."),
             ROW(asked, "The questions, in the order in which they were put."),
             ROW(hints, "How many steps were told of the hint to an answer."),
             ROW(pivots, "The follow-ups, in the order in which they were put."))

DECIDE_SHAPE(Accept, "an acceptance", ROW(rule, "The code of the finding that is accepted.", Mark::required),
             ROW(at, "The path at and below which it is accepted.", Mark::required),
             ROW(because, "Why the author stands by it."), ROW(until, "The last day on which it holds."))

template <>
const Shape& shape_of<design::Design>() {
  using Self = design::Design;
  static constexpr Field fields[] = {
      row<&Self::version>("dedesign", "The version of the format: 1."),
      ROW(title, "What the design is called."),
      ROW(prompt, "The question that it answers, as it was asked."),
      ROW(scenario, "The drill that it answers."),
      ROW(accept, "Findings that the author stands by."),
      ROW(scope, "What are we optimising for, and what do we give up?"),
      ROW(model, "Which tables, for which queries, filled by which pipelines?"),
      ROW(partition, "How does each table lie on storage?"),
      ROW(backfill, "Can schemas change and history be rebuilt without harm?"),
      ROW(close, "How will we know that it works, what did we trade, what breaks next?"),
      ROW(sealed, "The ledger, written by the stage commands."),
      ROW(drill, "What happened in a drill, written by the drill command.")};
  static constexpr Shape shape{"a design", fields};
  return shape;
}

const Shape& file_shape() {
  return shape_of<design::Design>();
}

}  // namespace decide::schema
