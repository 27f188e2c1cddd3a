#include <malloc.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

/// Blocks that the C++ program gives back and takes again. A lint builds trees of thousands of small blocks
/// and drops them as a whole; glibc keeps seven of a size for the thread and puts the others through its
/// slow path, which took a twelfth of a lint. Its limit can only be set from the environment, before the
/// program starts. So they are kept here, by size, until the thread ends. Each is a block of malloc still.
namespace {

constexpr std::size_t least = 24, step = 16, classes = 64;  ///< usable sizes of glibc: 24, 40, 56 ... 1032 B

/// The smallest class whose blocks all hold that many bytes.
constexpr std::size_t class_for(std::size_t bytes) {
  return bytes <= least ? 0 : (bytes - least + step - 1) / step;
}

struct Kept {
  Kept* next;
};

/// What a thread keeps. Free of a constructor, so that it may be used before and after all others.
struct Shelf {
  std::array<Kept*, classes> by_class{};
  bool closed = false;
};

thread_local constinit Shelf shelf;

/// Gives back what is kept when the thread ends.
struct Closing {
  Closing() = default;
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;
  ~Closing() {
    shelf.closed = true;
    for (Kept*& first : shelf.by_class) {
      while (first != nullptr) {
        Kept* const next = first->next;
        std::free(first);
        first = next;
      }
    }
  }
};

void* take(std::size_t bytes) {
  const std::size_t at = class_for(bytes);
  if (at < classes) {
    if (Kept* const kept = shelf.by_class[at]) {
      shelf.by_class[at] = kept->next;
      return kept;
    }
  }
  return std::malloc(bytes);
}

/// `at`: a class that the block is large enough for.
void give(void* block, std::size_t at) noexcept {
  if (at >= classes || shelf.closed) {
    std::free(block);
    return;
  }
  static thread_local const Closing closing;
  static_cast<void>(closing);
  shelf.by_class[at] = new (block) Kept{shelf.by_class[at]};
}

}  // namespace

void* operator new(std::size_t bytes) {
  for (;;) {
    if (void* const block = take(bytes)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  const std::size_t usable = malloc_usable_size(block);
  give(block, usable < least ? classes : (usable - least) / step);
}

void operator delete(void* block, std::size_t bytes) noexcept {
  if (block != nullptr) give(block, class_for(bytes));
}
