#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "base/system.h"

namespace decide {

/// A new file beside the target, removed at the end unless it took the target's name.
class Temporary {
 public:
  /// `folder` is a descriptor that must outlive this; `folder_path` is its absolute path.
  static Result<std::unique_ptr<Temporary>> make(int folder, const std::string& folder_path, mode_t mode);
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary();

  int descriptor() const { return file_.number(); }
  /// Flushes to the disk and closes; errors that come late come here. Returns an errno value, or 0.
  int settle();
  /// Takes the name of a file that is there. Returns an errno value, or 0.
  int replace(const std::string& name);
  /// Takes a name that must be free (EEXIST otherwise). Returns an errno value, or 0.
  int take_free(const std::string& name);

 private:
  Temporary(int folder, std::string name, Descriptor file, bool announced);

  int folder_;
  std::string name_;
  Descriptor file_;
  bool announced_;
};

}  // namespace decide
