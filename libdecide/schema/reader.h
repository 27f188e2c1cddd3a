#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "design/design.h"
#include "diag/finding.h"
#include "schema/scalar_kinds.h"
#include "schema/type.h"

namespace decide::schema {

/// The shape of a struct of the format; one specialisation a struct, in rows_*.cpp.
template <class S>
const Shape& shape_of();

/// Walks a document along the table and fills a design; every mismatch is a finding with its place.
class Reader {
 public:
  /// `ways`: of every node whether it is read again, or lies on the way to one that is; null where all is
  /// read for the first time.
  Reader(const yaml::Document& document, std::vector<diag::Finding>& findings,
         const std::vector<bool>* ways = nullptr)
      : document_(document), findings_(findings), ways_(ways) {}

  template <class T>
  void read(yaml::NodeId id, design::Val<T>& out) {
    auto value = ScalarOf<T>::read(document_[id]);
    if (value) {
      out = {*std::move(value), {id}};
    } else {
      out = {};
      bad_value(id, kind_of<T>, value.error());
    }
  }
  void read(yaml::NodeId id, design::Val<design::Any>& out) { out = {{id}, {id}}; }
  void read(yaml::NodeId id, design::Val<design::NewValue>& out);
  void read(yaml::NodeId id, design::Methods& out);

  template <class T>
  void read(yaml::NodeId id, design::List<T>& out) {
    if (!expect_list(id, kind_of<T>)) return;
    out.at = {id};
    out.items.clear();
    for (yaml::NodeId item = document_[id].first; item != yaml::none; item = document_[item].next) {
      design::Val<T> value;
      read(item, value);
      if (value) out.items.push_back(std::move(value));
    }
  }

  template <class T>
  void read(yaml::NodeId id, design::Map<T>& out, Keys keys = Keys::name) {
    if (!expect_names(id)) return;
    if (ways_ != nullptr) return read_entries_again(id, out);
    out.at = {id};
    for (yaml::NodeId key = document_[id].first; key != yaml::none; key = value_of(key).next) {
      if (!key_is_usable(key, keys)) continue;
      const yaml::NodeId value = document_[key].next;
      auto& entry = out.add(document_[key].text, {key}, {value});
      read(value, entry.value);
    }
    out.index();
  }
  void read(yaml::NodeId id, design::Map<design::Val<design::NewValue>>& out) { read(id, out, Keys::path); }

  template <class S>
  void read(yaml::NodeId id, S& out) {
    if (!structure(id, shape_of<S>(), &out)) return;
    if constexpr (requires { out.at.node; }) out.at = {id};
  }

  /// Reads the keys of a mapping by the rows of a shape; false if it is no mapping.
  bool structure(yaml::NodeId id, const Shape& shape, void* owner);

 private:
  const yaml::Node& value_of(yaml::NodeId key) const { return document_[document_[key].next]; }
  bool is_read(yaml::NodeId value) const { return ways_ == nullptr || (*ways_)[value]; }

  template <class T>
  void read_entries_again(yaml::NodeId id, design::Map<T>& out) {
    for (yaml::NodeId key = document_[id].first; key != yaml::none; key = value_of(key).next) {
      const yaml::NodeId value = document_[key].next;
      if (!is_read(value)) continue;
      auto* entry = out.find(document_[key].text);
      if (entry != nullptr && entry->key.node == key) read(value, entry->value);
    }
  }

  bool expect_list(yaml::NodeId id, const ScalarKind& item);
  bool expect_names(yaml::NodeId id);
  bool key_is_usable(yaml::NodeId key, Keys keys);
  void bad_value(yaml::NodeId id, const ScalarKind& kind, const Error& error);
  void unknown_key(yaml::NodeId key, const Shape& shape);
  void missing(yaml::NodeId id, const Shape& shape, const std::vector<bool>& given);
  diag::Finding& add(std::string_view rule, std::string_view name, yaml::NodeId id, std::string message);

  const yaml::Document& document_;
  std::vector<diag::Finding>& findings_;
  const std::vector<bool>* ways_;
};

}  // namespace decide::schema
