#pragma once

#include <string_view>

/// What each table format or warehouse can do, and its defaults; the ids are those of `fact.h`'s sources.
namespace decide::facts {

struct FormatTraits {
  std::string_view name;          ///< as in `partition.*.format`
  bool merge = false;             ///< rows can be updated or merged by key
  bool atomic_overwrite = false;  ///< a partition is replaced in one step that readers see whole
  bool time_travel = false;       ///< old snapshots can be read
  bool schema_change = false;     ///< columns can be added without rewriting data
  double compression = 1;         ///< default ratio of uncompressed (JSON-like) to stored bytes
  double target_file = 0;         ///< default size of file, bytes
  int max_cluster_columns = 0;    ///< 0: no limit of its own
  int max_partition_columns = 0;  ///< 0: no limit of its own
  bool partitions = true;         ///< a design can say how it is partitioned; else there is only an order
  bool hashes = true;             ///< partitions by a hash of a column are of use to its queries
  bool compacts_itself = false;   ///< small files are merged in the background without being told to
  std::string_view isolation;     ///< default against other writers: none snapshot serializable
  std::string_view id;            ///< fact ids behind the row, space separated
};

/// The traits of a format by name, or null.
const FormatTraits* format_traits(std::string_view name);

}  // namespace decide::facts
