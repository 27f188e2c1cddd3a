#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace dedesign {

/// The whole terminal, taken over and given back: raw keys, another screen, no cursor. It is given back on
/// every way out, an interrupt too.
class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  struct Size {
    std::size_t width = 80, height = 24;
  };
  Size size() const;
  /// Shows lines from the top; what does not fit is cut off below.
  void show(const std::string& text) const;
  /// True once after the terminal was resized, or after Ctrl-C.
  static bool was_resized();
  static bool was_interrupted();
};

/// Says when a file was written, whatever way an editor takes: it watches the folder.
class FileWatch {
 public:
  explicit FileWatch(const std::string& file);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  bool works() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  /// Takes what has happened; true if it was about the file.
  bool take();

 private:
  int descriptor_ = -1;
  std::string name_;
};

}  // namespace dedesign
