#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "rules/change.h"
#include "rules/close_reads.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_C520{
    .code = "C520",
    .name = "no-tradeoff",
    .severity = diag::Severity::error,
    .summary = "no trade-off is stated",
    .rationale =
        "A design that gives nothing up was not thought through, or hides what it costs. Whoever builds on "
        "it will meet the cost anyway, without the reason. Two or three choices, each with what it was "
        "chosen over and what it costs, are enough.",
    .fails = R"(«close»:
  question: Shall we look at attribution next?
)",
    .passes = R"(close:
  tradeoffs:
    hybrid: {chose: a live and a final path, over: one stream, because: [two readers], cost: two paths to run}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C521{
    .code = "C521",
    .name = "tradeoff-hollow",
    .severity = diag::Severity::warning,
    .summary = "a trade-off lacks what it was chosen over, why, or what it costs",
    .rationale =
        "\"We chose streaming\" is a statement, not a trade-off. It becomes one with the alternative that "
        "was "
        "turned down, the reason, and the price that is paid for it. The price is what the next person "
        "needs to judge whether the choice still holds.",
    .fails = R"(close:
  tradeoffs:
    «hybrid»: {chose: a live and a final path, over: one stream, because: [two readers]}
)",
    .passes = R"(close:
  tradeoffs:
    hybrid: {chose: a live and a final path, over: one stream, because: [two readers], cost: two paths to run}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C522{
    .code = "C522",
    .name = "sacrifice-unsaid",
    .severity = diag::Severity::warning,
    .summary = "what the scope gives up appears in no trade-off",
    .rationale =
        "The scope names what is given up when goals collide. If no trade-off at the close says so, either "
        "the design forgot it and pays for everything, or the audience is not told what it will miss. The "
        "word itself should stand in one of them.",
    .fails = R"(scope:
  sacrifice: {what: «freshness», because: [invoices may wait]}
close:
  tradeoffs:
    hybrid: {chose: a live and a final path, over: one stream, because: [two readers], cost: two paths to run}
)",
    .passes = R"(scope:
  sacrifice: {what: freshness, because: [invoices may wait]}
close:
  tradeoffs:
    late: {chose: final after 72 h, over: at once, because: [late events], cost: Freshness of the invoices}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C523{
    .code = "C523",
    .name = "assumptions-unsaid",
    .severity = diag::Severity::warning,
    .summary = "an assumed answer is neither tried in a what-if nor named in a trade-off",
    .rationale =
        "An answer that nobody gave is where a design is most likely to be wrong. Restating it at the close, "
        "by trying another value or by saying what hangs on it, lets the audience correct it before it is "
        "built. An assumption that is never mentioned again becomes a fact by accident.",
    .fails = R"(scope:
  lateness: {p99: 6 h, max: 72 h}
  assumed: [«lateness.max»]
close:
  what_if:
    ten-times: {when: {scope.volume.average: x10}, breaks: [land], then: more workers}
)",
    .passes = R"(scope:
  lateness: {p99: 6 h, max: 72 h}
  assumed: [lateness.max]
close:
  what_if:
    late-week: {when: {scope.lateness.max: 7 d}, breaks: [final-counts], then: look back eight days}
)",
    .constraint = {},
    .facts = {}};

void check_C520(const derive::Facts& facts, Report& report) {
  if (!facts.design.close.tradeoffs.empty()) return;
  report.missing({}, "close.tradeoffs")
      .say("no trade-off is stated: nothing says what was given up, and for what")
      .help("state two or three: `NAME: {{chose: ..., over: ..., because: [...], cost: ...}}`");
}

namespace {

std::vector<std::string_view> hollow_fields(const design::Tradeoff& tradeoff) {
  std::vector<std::string_view> hollow;
  if (is_blank(tradeoff.over)) hollow.emplace_back("over");
  if (tradeoff.because.empty()) hollow.emplace_back("because");
  if (is_blank(tradeoff.cost)) hollow.emplace_back("cost");
  return hollow;
}

/// All that the trade-offs say, in lower case; the fields are kept apart.
std::string told(const design::Close& close) {
  std::string text;
  for (const auto& tradeoff : close.tradeoffs) {
    for (const auto* field : {&tradeoff->chose, &tradeoff->over, &tradeoff->cost}) {
      if (*field) text += lower_case(**field) + "\n";
    }
  }
  return text;
}

}  // namespace

void check_C521(const derive::Facts& facts, Report& report) {
  for (const auto& tradeoff : facts.design.close.tradeoffs) {
    const auto hollow = hollow_fields(tradeoff.value);
    if (hollow.empty()) continue;
    report.missing(tradeoff.at, hollow.front())
        .say("trade-off `{}` does not say {}", tradeoff.name, ticked(hollow, "or"))
        .help("say what it was chosen over, why, and what it costs");
  }
}

void check_C522(const derive::Facts& facts, Report& report) {
  const auto& what = facts.design.scope.sacrifice.what;
  if (!what || facts.design.close.tradeoffs.empty()) return;
  const std::string_view given_up = design::word(*what);
  if (told(facts.design.close).find(given_up) != std::string::npos) return;
  report.at(what.at)
      .say("the scope gives up {}, and no trade-off mentions it", given_up)
      .related(facts.design.close.tradeoffs.at, "none of these has the word `{}`", given_up)
      .help("say in a trade-off's `cost` what the loss of {} means", given_up);
}

namespace {

/// The paths that what-ifs change, sorted. A factor changes what it scales, which of the volume is less than
/// all that stands below it.
std::vector<std::string> changed_paths(const derive::Facts& facts) {
  std::vector<std::string> paths;
  for (const auto& what_if : facts.design.close.what_if) {
    for (const auto& change : what_if->when) {
      if (!change.value->factor) {
        paths.push_back(change.name);
        continue;
      }
      const auto scaled = as_texts(facts.document, {{change.name, change.value->factor, {}}});
      if (!scaled) continue;
      for (const auto& [node, text] : *scaled) paths.push_back(facts.document.path(node));
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// True if a path, something above it or something below it is among `paths` (sorted).
bool touches(const std::vector<std::string>& paths, const std::string& path) {
  const std::string below = path + ".";
  const auto next = std::lower_bound(paths.begin(), paths.end(), below);
  if (next != paths.end() && next->starts_with(below)) return true;
  for (std::size_t end = path.size(); end != std::string::npos && end > 0; end = path.rfind('.', end - 1)) {
    if (std::binary_search(paths.begin(), paths.end(), path.substr(0, end))) return true;
  }
  return false;
}

bool all_among(const std::set<std::string>& words, std::string_view name) {
  const auto wanted = words_in(name);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& w) { return words.contains(w); });
}

std::string_view last_segment(std::string_view path) {
  return path.substr(path.rfind('.') + 1);
}

}  // namespace

void check_C523(const derive::Facts& facts, Report& report) {
  const auto paths = changed_paths(facts);
  const auto said = words_in(told(facts.design.close));
  const std::set<std::string> words(said.begin(), said.end());
  for (const auto& assumed : facts.design.scope.assumed) {
    const std::string full = "scope." + *assumed;
    const bool answered = facts.document.at(full) != yaml::none;
    if (!answered || touches(paths, full) || all_among(words, last_segment(*assumed))) continue;
    report.at(assumed.at)
        .say("`{}` was assumed, and neither a what-if nor a trade-off comes back to it", *assumed)
        .help("try another value in a what-if: `when: {{{}: ...}}`, or name it in a trade-off", full);
  }
}

}  // namespace decide::rules
