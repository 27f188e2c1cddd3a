#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/after.h"
#include "rules/change.h"
#include "rules/close_reads.h"
#include "rules/headroom.h"
#include "rules/names.h"
#include "rules/report.h"
#include "units/quantity.h"
#include "yaml/edit.h"

/// C531 to C533: whether the what-ifs of the close hold against the design itself.
namespace decide::rules {

const Rule rule_C531{
    .code = "C531",
    .name = "bottleneck-missed",
    .severity = diag::Severity::warning,
    .summary = "the first thing to break as the volume grows is named in no what-if",
    .rationale =
        "The question at the end of every review is what breaks first. The answer is not a matter of taste: "
        "the "
        "design is judged at growing volumes until a finding appears that is not there today. A what-if that "
        "names something else, and not this, prepares for the wrong day.",
    .fails = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
model:
  sources:
    topic: {kind: kafka, partitions: 64, retention: 7 d}
  tables:
    clicks: {role: raw, key: [event_id]}
    views: {role: raw, key: [view_id]}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, capacity: 40k/s}
    view: {from: [topic], to: views, mode: stream, capacity: 800k/s}
close:
  «what_if»:
    ten-times: {when: {scope.volume.average: x10, scope.volume.peak: x10}, breaks: [view], then: more workers}
)",
    .passes = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
model:
  sources:
    topic: {kind: kafka, partitions: 64, retention: 7 d}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, capacity: 40k/s}
close:
  what_if:
    ten-times: {when: {scope.volume.average: x10, scope.volume.peak: x10}, breaks: [land], then: more workers}
)",
    .constraint = "throughput",
    .facts = {}};

const Rule rule_C532{
    .code = "C532",
    .name = "what-if-wrong",
    .severity = diag::Severity::error,
    .summary = "a what-if says that something breaks, and with that change it does not",
    .rationale =
        "A what-if is a claim about this design, so it can be tried: the change is made, everything is "
        "judged "
        "again, and what the what-if names must draw a finding that it does not draw today. If it does not, "
        "either the claim is folklore or the design says less than its author knows.",
    .fails = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
model:
  sources:
    topic: {kind: kafka, partitions: 64, retention: 7 d}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, capacity: 400k/s}
close:
  what_if:
    double: {when: {scope.volume.average: x2, scope.volume.peak: x2}, breaks: [«land»], then: more workers}
)",
    .passes = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
model:
  sources:
    topic: {kind: kafka, partitions: 64, retention: 7 d}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, capacity: 35k/s}
close:
  what_if:
    double: {when: {scope.volume.average: x2, scope.volume.peak: x2}, breaks: [land], then: more workers}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C533{
    .code = "C533",
    .name = "no-what-if",
    .severity = diag::Severity::warning,
    .summary = "no what-if asks for ten times the load",
    .rationale =
        "Ten times the load is the question that every reviewer asks, because it is where a design stops "
        "being "
        "a matter of more machines: a partition is too large, a key too hot, a rebuild too long. Whoever has "
        "tried it knows which of these comes first.",
    .fails = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
close:
  «what_if»:
    double: {when: {scope.volume.average: x2}, breaks: [land], then: more workers}
)",
    .passes = R"(scope:
  volume: {average: 10k/s, peak: 20k/s}
close:
  what_if:
    ten-times: {when: {scope.volume.average: 100k/s}, breaks: [land], then: more workers}
)",
    .constraint = {},
    .facts = {}};

namespace {

using NamedWhatIf = design::Named<design::WhatIf>;

using IsName = std::function<bool(const std::string& name)>;

/// True for a consumer whose promise a finding shows.
bool shows_promise(const diag::Finding& finding, const IsName& is_it) {
  constexpr std::string_view consumers = "scope.consumers.";
  return std::any_of(finding.related.begin(), finding.related.end(), [&](const diag::Related& one) {
    const auto segments = yaml::split_path(one.path);
    return one.path.starts_with(consumers) && segments && is_it((*segments)[2]);
  });
}

/// True for one of the names that a finding is about: those on its path, the table that a pipeline, job or
/// query of that name works on, and the consumer whose promise it breaks.
bool touches(const design::Design& design, const diag::Finding& finding, const IsName& is_it) {
  if (shows_promise(finding, is_it)) return true;
  const auto segments = yaml::split_path(finding.path);
  if (!segments) return false;
  const auto is_table = [&](const design::Val<design::Name>& table) { return table && is_it(table->text); };
  return std::any_of(segments->begin(), segments->end(), [&](const std::string& segment) {
    if (is_it(segment)) return true;
    const auto* pipeline = design.model.pipelines.find(segment);
    const auto* job = design.backfill.jobs.find(segment);
    const auto* query = design.model.queries.find(segment);
    return (pipeline != nullptr && is_table((*pipeline)->to)) ||
           (job != nullptr && is_table((*job)->rebuilds)) || (query != nullptr && is_table((*query)->table));
  });
}

std::set<std::string, std::less<>> touched(const design::Design& design,
                                           const std::vector<diag::Finding>& findings) {
  std::set<std::string, std::less<>> names;
  const auto take = [&names](const std::string& name) {
    names.insert(name);
    return false;
  };
  for (const diag::Finding& finding : findings) touches(design, finding, take);
  return names;
}

/// The changes of a what-if; nothing where one has no value that can be written.
std::vector<Change> changes_of(const yaml::Document& document, const NamedWhatIf& what_if) {
  std::vector<Change> changes;
  for (const auto& change : what_if->when) {
    const design::NewValue& value = *change.value;
    const yaml::Node& node = document[value.node];
    const std::string text(document.source().text().substr(node.content, node.end - node.content));
    changes.push_back({change.name, value.factor, node.kind == yaml::Kind::scalar ? node.text : text});
  }
  return changes;
}

/// The largest factor on the volume that need be looked at, and what is new there if that is known.
struct Most {
  double factor = 0;
  std::optional<std::vector<diag::Finding>> found{};
};

/// Asks what breaks under a change. Schedules are searched briefly only: whatever that finds, a longer search
/// of the design as it is would have found too, so nothing is taken for new that is not.
class Trial {
 public:
  Trial(const Checked& base, const CheckOptions& options) : base_(base), again_(base) {
    options_.today = options.today;
    options_.values = options.values;
    options_.memo = base.memo;
    options_.computing = true;
    options_.fixes = false;
    options_.words = false;
    options_.bounds = replay::brief;
    const bool whole = !options.stage && options.only.empty() && options.skip.empty();
    if (!whole) partial_ = check(yaml::Parsed{base.parsed.document, {}}, options_);
  }

