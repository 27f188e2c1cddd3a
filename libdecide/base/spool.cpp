#include "base/spool.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/system.h"

namespace decide {

void Spool::append(std::string_view text) {
  memory_ += text;
  if (memory_.size() > most_ && may_spill_) spill();
}

void Spool::spill() {
  if (!file_) file_.reset(std::tmpfile());
  may_spill_ = file_ != nullptr && write_bytes(fileno(file_.get()), memory_) == 0;
  if (!may_spill_) return;
  on_disk_ += memory_.size();
  memory_.clear();
}

Status Spool::read(std::size_t begin, std::size_t end, const Sink& sink) const {
  std::array<char, 65536> buffer;
  while (begin < std::min(end, on_disk_)) {
    const std::size_t wanted = std::min(buffer.size(), std::min(end, on_disk_) - begin);
    const ssize_t count =
        retry([&] { return ::pread(fileno(file_.get()), buffer.data(), wanted, static_cast<off_t>(begin)); });
    if (count <= 0) return system_error("read back", "a temporary file", count < 0 ? errno : EIO);
    if (auto taken = sink({buffer.data(), static_cast<std::size_t>(count)}); !taken) return taken;
    begin += static_cast<std::size_t>(count);
  }
  if (begin >= end) return Done{};
  return sink(std::string_view(memory_).substr(begin - on_disk_, end - begin));
}

}  // namespace decide
