#include "facts/fact.h"
#include "rules/report.h"

/// S102 to S104: how much.
namespace decide::rules {

const Rule rule_S102{
    .code = "S102",
    .name = "peak-below-average",
    .summary = "The peak rate is below the average rate.",
    .rationale =
        "Every capacity, partition count and recovery time is computed from the peak. A peak below the "
        "average "
        "is a slip, most often a unit (a day's rate beside a second's) or two numbers that were swapped, and "
        "every sum after it would look comfortable.",
    .fails = R"(scope:
  volume: {average: 35k/s, peak: «30k/s»}
)",
    .passes = R"(scope:
  volume: {average: 35k/s, peak: 35k/s}
)",
    .constraint = "throughput",
    .facts = "G2",
};

const Rule rule_S103{
    .code = "S103",
    .name = "peak-unknown",
    .severity = diag::Severity::warning,
    .summary = "The load is spiky or diurnal, and no peak is given.",
    .rationale =
        "A load that moves has to be carried at its highest, not at its average: a spiky stream often peaks "
        "at "
        "three times the mean and more. Without the number, headroom and recovery are computed from the "
        "average "
        "and come out too good.",
    .fails = R"(scope:
  «volume»: {average: 35k/s, pattern: spiky}
)",
    .passes = R"(scope:
  volume: {average: 35k/s, pattern: steady}
)",
    .constraint = "throughput",
    .facts = "G2",
};

const Rule rule_S104{
    .code = "S104",
    .name = "event-size-unknown",
    .severity = diag::Severity::warning,
    .summary = "No `event_size`: a default is assumed, and every figure says so.",
    .rationale =
        "Bytes a second, partitions of a topic, sizes of files and prices all follow from the size of one "
        "event. The default is a middling guess; real events lie a factor of ten on either side of it. One "
        "look "
        "at a sample of the topic answers the question.",
    .fails = R"(scope:
  «volume»: {average: 35k/s}
)",
    .passes = R"(scope:
  volume: {average: 35k/s, event_size: 450 B}
)",
    .constraint = "throughput",
    .facts = "",
};

void check_S102(const derive::Facts& facts, Report& report) {
  const design::Volume& volume = facts.design.scope.volume;
  if (!volume.peak || !volume.average || *volume.peak >= *volume.average) return;
  std::string peak = human(*volume.peak), average = human(*volume.average);
  if (peak == average) {  // rounded to the same: as they are written
    peak = facts.document[volume.peak.at.node].text;
    average = facts.document[volume.average.at.node].text;
  }
  report.at(volume.peak.at)
      .say("the peak of {} is below the average of {}", peak, average)
      .label("below the average")
      .related(volume.average.at, "the average")
      .because(derive::ConstraintId::throughput)
      .help("check the units of both, and whether they were swapped");
}

void check_S103(const derive::Facts& facts, Report& report) {
  const design::Volume& volume = facts.design.scope.volume;
  const bool moves = volume.pattern && *volume.pattern != design::Pattern::steady;
  if (!moves || volume.peak) return;
  report.missing(volume.at, "peak")
      .say("the load is `{}`, and nobody said how high it goes", word(*volume.pattern))
      .related(volume.pattern.at, "so the average is not what has to be carried")
      .because(derive::ConstraintId::throughput)
      .help("give the highest rate that lasts a few minutes, from the busiest day that is known");
}

void check_S104(const derive::Facts& facts, Report& report) {
  const design::Volume& volume = facts.design.scope.volume;
  if (!volume.at || volume.event_size) return;
  const std::string assumed = units::print(units::Bytes{facts.values.fact("scope.event_size").value});
  report.missing(volume.at, "event_size")
      .say("nobody said how large an event is; {} is assumed", assumed)
      .because(derive::ConstraintId::throughput)
      .help("measure a sample as it is produced, uncompressed")
      .fix_set(false, fmt::format("write the assumed {} down", assumed), "scope.volume.event_size", assumed);
}

}  // namespace decide::rules
