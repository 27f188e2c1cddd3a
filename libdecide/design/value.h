#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.h"

namespace decide::design {

/// Where a value stands: a node of the document that was read. Node 0, the root, stands for "nowhere".
struct Place {
  yaml::NodeId node = 0;
  explicit operator bool() const { return node != 0; }
};

/// An answer of the file, or none, with its place.
template <class T>
struct Val {
  T value{};
  Place at;

  explicit operator bool() const { return static_cast<bool>(at); }
  const T& operator*() const { return value; }
  const T* operator->() const { return &value; }
  T value_or(T otherwise) const { return at ? value : otherwise; }
  bool is(const T& expected) const { return at && value == expected; }
};

/// A sequence of answers.
template <class T>
struct List {
  std::vector<Val<T>> items;
  Place at;

  explicit operator bool() const { return static_cast<bool>(at); }
  bool empty() const { return items.empty(); }
  std::size_t size() const { return items.size(); }
  auto begin() const { return items.begin(); }
  auto end() const { return items.end(); }
  const Val<T>& operator[](std::size_t i) const { return items[i]; }
  bool contains(const T& value) const {
    return std::any_of(items.begin(), items.end(), [&](const Val<T>& item) { return item.value == value; });
  }
};

/// One entry of a mapping whose keys people choose.
template <class T>
struct Named {
  std::string name;
  Place key;  ///< the key itself: what findings about the whole entry point at
  Place at;   ///< the value
  T value{};

  const T* operator->() const { return &value; }
};

/// Named entries in the order of the file, with a lookup that stays fast in large designs.
template <class T>
class Map {
 public:
  Place at;

  explicit operator bool() const { return static_cast<bool>(at); }
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  const Named<T>& operator[](std::size_t i) const { return entries_[i]; }

  const Named<T>* find(std::string_view name) const {
    const auto found =
        std::lower_bound(order_.begin(), order_.end(), name,
                         [&](std::uint32_t i, std::string_view n) { return entries_[i].name < n; });
    return found != order_.end() && entries_[*found].name == name ? &entries_[*found] : nullptr;
  }
  Named<T>* find(std::string_view name) {
    return const_cast<Named<T>*>(static_cast<const Map&>(*this).find(name));
  }
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    all.reserve(entries_.size());
    for (const Named<T>& entry : entries_) all.emplace_back(entry.name);
    return all;
  }

  Named<T>& add(std::string name, Place key, Place value) {
    entries_.push_back({std::move(name), key, value, {}});
    return entries_.back();
  }
  /// To be called once after the last `add`. With equal names the first is found.
  void index() {
    order_.resize(entries_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return entries_[a].name < entries_[b].name; });
  }

 private:
  std::vector<Named<T>> entries_;
  std::vector<std::uint32_t> order_;
};

}  // namespace decide::design
