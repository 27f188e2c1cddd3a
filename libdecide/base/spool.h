#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/sink.h"

namespace decide {

/// Text that grows at its end and is read back later. Of more than it may keep in memory the most lies in a
/// file without a name, which is gone with it; where none can be made, or the disk is full, it stays in
/// memory.
class Spool {
 public:
  explicit Spool(std::size_t most_in_memory = std::size_t{1} << 20U) : most_(most_in_memory) {}

  void append(std::string_view text);
  std::size_t size() const { return on_disk_ + memory_.size(); }
  std::size_t on_disk() const { return on_disk_; }
  /// Hands the bytes from `begin` to `end` on. Not for two threads at once.
  Status read(std::size_t begin, std::size_t end, const Sink& sink) const;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void spill();

  std::size_t most_;
  std::string memory_;  ///< what comes behind the bytes on disk
  std::size_t on_disk_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
  bool may_spill_ = true;
};

}  // namespace decide
