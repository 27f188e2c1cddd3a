#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/close_reads.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_C541{
    .code = "C541",
    .name = "no-question",
    .severity = diag::Severity::warning,
    .summary = "the answer does not end by handing the conversation back",
    .rationale =
        "A design review is a conversation. Ending on a question about where to go deeper lets those who "
        "listen choose what matters to them, and shows that the author knows which parts are still open.",
    .fails = R"(«close»:
  monitor_first: [clicks-fresh]
)",
    .passes = R"(close:
  question: Would you rather go deeper on attribution or on monitoring?
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C550{
    .code = "C550",
    .name = "story-missing",
    .severity = diag::Severity::note,
    .summary = "fewer than three stories stand behind the answer",
    .rationale =
        "A design says what the author would do; stories say what the author has done. Three are asked for "
        "again and again: a prompt that turned out to mean something else, a demand that was pushed back, "
        "and a disagreement between teams that was settled.",
    .fails = R"(close:
  «stories»:
    ambiguity: {situation: the reader was another one, went_wrong: two weeks lost, changed: we ask first}
)",
    .passes = R"(close:
  stories:
    ambiguity: {situation: the reader was another one, went_wrong: two weeks lost, changed: we ask first}
    pushback: {situation: sales wanted minutes, went_wrong: no label, changed: every number has one}
    alignment: {situation: a field was renamed, went_wrong: nobody knew, changed: readers are listed}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C551{
    .code = "C551",
    .name = "story-hollow",
    .severity = diag::Severity::warning,
    .summary = "a story does not say what went wrong, or what changed since",
    .rationale =
        "A story in which everything went well teaches nothing and is not believed. What did not work, and "
        "what is done differently since, is the part that shows experience.",
    .fails = R"(close:
  stories:
    «pushback»: {situation: sales wanted minutes, decision: a live estimate, outcome: fewer disputes}
)",
    .passes = R"(close:
  stories:
    pushback: {situation: sales wanted minutes, went_wrong: it had no label, changed: every number has one}
)",
    .constraint = {},
    .facts = {}};

void check_C541(const derive::Facts& facts, Report& report) {
  if (!is_blank(facts.design.close.question)) return;
  report.missing({}, "close.question")
      .say("the answer ends without a question")
      .help("ask where to go deeper: `question: ...`");
}

void check_C550(const derive::Facts& facts, Report& report) {
  constexpr std::size_t wanted = 3;
  const auto& stories = facts.design.close.stories;
  if (stories.size() >= wanted) return;
  std::vector<std::string_view> absent;
  for (const std::string_view name : {"ambiguity", "pushback", "alignment"}) {
    if (!stories.contains(name)) absent.push_back(name);
  }
  report.missing({}, "close.stories")
      .say("{} of {} stories are told", stories.size(), wanted)
      .help("tell of {}: situation, decision, outcome, went_wrong and changed", join_words(absent));
}

void check_C551(const derive::Facts& facts, Report& report) {
  for (const auto& story : facts.design.close.stories) {
    std::vector<std::string_view> hollow;
    if (is_blank(story->went_wrong)) hollow.emplace_back("went_wrong");
    if (is_blank(story->changed)) hollow.emplace_back("changed");
    if (hollow.empty()) continue;
    report.missing(story.at, hollow.front())
        .say("story `{}` does not have {}", story.name, ticked(hollow))
        .help("say what did not work, and what is done differently since");
  }
}

}  // namespace decide::rules
