#include "diag/pack.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace decide::diag {
namespace {

/// Both directions walk the same fields in the same order: `walk` below is the one list of them.
class Writer {
 public:
  void operator()(std::uint32_t number) { put(&number, sizeof number); }
  void operator()(bool flag) { bytes_ += flag ? '\1' : '\0'; }
  void operator()(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    put(&bits, sizeof bits);
  }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void operator()(Severity severity) { (*this)(static_cast<std::uint32_t>(severity)); }
  template <class T>
  void operator()(std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) walk(*this, *value);
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    (*this)(static_cast<std::uint32_t>(list.size()));
    for (T& item : list) walk(*this, item);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void put(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  void operator()(std::uint32_t& number) { get(&number, sizeof number); }
  void operator()(bool& flag) {
    char byte = 0;
    get(&byte, 1);
    flag = byte == '\1';
    good_ = good_ && (byte == '\0' || byte == '\1');
  }
  void operator()(double& number) {
    std::uint64_t bits = 0;
    get(&bits, sizeof bits);
    number = std::bit_cast<double>(bits);
  }
  void operator()(std::string& text) {
    const std::uint32_t size = count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  void operator()(Severity& severity) {
    std::uint32_t number = 0;
    (*this)(number);
    good_ = good_ && number <= static_cast<std::uint32_t>(Severity::error);
    if (good_) severity = static_cast<Severity>(number);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    bool there = false;
    (*this)(there);
    if (good_ && there) walk(*this, value.emplace());
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    const std::uint32_t size = count();
    for (std::uint32_t i = 0; i < size && good_; ++i) walk(*this, list.emplace_back());
  }
  bool is_done() const { return good_ && rest_.empty(); }

 private:
  /// Of things that take a byte at least: never more than there are.
  std::uint32_t count() {
    std::uint32_t size = 0;
    (*this)(size);
    good_ = good_ && size <= rest_.size();
    return good_ ? size : 0;
  }
  void get(void* into, std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return;
    std::memcpy(into, rest_.data(), size);
    rest_.remove_prefix(size);
  }
  std::string_view rest_;
  bool good_ = true;
};

template <class Way, class... Fields>
void all(Way& way, Fields&... fields) {
  (way(fields), ...);
}

template <class Way>
void walk(Way& way, Span& it) {
  all(way, it.begin, it.end);
}
template <class Way>
void walk(Way& way, Related& it) {
  way(it.path);
  walk(way, it.span);
  way(it.message);
}
template <class Way>
void walk(Way& way, std::pair<std::string, std::string>& it) {
  all(way, it.first, it.second);
}
template <class Way>
void walk(Way& way, Figure& it) {
  all(way, it.name, it.value, it.unit, it.formula, it.inputs);
}
template <class Way>
void walk(Way& way, Edit& it) {
  walk(way, it.span);
  way(it.text);
}
template <class Way>
void walk(Way& way, Fix& it) {
  all(way, it.safe, it.title, it.edits);
}
template <class Way>
void walk(Way& way, Accepted& it) {
  way(it.name);
  walk(way, it.span);
}
template <class Way>
void walk(Way& way, TraceStep& it) {
  all(way, it.who, it.what, it.table, it.right);
}
template <class Way>
void walk(Way& way, Trace& it) {
  all(way, it.cost, it.bounds, it.summary, it.lanes, it.ends, it.steps);
}
template <class Way>
void walk(Way& way, Finding& it) {
  all(way, it.rule, it.name, it.severity, it.path);
  walk(way, it.span);
  all(way, it.label, it.message, it.help, it.constraint, it.related, it.figures, it.fix, it.accepted,
      it.trace, it.absent, it.in_baseline);
}

}  // namespace

std::string pack(const std::vector<Finding>& findings) {
  Writer writer;
  std::vector<Finding> copy = findings;
  writer(copy);
  return writer.take();
}

std::optional<std::vector<Finding>> unpack(std::string_view bytes) {
  Reader reader(bytes);
  std::vector<Finding> findings;
  reader(findings);
  if (!reader.is_done()) return std::nullopt;
  return findings;
}

}  // namespace decide::diag
