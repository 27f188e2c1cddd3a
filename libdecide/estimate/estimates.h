#pragma once

#include <optional>
#include <string>
#include <vector>

#include "estimate/curve.h"
#include "estimate/delay.h"
#include "estimate/files.h"
#include "estimate/guarantees.h"
#include "estimate/scan.h"

namespace decide::estimate {

/// The figures of one table. What cannot be told is empty, and `missing` names the answer that would tell it.
struct TableFigures {
  derive::Lineage::Id id = derive::Lineage::nowhere;
  TableModel model;
  const design::Named<design::Layout>* layout = nullptr;  ///< null if the table has none
  std::optional<Shape> shape;
  std::optional<Partitions> partitions;
  std::optional<Files> files;
  std::string missing;

  std::string_view name() const { return model.table->name; }
  /// Bytes on storage that a day adds; nothing without rows or layout.
  std::optional<double> stored_day() const;
  /// Bytes on storage in all: with growth over the retention.
  std::optional<double> stored() const;
};

/// The figures of one query of a table that has a layout.
struct QueryFigures {
  const TableFigures* table = nullptr;
  QueryModel model;
  std::optional<Scan> scan;
  std::string missing;
  std::string_view name() const { return model.query->name; }
  /// Bytes read a day; nothing if the scan or the runs are not known.
  std::optional<double> read_day() const;
};

/// All figures that follow from a design, each part computed once, when it is first asked for: a what-if asks
/// few. Points into `facts`, which must outlive it. For one thread.
class Estimates {
 public:
  explicit Estimates(const derive::Facts& facts);
  Estimates(const Estimates&) = delete;
  Estimates& operator=(const Estimates&) = delete;

  const Curve& lateness() const { return lateness_; }
  const Delays& delays() const { return once(delays_); }
  /// What every table promises to its readers.
  const Guarantees& guarantees() const { return once(guarantees_); }
  /// Every table, in the order of the file.
  const std::vector<TableFigures>& tables() const { return figures().tables; }
  /// By name; null if the model has no such table.
  const TableFigures* table(std::string_view name) const;
  /// Queries of declared tables, in the order of the file.
  const std::vector<QueryFigures>& queries() const { return figures().queries; }

 private:
  struct Figures {
    std::vector<TableFigures> tables;
    std::vector<QueryFigures> queries;
    std::vector<std::size_t> index;  ///< of tables by Lineage::Id
  };
  Figures computed() const;
  const Figures& figures() const {
    if (!figures_) figures_ = computed();
    return *figures_;
  }
  template <class Part>
  const Part& once(std::optional<Part>& part) const {
    return part ? *part : part.emplace(facts_);
  }

  const derive::Facts& facts_;
  Curve lateness_;
  mutable std::optional<Delays> delays_;
  mutable std::optional<Guarantees> guarantees_;
  mutable std::optional<Figures> figures_;
};

/// A yearly growth over some days: the mean of the factor that it has reached. 1 for no growth.
double mean_growth(double growth, double days);

}  // namespace decide::estimate
