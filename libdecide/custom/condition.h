#pragma once

#include "base/result.h"
#include "custom/path.h"
#include "custom/read.h"
#include "custom/rule.h"
#include "yaml/document.h"

namespace decide::custom {

/// Reads the conditions of one rule, whose `given` is known.
class ConditionReader {
 public:
  ConditionReader(const yaml::Document& document, const Path& given, const Limits& limits)
      : document_(document), given_(given), limits_(limits) {}

  /// A mapping, all of which must hold.
  Result<Condition> read(yaml::NodeId node) { return read_mapping(node, given_, 0); }
  /// The sections that paths from the root have named, the last of them.
  const std::optional<design::Section>& section() const { return section_; }
  /// Reads a path and takes note of its section.
  Result<TypedPath> path(yaml::NodeId at, std::string_view text, const Path& base);

 private:
  Result<Condition> read_mapping(yaml::NodeId node, const Path& base, std::size_t depth);
  Result<Condition> read_key(yaml::NodeId key, const Path& base, std::size_t depth);
  Result<Condition> read_list(yaml::NodeId node, const Path& base, Condition::Kind kind, std::size_t depth);
  Result<Condition> read_count(yaml::NodeId node, const Path& base, std::size_t depth);
  Result<Condition> read_tests(yaml::NodeId key, const Path& base);
  Result<Test> read_test(yaml::NodeId verb, const TypedPath& subject, const Path& base);
  Result<Test> read_verb(std::string_view verb, yaml::NodeId value, const TypedPath& subject,
                         const Path& base);
  Status read_operand(Test& test, yaml::NodeId value, const TypedPath& subject, const Path& base);
  Status read_other(Test& test, yaml::NodeId value, const TypedPath& subject, const Path& base);
  Status read_texts(Test& test, yaml::NodeId value, const TypedPath& subject);
  Status read_text(Test& test, yaml::NodeId item, const TypedPath& subject);
  Status spend(yaml::NodeId at);
  Error no_condition(yaml::NodeId at) const;

  const yaml::Document& document_;
  const Path& given_;
  const Limits& limits_;
  std::size_t spent_ = 0;
  std::optional<design::Section> section_;
};

/// Calls `use(key)` with each key of a mapping until one is refused.
template <class Use>
Status each_key(const yaml::Document& document, yaml::NodeId mapping, Use use) {
  for (yaml::NodeId key = document[mapping].first; key != yaml::none;) {
    if (Status done = use(key); !done) return done;
    key = document[document[key].next].next;
  }
  return Done{};
}

}  // namespace decide::custom