  /// New findings; nothing where the change cannot be made, which F005 and F008 speak of.
  std::optional<std::vector<diag::Finding>> of(const NamedWhatIf& what_if) {
    // Which consumer a finding is about stands among its words.
    const auto& consumers = base_.read.design.scope.consumers;
    options_.words = std::any_of(what_if->breaks.begin(), what_if->breaks.end(),
                                 [&](const auto& name) { return consumers.contains(name->text); });
    const auto found = found_with(changes_of(base_.parsed.document, what_if));
    return found ? std::optional(new_findings(before(), *found)) : std::nullopt;
  }

  std::optional<Headroom> volume() const { return headroom(base_, options_, "volume"); }
  /// What a quick look finds to break first, up to a factor; nothing where all of that is known.
  std::optional<Headroom> quick_volume(const Most& most, const Known& known) {
    options_.words = false;
    return quick_headroom(base_, options_, "volume", {again_, before(), most.factor, most.found, known});
  }

 private:
  std::optional<std::vector<diag::Finding>> found_with(const std::vector<Change>& changes) {
    const yaml::Document& document = base_.parsed.document;
    if (const auto texts = as_texts(document, changes)) return again_.with(*texts, options_);
    auto made = changed(document, changes);
    if (!made) return std::nullopt;
    auto after = check(*std::move(made), options_);
    if (!after->readable() || after->read.findings.size() > base_.read.findings.size()) return std::nullopt;
    return std::move(after->findings);
  }

  const std::vector<diag::Finding>& before() const { return partial_ ? partial_->findings : base_.findings; }

  const Checked& base_;
  Again again_;
  CheckOptions options_;
  std::unique_ptr<Checked> partial_;
};

/// True for what the design declares; other names are F005's.
bool is_declared(const design::Design& design, std::string_view name) {
  bool found = false;
  each_breakable(design, [&](const auto& map) { found = found || map.contains(name); });
  return found;
}

/// The names of a what-if that draw nothing new.
void judge_claims(const design::Design& design, const NamedWhatIf& what_if,
                  const std::vector<diag::Finding>& found, Report& report) {
  const auto breaks = touched(design, found);
  for (const auto& name : what_if->breaks) {
    if (breaks.contains(name->text) || !is_declared(design, name->text)) continue;
    auto finding = report.at(name.at);
    if (found.empty()) {
      finding.say("with `{}` nothing new is found, and `{}` is said to break", what_if.name, name->text);
    } else {
      finding.say("with `{}` nothing new is found about `{}`; the first that is: {} at {}", what_if.name,
                  name->text, found.front().rule, found.front().path);
    }
    finding.help(
        "try it: `dedesign whatif FILE --set PATH=VALUE` shows what changes; name what breaks, or give the "
        "figure from which it follows that this does");
  }
}

bool scales_volume_only(const NamedWhatIf& what_if) {
  bool any = false;
  for (const auto& change : what_if->when) {
    if (!change.name.starts_with("scope.volume") || !change.value->factor) return false;
    any = true;
  }
  return any;
}

/// True if everything that the findings are about is named.
bool all_named(const design::Design& design, const std::vector<diag::Finding>& found,
               const std::set<std::string, std::less<>>& named) {
  const IsName is_named = [&named](const std::string& name) { return named.contains(name); };
  return std::all_of(found.begin(), found.end(),
                     [&](const diag::Finding& finding) { return touches(design, finding, is_named); });
}

/// The factor of a what-if that scales the volume, and nothing beside it.
std::optional<double> volume_factor(const NamedWhatIf& what_if) {
  if (what_if->when.empty() || !scales_volume_only(what_if)) return std::nullopt;
  const auto& changes = what_if->when;
  const double factor = *changes.begin()->value->factor;
  const auto names = [&](std::string_view path) {
    return std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
      return change.name == path && change.value->factor == factor;
    });
  };
  const bool whole = (changes.size() == 1 && names("scope.volume")) ||
                     (changes.size() == 2 && names("scope.volume.average") && names("scope.volume.peak"));
  return whole && factor > 1 ? std::optional(factor) : std::nullopt;
}

