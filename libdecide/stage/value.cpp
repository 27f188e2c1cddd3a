#include "stage/value.h"

#include "base/text.h"
#include "schema/type.h"
#include "yaml/document.h"
#include "yaml/edit.h"

namespace decide::stage {
namespace {

bool takes_text(std::string_view path) {
  const auto located = schema::locate(path);
  if (!located || located->type == nullptr || located->type->scalar == nullptr) return false;
  return located->type->form == schema::Form::scalar && located->type->scalar->name == "text";
}

/// True if YAML reads all of it, and no collection: `null`, `"in quotes"`, `plain words`.
bool is_one_scalar(std::string_view value) {
  const yaml::Parsed parsed = yaml::parse(Source("value", std::string(value)));
  if (!parsed.readable() || !parsed.problems.empty()) return false;
  const yaml::Node& root = parsed.document.root();
  return root.kind != yaml::Kind::mapping && root.kind != yaml::Kind::sequence && root.end >= value.size();
}

}  // namespace

std::string as_yaml(std::string_view path, std::string_view value) {
  const std::string_view words = trim(value);
  if (words.empty() || !takes_text(path) || is_one_scalar(words)) return std::string(value);
  return yaml::scalar(words, true);
}

}  // namespace decide::stage
