#pragma once

#include <set>
#include <string>

#include "schema/type.h"

/// A document that says everything the format can say, each value by the example of its kind. Where exactly
/// one of some rows must be given, there is one entry for each of them.
namespace decide::test {

class FullDocument {
 public:
  FullDocument() { structure(schema::file_shape(), 0, {}, {}, {}); }

  const std::string& text() const { return text_; }
  /// The paths that it fills, names as NAME.
  const std::set<std::string>& generic() const { return generic_; }
  /// The same with their names.
  const std::set<std::string>& paths() const { return paths_; }

 private:
  static std::string joined(const std::string& path, std::string_view segment) {
    return path.empty() ? std::string(segment) : path + "." + std::string(segment);
  }
  static bool is_left_out(const schema::Field& field, std::string_view chosen) {
    return field.one_of && field.name != chosen;
  }

  void structure(const schema::Shape& shape, std::size_t depth, const std::string& path,
                 const std::string& generic, std::string_view chosen) {
    for (const schema::Field& field : shape.fields) {
      if (is_left_out(field, chosen)) continue;
      const std::string at = joined(path, field.name), any = joined(generic, field.name);
      generic_.insert(any);
      paths_.insert(at);
      text_ += std::string(depth, ' ') + std::string(field.name) + ":";
      if (at == "dedesign") {
        text_ += " 1\n";
      } else {
        value(*field.type, depth + 1, at, any, {});
      }
    }
  }

  void value(const schema::Type& type, std::size_t depth, const std::string& path, const std::string& generic,
             std::string_view chosen) {
    const auto example = [](const schema::Type& of) { return std::string(of.scalar->example); };
    switch (type.form) {
      case schema::Form::scalar:
        text_ += " " + example(type) + "\n";
        return;
      case schema::Form::list:
        text_ += " [\"" + example(*type.item) + "\"]\n";
        return;
      case schema::Form::structure:
        text_ += "\n";
        return structure(type.shape(), depth, path, generic, chosen);
      case schema::Form::names:
      case schema::Form::word_or_names:
        text_ += "\n";
        return names(type, depth, path, generic);
    }
  }

  void names(const schema::Type& type, std::size_t depth, const std::string& path,
             const std::string& generic) {
    const auto entry = [&](const std::string& name, std::string_view chosen) {
      text_ += std::string(depth, ' ') + name + ":";
      value(*type.item, depth + 1, joined(path, name), joined(generic, "NAME"), chosen);
    };
    bool split = false;
    if (type.item->form == schema::Form::structure) {
      for (const schema::Field& field : type.item->shape().fields) {
        if (!field.one_of) continue;
        split = true;
        entry("with-" + std::string(field.name), field.name);
      }
    }
    if (!split) entry("n1", {});
  }

  std::string text_;
  std::set<std::string> generic_, paths_;
};

}  // namespace decide::test
