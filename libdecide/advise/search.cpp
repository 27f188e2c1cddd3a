#include "advise/search.h"

#include <algorithm>
#include <cmath>

#include "estimate/pruning.h"
#include "estimate/width.h"

namespace decide::advise {
namespace {

using estimate::Shape;
using estimate::Sorted;

/// Late rows touch few files; leaving them out spares most of the work of a search.
const estimate::Curve no_lateness;

/// Some hundredths of a second.
constexpr std::size_t most_steps = 100'000;

double bytes_per_open(const Shape& shape) {
  return shape.fact("layout.bytes_per_open").value;
}

/// A partitioning, and what does not hang on the order of rows within it.
struct Ground {
  Shape shape;
  estimate::Partitions partitions;
  std::optional<estimate::Files> files;
  estimate::Pieces pieces;
  std::optional<estimate::Widths> widths;
  Cost fixed;        ///< written and metadata
  double open = 0;   ///< bytes that opening a file is worth
  double order = 0;  ///< written again to keep rows sorted
};

double bytes_written(const Task& task, const Shape& shape) {
  const double stored = task.table->row_bytes / shape.compression;
  double written = 0;
  for (const estimate::Writing& writing : task.table->writings)
    written += writing.rows * writing.commits * stored;
  const double fresh = *task.table->rows_day * stored;
  // Each row is written by its pipeline, and once more by the compaction.
  return std::max(written, fresh) + (shape.compacts ? fresh : 0);
}

/// Without time in the partition every file holds rows that expire, and deleting them writes all files again.
double bytes_for_expiry(const Shape& shape, const estimate::Partitions& spread) {
  if (spread.timed) return 0;
  return spread.bytes_each * spread.in_all / shape.fact("layout.expiry_days").value;
}

/// Rows stay sorted within a partition only if each compaction writes again all that has new rows. A
/// partition of more days than lie between two compactions is half full on average. What the format sorts by
/// itself counts as its own business.
double bytes_for_order(const Task& task, const Shape& shape, const estimate::Partitions& spread) {
  if (!shape.compacts || shape.compact_every <= 0) return 0;
  const bool grows = spread.unit_days > shape.compact_every;
  const double open = spread.per_unit * spread.bytes_each * (grows && spread.timed ? 0.5 : 1);
  const double again = open * std::max(1.0, 1 / spread.unit_days * shape.compact_every) / shape.compact_every;
  const double fresh = *task.table->rows_day * task.table->row_bytes / shape.compression;
  return std::max(again - fresh, 0.0);
}

/// Nothing where what it writes and its metadata alone cost more than `limit` bytes a day.
std::optional<Ground> ground_of(const Task& task, const Shape& shape,
                                double limit = std::numeric_limits<double>::infinity()) {
  const auto spread = estimate::partitions(*task.table, shape, no_lateness);
  if (!spread) return std::nullopt;
  Ground ground{shape, *spread, {}, {}, {}, {}, 0, 0};
  ground.files = estimate::files(*task.table, shape, *spread, no_lateness);
  const estimate::Files* files = ground.files ? &*ground.files : nullptr;
  ground.pieces = estimate::mean_partition(*task.table, shape, *spread, files);
  ground.open = bytes_per_open(shape);
  ground.fixed.written = bytes_written(task, shape) + bytes_for_expiry(shape, *spread);
  ground.order = bytes_for_order(task, shape, *spread);
  const double in_all = files != nullptr ? files->in_all : spread->in_all * ground.pieces.files;
  ground.fixed.metadata = in_all * shape.fact("layout.metadata_bytes_per_file").value;
  if (ground.fixed.total() > limit) return std::nullopt;
  ground.widths.emplace(*task.table, shape, ground.pieces);
  return ground;
}

/// One query over one partitioning while the order of rows grows column by column.
class Reading {
 public:
  Reading(const Task& task, const Ground& ground, const estimate::QueryModel& query)
      : ground_(&ground),
        query_(&query),
        groups_(*task.table, query, ground.pieces, ground.pieces.rows_a_piece),
        files_(*task.table, query, ground.pieces, ground.pieces.rows_a_file),
        read_(ground.shape, query, *ground.widths),
        survivors_(estimate::surviving(*task.table, ground.shape, ground.partitions, query)),
        runs_(*query.runs),
        row_(task.table->row_bytes / ground.shape.compression) {
    survivors_ *= estimate::written_in_range(*task.table, ground.shape, ground.partitions,
                                             ground.files ? &*ground.files : nullptr, query);
    if (ground.files)
      waiting_ = estimate::waiting_files(*task.table, ground.shape, ground.partitions, *ground.files, query);
    for (const estimate::Kept& kept : query.filters) {
      // Of more rows a value is a smaller part; in commits that lie by themselves a time range is another
      // one.
      const auto of_all = estimate::selected(*task.table, kept, ground.pieces.rows, ground.pieces.days);
      const auto of_stretch = groups_.chosen_by(kept);
      if (of_all && of_stretch) share_ *= std::min(of_all->share, of_stretch->share);
    }
  }

