#include "api/decide.h"

#include <utility>

#include "report/concise.h"
#include "report/formats.h"
#include "report/full.h"
#include "rules/check.h"

namespace decide::api {

struct Report::State {
  std::unique_ptr<rules::Checked> checked;
  std::vector<Finding> findings;
  std::vector<Constraint> constraints;

  const Source& source() const { return checked->parsed.document.source(); }
};

namespace {

Severity severity_of(diag::Severity severity) {
  switch (severity) {
    case diag::Severity::note:
      return Severity::note;
    case diag::Severity::warning:
      return Severity::warning;
    case diag::Severity::error:
      return Severity::error;
  }
  return Severity::error;
}

Finding finding_of(const Source& source, const diag::Finding& from) {
  const Position begin = source.position(from.span.begin);
  const Position end = source.position(from.span.end);
  return {from.rule, from.name,       severity_of(from.severity),
          from.path, begin.line,      begin.column,
          end.line,  end.column,      from.message,
          from.help, from.constraint, from.accepted.has_value()};
}

}  // namespace

Report::Report(std::unique_ptr<State> state) : state_(std::move(state)) {}
Report::Report(Report&&) noexcept = default;
Report& Report::operator=(Report&&) noexcept = default;
Report::~Report() = default;

bool Report::readable() const {
  return state_->checked->readable();
}
const std::vector<Finding>& Report::findings() const {
  return state_->findings;
}
const std::vector<Constraint>& Report::constraints() const {
  return state_->constraints;
}
std::string Report::full() const {
  return report::full(state_->source(), state_->checked->findings, {});
}
std::string Report::concise() const {
  return report::concise(state_->source(), state_->checked->findings);
}
std::string Report::json() const {
  return report::text_in(*report::format_named("json"), {{&state_->source(), state_->checked->findings}}, {});
}

Report check(std::string name, std::string text, std::string_view today) {
  rules::CheckOptions options;
  if (const auto date = design::parse_scalar<design::Date>(today)) options.today = *date;
  auto state = std::make_unique<Report::State>();
  state->checked = rules::check(Source(std::move(name), std::move(text)), options);
  for (const diag::Finding& finding : state->checked->findings) {
    state->findings.push_back(finding_of(state->source(), finding));
  }
  if (state->checked->readable()) {
    for (const derive::Constraint* constraint : state->checked->facts->constraints.list()) {
      state->constraints.push_back(
          {std::string(derive::info(constraint->id).name), constraint->demands, constraint->quantity});
    }
  }
  return Report(std::move(state));
}

}  // namespace decide::api
