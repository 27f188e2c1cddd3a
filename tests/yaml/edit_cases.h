#pragma once

#include <string>

#include "yaml/edit.h"

namespace edit_cases {

inline decide::yaml::Document read(const std::string& text) {
  return decide::yaml::parse(decide::Source("test.yaml", text)).document;
}

inline decide::Result<std::string> try_edit(const std::string& before, const std::string& path,
                                            const std::string* value) {
  using decide::yaml::Change;
  Change change;
  change.verb = value == nullptr ? Change::Verb::unset : Change::Verb::set;
  change.path = *decide::yaml::split_path(path);
  if (value != nullptr) change.value = *value;
  return decide::yaml::apply(read(before), change);
}

/// The changed text, or the error with a mark in front.
inline std::string outcome(const decide::Result<std::string>& result) {
  return result ? *result : "refused: " + result.error().message;
}

inline std::string set(const std::string& before, const std::string& path, const std::string& value) {
  return outcome(try_edit(before, path, &value));
}

inline std::string unset(const std::string& before, const std::string& path) {
  return outcome(try_edit(before, path, nullptr));
}

inline std::string merge(const std::string& before, const std::string& path, const std::string& fragment) {
  const auto segments = path.empty() ? std::vector<std::string>{} : *decide::yaml::split_path(path);
  return outcome(decide::yaml::merge(read(before), segments, read(fragment)));
}

}  // namespace edit_cases
