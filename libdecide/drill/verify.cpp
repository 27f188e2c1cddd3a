#include "drill/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "drill/grade.h"
#include "drill/match.h"
#include "schema/canonical.h"
#include "schema/type.h"

namespace decide::drill {

namespace {

class Verifier {
 public:
  Verifier(const Shelf& shelf, const Pool& pool, const Scenario& scenario, const rules::CheckOptions& options,
           Verified& out)
      : shelf_(shelf),
        pool_(pool),
        scenario_(scenario),
        texts_(*shelf.texts(scenario.name)),
        options_(options),
        out_(out) {}

  void run() {
    reference_ = checked(texts_.reference, "reference.yaml");
    if (!reference_) return;
    check_reference();
    check_first_try();
    check_answers();
    for (const Pivot& pivot : scenario_.pivots) check_pivot(pivot);
  }

 private:
  template <class... Args>
  void trouble(fmt::format_string<Args...> format, Args&&... args) {
    out_.troubles.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  std::unique_ptr<rules::Checked> checked(const Source& source, std::string_view file) {
    if (source.name().empty()) {
      trouble("{} is missing", file);
      return nullptr;
    }
    auto read = rules::check(source, options_);
    if (read->readable()) return read;
    trouble("{} cannot be read: {}", source.name(),
            read->findings.empty() ? "it is no design" : read->findings.front().message);
    return nullptr;
  }

  std::string place(const Source& source, std::uint32_t offset) const {
    return fmt::format("{}:{}", source.name(), source.position(offset).line);
  }

  void check_reference() {
    for (const diag::Finding& finding : reference_->findings) {
      if (!finding.accepted)
        trouble("{}: the reference has a finding: {} {}", place(texts_.reference, finding.span.begin),
                finding.rule, finding.message);
    }
    out_.reference = grade(scenario_, *reference_, *reference_, {}).points;
    if (out_.reference < reference_points)
      trouble("{}: the reference grades at {}, under {}", texts_.reference.name(), out_.reference,
              reference_points);
  }

  void check_first_try() {
    const auto first = checked(texts_.first_try, "first-try.yaml");
    if (!first) return;
    out_.first_try = grade(scenario_, *first, *reference_, {}).points;
    if (out_.first_try >= first_try_points)
      trouble("{}: the first try grades at {}, not under {}", texts_.first_try.name(), out_.first_try,
              first_try_points);
  }

  void check_answers() {
    Matcher matcher(scenario_, shelf_.shared(), pool_.without(scenario_.name));
    for (const Answer& answer : scenario_.answers) {
      ++out_.answers;
      std::size_t reached = 0;
      for (const std::string& ask : answer.asks) check_ask(matcher, answer, ask, reached);
      for (const Topic& topic : shelf_.shared()) {
        if (topic.name != answer.topic) continue;
        for (const std::string& ask : topic.asks) reached += reaches(matcher, answer, ask) ? 1 : 0;
      }
      if (reached == 0) trouble("{}: no way to ask reaches `{}`", texts_.scenario.name(), answer.name);
      for (const Setting& set : answer.sets) check_told(answer, set);
    }
  }

  void check_ask(Matcher& matcher, const Answer& answer, const std::string& ask, std::size_t& reached) {
    ++out_.asks;
    const Reached got = matcher.reach(ask);
    if (got.kind != Reached::Kind::answer) return;
    if (got.nearest.front().answer == &answer) {
      ++reached;
    } else {
      trouble("{}: \"{}\" of `{}` reaches `{}`; say it in other words", texts_.scenario.name(), ask,
              answer.name, got.nearest.front().answer->name);
    }
  }

  /// A shared way to ask may well reach an answer that says it more exactly.
  bool reaches(Matcher& matcher, const Answer& answer, const std::string& ask) {
    ++out_.asks;
    const Reached got = matcher.reach(ask);
    return got.kind == Reached::Kind::answer && got.nearest.front().answer == &answer;
  }

  /// The reference must be built on what the interviewer says.
  void check_told(const Answer& answer, const Setting& set) {
    const auto& document = reference_->parsed.document;
    const yaml::NodeId node = document.at(set.path);
    const auto located = schema::locate(set.path);
    const auto told = yaml::parse(Source("", set.value));
    const bool same = node != yaml::none && located && told.readable() &&
                      schema::canonical_form(document, node, *located->type) ==
                          schema::canonical_form(told.document, 0, *located->type);
    if (!same)
      trouble("{}: `{}` tells {}: {}, and the reference says something else", texts_.scenario.name(),
              answer.name, set.path, set.value);
  }

  void check_pivot(const Pivot& pivot) {
    ++out_.pivots;
    if (pivot.set.empty() && pivot.answer.empty()) return must_hold(pivot, *reference_);
    std::vector<Setting> changes = pivot.set;
    changes.insert(changes.end(), pivot.answer.begin(), pivot.answer.end());
    auto text = with(texts_.reference, changes);
    if (!text) return trouble("{}: {}: {}", texts_.scenario.name(), pivot.name, text.error().message);
    rules::CheckOptions options = options_;
    options.only = pivot.clean;
    options.only.emplace_back("F003");  // values that cannot be read
    const auto after = rules::check(Source(texts_.reference.name(), *text), options);
    if (!after->readable())
      return trouble("{}: {}: the design cannot be read any more", texts_.scenario.name(), pivot.name);
    must_hold(pivot, *after);
  }

  void must_hold(const Pivot& pivot, const rules::Checked& after) {
    for (const Unmet& one : unmet(pivot, after.parsed.document, after.findings))
      trouble("{}: the reference does not survive `{}`: {}", texts_.scenario.name(), pivot.name, one.what);
  }

  const Shelf& shelf_;
  const Pool& pool_;
  const Scenario& scenario_;
  const ScenarioTexts& texts_;
  const rules::CheckOptions& options_;
  Verified& out_;
  std::unique_ptr<rules::Checked> reference_;
};

}  // namespace

Verified verify(const Shelf& shelf, const Pool& pool, std::string_view name,
                const rules::CheckOptions& options) {
  Verified out;
  out.scenario = name;
  const ScenarioRead read = shelf.read(name);
  for (const Error& error : read.errors)
    out.troubles.push_back(error.help.empty() ? error.message
                                              : fmt::format("{}; {}", error.message, error.help));
  if (read.errors.empty()) Verifier(shelf, pool, read.scenario, options, out).run();
  return out;
}

}  // namespace decide::drill