  /// `run`: rows of one stretch of equal values then.
  void by(int column, double run) {
    groups_.by(column);
    files_.by(column);
    read_.by(column, run);
  }
  Cost cost() const { return cost_with(row_ * read_.share()); }
  /// What no order of further columns comes below.
  double least() const {
    const double row = row_ * read_.least();
    const estimate::Pieces& one = ground_->pieces;
    if (estimate::is_row_format(ground_->shape)) return cost().total();
    if (!groups_.open()) return cost_with(row).total();
    const double pieces = std::min(groups_.least(share_), one.files_a_run() * one.pieces_a_file);
    const double groups = one.runs * pieces * one.rows_a_piece * row;
    const double pages = estimate::page_bytes(one, *query_);
    const double exact = one.runs * (pages + one.rows_a_run * share_ * row);
    const double bytes = pages > 0 ? std::min(groups, exact) : groups;
    const double opened = one.runs * std::min(files_.least(share_), one.files_a_run());
    return runs_ * (survivors_ * bytes + (survivors_ * opened + waiting_) * ground_->open);
  }

 private:
  /// With `row` bytes of a row to read.
  Cost cost_with(double row) const {
    const estimate::Opened one =
        estimate::opened(files_, groups_, ground_->shape, *query_, ground_->pieces, row);
    Cost cost;
    cost.read = runs_ * survivors_ * one.bytes;
    cost.opens = runs_ * (survivors_ * one.files + waiting_) * ground_->open;
    return cost;
  }

  const Ground* ground_;
  const estimate::QueryModel* query_;
  Sorted groups_, files_;
  estimate::ReadShare read_;
  double survivors_, runs_, row_, waiting_ = 0, share_ = 1;
};

std::vector<Reading> readings(const Task& task, const Ground& ground) {
  std::vector<Reading> all;
  all.reserve(task.queries.size());
  for (const auto& query : task.queries) all.emplace_back(task, ground, query);
  return all;
}

/// A layout that was met on the way: enough to make a Candidate of it.
struct Met {
  double total = 0;
  std::size_t ground = 0;
  std::vector<int> cluster;
};

constexpr double rounding = 1e-9;

/// Fewer columns first among equal costs, then the earlier partitioning: they are listed simplest first.
bool before(const Met& a, const Met& b) {
  if (std::fabs(a.total - b.total) > rounding * std::max(a.total, b.total)) return a.total < b.total;
  if (a.cluster.size() != b.cluster.size()) return a.cluster.size() < b.cluster.size();
  return a.ground != b.ground ? a.ground < b.ground : a.cluster < b.cluster;
}

class Search {
 public:
  Search(const Task& task, std::size_t n, double limit)
      : task_(task), n_(n), limit_(limit), columns_(sortable(task)), most_(most_sorted(task)) {
    if (least_written() > limit) return;
    for (const Shape& shape : partitionings(task)) {
      if (bytes_written(task, shape) > limit) continue;
      auto ground = ground_of(task, shape, limit);
      if (!ground) continue;
      ground->widths->sorted_only_by(columns_);
      grounds_.push_back(*std::move(ground));
    }
  }

  std::vector<Candidate> run() {
    struct Start {
      double least;
      std::size_t ground;
    };
    std::vector<Start> starts;
    for (std::size_t i = 0; i < grounds_.size(); ++i)
      starts.push_back({least(grounds_[i], readings(task_, grounds_[i])), i});
    // The most promising first, so that the rest can be passed over.
    std::stable_sort(starts.begin(), starts.end(),
                     [](const Start& a, const Start& b) { return a.least < b.least; });
    for (const Start& start : starts) {
      if (start.least > bound()) break;
      std::vector<int> prefix;
      descend(start.ground, prefix, readings(task_, grounds_[start.ground]),
              std::numeric_limits<double>::infinity());
    }
    std::vector<Candidate> all;
    for (const Met& met : best_) {
      Shape shape = grounds_[met.ground].shape;
      shape.cluster = met.cluster;
      if (auto candidate = evaluate(task_, shape)) all.push_back(*std::move(candidate));
    }
    return all;
  }

