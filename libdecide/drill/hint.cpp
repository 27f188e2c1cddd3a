#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "drill/session.h"
#include "schema/type.h"

namespace decide::drill {

namespace {

/// What a topic is about, and why it matters.
struct TopicHint {
  std::string_view topic, which, why;
};
constexpr std::array hints{
    TopicHint{
        "volume", "Ask how much comes in, how it peaks and how big one event is.",
        "Every capacity, file size and partition follows from it; a peak that nobody asked for is where "
        "the pipeline falls behind."},
    TopicHint{
        "latency", "Ask how soon a reader must see an event.",
        "It decides between a stream and a batch, and a batch that is fast enough is the cheaper half."},
    TopicHint{
        "correctness", "Ask what the numbers are used for and how wrong they may be.",
        "Exact counts cost deduplication, replays and a final path; for a chart nobody should pay that."},
    TopicHint{"consumers", "Ask who reads it, and how.",
              "Tables are shaped by the questions that are asked of them; without readers every layout is a "
              "guess."},
    TopicHint{"retention", "Ask how far back data is kept, and how much of that has to be quick.",
              "What was not kept cannot be rebuilt, and what is kept for nothing is paid for every month."},
    TopicHint{"schema-change", "Ask who owns the events and how often their form changes.",
              "A field that appears on a Tuesday breaks what was never told that it could."},
    TopicHint{"failure", "Ask what happens if it stops, and what may be lost.",
              "The backlog after an outage sets the capacity, and a loss that nobody bears sets the path."},
    TopicHint{"lateness", "Ask how late events can be.",
              "Watermarks, look-backs and what is done after them are nothing but an answer to it."},
    TopicHint{"duplicates", "Ask whether the same event can come twice.",
              "Retries are everywhere; a count that adds them up is wrong in a way that nobody sees."},
    TopicHint{"authority", "Ask whose number holds when two of them differ.",
              "If it is not yours, you reconcile; if it is yours, you must be able to prove it."},
    TopicHint{"compliance", "Ask about personal data, the laws that hold, and who may demand what.",
              "A person who must be forgotten is in every copy, and a layout without a way to them is built "
              "twice."},
    TopicHint{"priority", "Ask what wins when not everything can be had.",
              "Every later decision cites it; without it each trade-off is a matter of taste."},
    TopicHint{"business-day", "Ask when a day begins, and for whom.",
              "Half of all differences between two reports are a midnight."},
    TopicHint{"final-numbers", "Ask by when the numbers are final, and what happens to what comes later.",
              "It says how long the final path may wait for late events."},
};

/// The steps of the hint to an answer: which question, why it matters, how to say it.
std::vector<std::string> steps_to(const Answer& answer) {
  const std::string say =
      fmt::format("Say: \"{}?\"", answer.asks.empty() ? answer.topic : answer.asks.front());
  for (const TopicHint& hint : hints) {
    if (hint.topic == answer.topic) return {std::string(hint.which), std::string(hint.why), say};
  }
  std::string words = answer.name;
  std::replace(words.begin(), words.end(), '-', ' ');
  std::string why = "It is particular to this platform, and the design looks different once it is known.";
  if (!answer.sets.empty()) {
    const auto located = schema::locate(answer.sets.front().path);
    if (located && located->field != nullptr)
      why = fmt::format("It settles `{}`: {}", answer.sets.front().path, located->field->doc);
  }
  return {fmt::format("Something particular to this platform was not asked: {}.", words), why, say};
}

std::vector<std::string> steps_to(const diag::Finding& finding) {
  std::vector<std::string> steps{fmt::format("Look at `{}`.", finding.path), finding.message};
  steps.push_back(finding.help.empty()
                      ? fmt::format("dedesign explain {} shows how it is done.", finding.rule)
                      : finding.help);
  return steps;
}

const Answer* first_open(const Scenario& scenario, const design::Design& design) {
  for (const Answer& answer : scenario.answers) {
    const bool asked =
        std::any_of(design.drill.asked.begin(), design.drill.asked.end(),
                    [&](const auto& entry) { return entry->answer && entry->answer->text == answer.name; });
    if (!asked) return &answer;
  }
  return nullptr;
}

/// A name for a finding in the log: "s101".
std::string name_of(const diag::Finding& finding) {
  std::string name = finding.rule;
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

}  // namespace

Result<Hint> hint(const Source& source, const Scenario& scenario,
                  const std::vector<diag::Finding>& findings) {
  auto sheet = read_sheet(source);
  if (!sheet) return sheet.error();
  Hint out;
  std::vector<std::string> steps;
  std::string name;
  const auto open =
      std::find_if(findings.begin(), findings.end(), [](const diag::Finding& f) { return !f.accepted; });
  if (const Answer* answer = first_open(scenario, sheet->design())) {
    out.answer = name = answer->name;
    steps = steps_to(*answer);
  } else if (open != findings.end()) {
    name = name_of(*open);
    steps = steps_to(*open);
  } else {
    out.steps = {"Everything was asked and nothing is found. Have it graded: dedesign drill grade."};
    out.text = source.text();
    return out;
  }
  const auto* told = sheet->design().drill.hints.find(name);
  const double before = told == nullptr ? 0 : told->value->value;
  const std::size_t now = std::min<std::size_t>(steps.size(), static_cast<std::size_t>(before) + 1);
  out.steps.assign(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(now));
  out.more = now < steps.size();
  auto text = with(source, {{fmt::format("drill.hints.{}", name), fmt::format("{}", now)}});
  if (!text) return text.error();
  out.text = *std::move(text);
  return out;
}

}  // namespace decide::drill
