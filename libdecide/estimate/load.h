#pragma once

#include <optional>
#include <vector>

#include "derive/facts.h"

/// What a pipeline has to carry, and what it holds while it does. Rates are rows a second.
namespace decide::estimate {

struct Load {
  double average = 0;
  double peak = 0;  ///< the average times the scope's peak over its average; the average if no peak is known
  bool spiky = false;  ///< an outage may fall into the peak
  /// What a backlog is made of and drained against: the peak for a spiky load.
  double sustained() const { return spiky ? peak : average; }
};

/// Peak over average of the scope; 1 if either is not known.
double peak_factor(const derive::Facts& facts);

/// Rows a second of a source: said, or those of the raw table that it fills; nothing if not known.
std::optional<double> source_rate(const derive::Facts& facts, derive::Lineage::Id source);
/// Rows a second that a node gives to those who read it.
std::optional<double> node_rate(const derive::Facts& facts, derive::Lineage::Id node);

/// What arrives at a pipeline. Nothing if the rate of an input is not known.
std::optional<Load> load(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// Rows that one run reads: the rates of the inputs times what it looks back over; the sides of a join reach
/// back by the window too. Nothing if not known, or for a stream, which has no runs.
std::optional<double> rows_a_run(const derive::Facts& facts, const derive::NamedPipeline& pipeline);
/// rows_a_run ÷ capacity; nothing if either is not known.
std::optional<units::Duration> run_time(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

/// Rows a second of what a job reads that go to the live pipelines of its table meanwhile, out of the same
/// capacity: all, unless they are paused; none where that is not said and nothing else writes the table.
double live_load(const derive::Facts& facts, const derive::NamedJob& job);

/// Rows that a job reads: range × rows a day of each input, plus the window for the sides of a join.
std::optional<double> rows_of_job(const derive::Facts& facts, const derive::NamedJob& job);
/// rows_of_job ÷ (capacity - what the live load takes where it runs beside). Nothing if not known.
std::optional<units::Duration> job_time(const derive::Facts& facts, const derive::NamedJob& job);

/// Time in which the backlog of an outage is gone: load × outage ÷ (capacity - load). Nothing if it never is.
std::optional<units::Duration> drain_time(const Load& load, units::Rate capacity, units::Duration outage);

/// What a pipeline remembers: keys it has seen, or rows that wait for the other side of a join.
struct State {
  bool join = false;
  double rate = 0;         ///< entries a second
  units::Duration window;  ///< kept for
  bool forever = false;    ///< never forgotten: it only grows
  double bytes_each = 0;   ///< of an entry, measured with RocksDB
  design::Place at;        ///< where the window is said
  double bytes() const { return rate * window.value * bytes_each; }
};

/// The states of a stream or micro-batch pipeline; a batch keeps none between runs.
std::vector<State> states(const derive::Facts& facts, const derive::NamedPipeline& pipeline);

}  // namespace decide::estimate