void judge_bottleneck(const Checked& checked, Trial& trial, const Most& most,
                      const std::set<std::string, std::less<>>& named, Report& report) {
  const design::Design& design = checked.read.design;
  const auto is_named = [&](const diag::Finding& finding) { return all_named(design, {finding}, named); };
  const auto any_named = [&](const std::optional<Headroom>& room) {
    return !room || std::any_of(room->findings.begin(), room->findings.end(), is_named);
  };
  if (any_named(trial.quick_volume(most, [&](const auto& found) { return all_named(design, found, named); })))
    return;
  const auto room = trial.volume();
  if (!room || !room->factor || room->findings.empty() || any_named(room)) return;
  const auto first =
      std::find_if(room->findings.begin(), room->findings.end(), [&](const diag::Finding& finding) {
        return yaml::split_path(finding.path) && finding.path.find('.') != std::string::npos;
      });
  if (first == room->findings.end()) return;
  report.at(design.close.what_if.at)
      .say("{} is the first to break as the volume grows, at {:.3g} x ({} {}), and no what-if names it",
           first->path, *room->factor, first->rule, first->message)
      .help("add it to the `breaks` of the what-if for more load, and say in `then` what would be done");
}

}  // namespace

void judge_what_ifs(Checked& checked, const CheckOptions& options, const std::vector<const Rule*>& ran) {
  const auto asked = [&ran](const Rule& rule) {
    return std::find(ran.begin(), ran.end(), &rule) != ran.end();
  };
  const design::Design& design = checked.read.design;
  if (design.close.what_if.empty() || (!asked(rule_C531) && !asked(rule_C532))) return;
  if (checked.misread()) return;  // what is claimed may hang on it
  Trial trial(checked, options);
  EditBudget no_edits(false);
  Report wrong(*checked.facts, *checked.estimates, *checked.verdicts, no_edits, rule_C532);
  Report missed(*checked.facts, *checked.estimates, *checked.verdicts, no_edits, rule_C531);
  std::set<std::string, std::less<>> named;
  for (const auto& what_if : design.close.what_if) {
    for (const auto& name : what_if->breaks) named.insert(name->text);
  }
  // If all that breaks at the largest volume that is asked for is named, then so is what breaks first.
  bool settled = false;
  Most most{options.values.fact("headroom.max_factor").value};
  for (const auto& what_if : design.close.what_if) {
    auto found = trial.of(what_if);
    if (!found) continue;
    judge_claims(design, what_if, *found, wrong);
    const auto factor = volume_factor(what_if);
    settled = settled || (factor && !found->empty() && all_named(design, *found, named));
    if (factor && *factor <= most.factor && !found->empty()) most = {*factor, std::move(found)};
  }
  if (asked(rule_C531) && !settled) judge_bottleneck(checked, trial, most, named, missed);
  const auto take = [&checked](std::vector<diag::Finding>& findings) {
    std::move(findings.begin(), findings.end(), std::back_inserter(checked.findings));
  };
  take(missed.findings());
  if (asked(rule_C532)) take(wrong.findings());
}

void check_C533(const derive::Facts& facts, Report& report) {
  const double ten = report.fact("quality.ten_times").value;
  const design::Volume& volume = facts.design.scope.volume;
  const auto asks = [&](const design::Named<design::Val<design::NewValue>>& change) {
    const bool is_average = change.name == "scope.volume.average";
    const bool is_peak = change.name == "scope.volume.peak";
    const bool is_size = change.name == "scope.volume.event_size";
    if (!is_average && !is_peak && !is_size && change.name != "scope.volume") return false;
    if (change.value->factor) return *change.value->factor >= ten;
    const std::string& text = facts.document[change.value->node].text;
    if (is_size) {
      const auto size = units::parse<units::Bytes>(text);
      return size && volume.event_size && *size >= *volume.event_size * ten;
    }
    const auto& today = is_peak && volume.peak ? volume.peak : volume.average;
    const auto rate = units::parse<units::Rate>(text);
    return rate && today && *rate >= *today * ten;
  };
  for (const auto& what_if : facts.design.close.what_if) {
    if (std::any_of(what_if->when.begin(), what_if->when.end(), asks)) return;
  }
  report.missing({}, "close.what_if")
      .say("no what-if asks for {:g} times the load", ten)
      .because(derive::ConstraintId::throughput)
      .help(
          "add one: `ten-times: {{when: {{scope.volume.average: x10, scope.volume.peak: x10}}, breaks: "
          "[...], then: "
          "...}}`; `dedesign whatif FILE --scale scope.volume=10` shows what breaks");
}

}  // namespace decide::rules