 private:
  double bound() const { return best_.size() < n_ ? limit_ : best_.back().total; }

  /// What every partitioning writes at least.
  double least_written() const {
    Shape shape = task_.base;
    shape.compacts = false;
    return bytes_written(task_, shape);
  }

  static double least(const Ground& ground, const std::vector<Reading>& all) {
    double sum = ground.fixed.total();
    for (const Reading& reading : all) sum += reading.least();
    return sum;
  }

  void keep(Met met) {
    best_.insert(std::upper_bound(best_.begin(), best_.end(), met, before), std::move(met));
    if (best_.size() > n_) best_.pop_back();
  }

  /// `above` is the least that a part of the order costs: an order whose last columns bring nothing is not
  /// listed beside the shorter one.
  void descend(std::size_t index, std::vector<int>& prefix, const std::vector<Reading>& all, double above) {
    const Ground& ground = grounds_[index];
    double total = ground.fixed.total() + (prefix.empty() ? 0 : ground.order);
    for (const Reading& reading : all) total += reading.cost().total();
    if (total <= limit_ && total < above * (1 - rounding)) keep({total, index, prefix});
    if (prefix.size() == most_ || estimate::is_row_format(ground.shape)) return;
    for (const Child& child : children(ground, prefix, all)) {
      if (child.least + ground.order > bound()) break;
      prefix.push_back(child.column);
      descend(index, prefix, child.readings, std::min(above, total));
      prefix.pop_back();
    }
  }

  struct Child {
    int column;
    double least;
    std::vector<Reading> readings;
  };

  /// The orders with one more column that may still win, the most promising first.
  std::vector<Child> children(const Ground& ground, const std::vector<int>& prefix,
                              const std::vector<Reading>& all) {
    std::vector<Child> found;
    const estimate::Pieces& one = ground.pieces;
    const double before = estimate::run_after(*task_.table, prefix, one.rows_a_run, one.days);
    for (const int column : columns_) {
      if (is_taken(ground, prefix, column) || steps_ > most_steps) continue;
      steps_ += all.size();
      Child child{column, 0, all};
      const double run = estimate::run_after(*task_.table, {column}, before, one.days);
      for (Reading& reading : child.readings) reading.by(column, run);
      child.least = least(ground, child.readings);
      if (child.least + ground.order <= bound()) found.push_back(std::move(child));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Child& a, const Child& b) { return a.least < b.least; });
    return found;
  }

  static bool is_taken(const Ground& ground, const std::vector<int>& prefix, int column) {
    if (std::find(prefix.begin(), prefix.end(), column) != prefix.end()) return true;
    return std::any_of(ground.shape.by.begin(), ground.shape.by.end(), [&](const estimate::Part& part) {
      return part.column == column && part.kind == design::Transform::Kind::identity;
    });
  }

  const Task& task_;
  std::size_t n_;
  double limit_;
  std::vector<int> columns_;
  std::size_t most_;
  std::vector<Ground> grounds_;
  std::vector<Met> best_;
  std::size_t steps_ = 0;  ///< of one query by one column
};

}  // namespace

std::optional<Candidate> evaluate(const Task& task, const Shape& shape) {
  const auto ground = ground_of(task, shape);
  if (!ground) return std::nullopt;
  Candidate candidate{shape, ground->partitions, ground->files, ground->fixed, {}};
  if (!shape.cluster.empty()) candidate.cost.written += ground->order;
  const estimate::Files* files = ground->files ? &*ground->files : nullptr;
  for (const auto& query : task.queries) {
    const auto scan = estimate::scan(*task.table, shape, ground->partitions, files, query);
    if (!scan) return std::nullopt;
    const double read = *query.runs * scan->bytes_read;
    const double opens = *query.runs * scan->files * ground->open;
    candidate.cost.read += read;
    candidate.cost.opens += opens;
    candidate.queries.push_back(read + opens);
  }
  return candidate;
}

std::vector<Candidate> cheapest(const Task& task, std::size_t n, double limit) {
  return Search(task, n, limit).run();
}

}  // namespace decide::advise
