#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "yaml/document.h"

namespace decide::drill {

/// Reads the values of a document of ours, and collects what is wrong, each with its place.
class Fields {
 public:
  Fields(const yaml::Document& document, std::vector<Error>& errors) : document_(document), errors_(errors) {}

  const yaml::Document& document() const { return document_; }
  void wrong(yaml::NodeId node, std::string_view message, std::string help);

  /// Calls `use(key, value)` with each pair of a mapping; anything else is an error.
  template <class Use>
  void each(yaml::NodeId mapping, Use use) {
    if (!is_mapping(mapping)) return;
    for (yaml::NodeId key = document_[mapping].first; key != yaml::none;) {
      const yaml::NodeId value = document_[key].next;
      use(key, value);
      key = document_[value].next;
    }
  }

  /// Reports the keys of a mapping that are not among `allowed`, and those of `required` that are missing.
  void keys(yaml::NodeId mapping, std::initializer_list<std::string_view> required,
            std::initializer_list<std::string_view> allowed);

  /// The text at a key of a mapping; empty where there is none.
  std::string text(yaml::NodeId mapping, std::string_view key);
  /// A list of texts; one text stands for a list of one.
  std::vector<std::string> texts(yaml::NodeId mapping, std::string_view key);
  /// A number from `least` to `most`; `otherwise` where there is none.
  double number(yaml::NodeId mapping, std::string_view key, double least, double most, double otherwise);
  /// The value at a key, or `none`.
  yaml::NodeId value(yaml::NodeId mapping, std::string_view key) const;

 private:
  bool is_mapping(yaml::NodeId node);

  const yaml::Document& document_;
  std::vector<Error>& errors_;
};

/// The problems of a text that is no YAML, or that has keys twice.
bool take_problems(const yaml::Parsed& parsed, std::vector<Error>& errors);

}  // namespace decide::drill
