#include "schema/type.h"

#include <fmt/format.h>

#include "base/text.h"
#include "schema/scalar_kinds.h"

namespace decide::schema {

std::vector<std::string_view> listed(const ScalarKind& kind) {
  if (kind.boolean) return {"true", "false"};
  if (kind.known != nullptr) return kind.known();
  return {kind.words.begin(), kind.words.end()};
}

std::string describe(const Type& type) {
  switch (type.form) {
    case Form::scalar:
      if (!type.scalar->words.empty()) return "one of " + join_words(type.scalar->words, "or");
      return std::string(type.scalar->describe);
    case Form::list:
      return fmt::format("a list, each item {}", describe(*type.item));
    case Form::structure:
      return fmt::format("a mapping: {}", type.shape().name);
    case Form::names:
      return fmt::format("a mapping of names, each {}", describe(*type.item));
    case Form::word_or_names:
      return fmt::format("one of {}, or a mapping of names to them", join_words(type.scalar->words, "or"));
  }
  return {};
}

namespace {

const Field* field_of(const Shape& shape, std::string_view name) {
  for (const Field& field : shape.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Error no_field(const Shape& shape, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Field& field : shape.fields) names.push_back(field.name);
  const auto near = nearest(name, names);
  return {fmt::format("{} has no field `{}`", shape.name, name),
          near.empty() ? fmt::format("it has {}", join_words(names)) : fmt::format("did you mean {}?", near)};
}

/// One step of a path, from a type to the type of what is named inside it.
Result<Located> step(const Located& from, std::string_view segment) {
  switch (from.type->form) {
    case Form::structure: {
      const Field* field = field_of(from.type->shape(), segment);
      if (field == nullptr) return no_field(from.type->shape(), segment);
      return Located{field, field->type};
    }
    case Form::names:
    case Form::word_or_names:
      if (from.type->keys == Keys::name && segment != "NAME" && !design::is_name(segment))
        return Error{fmt::format("`{}` is not a name", segment), {}};
      return Located{nullptr, from.type->item};
    case Form::list:
      if (!segment.empty() && segment.find_first_not_of("0123456789") == std::string_view::npos)
        return Located{nullptr, from.type->item};
      return Error{fmt::format("`{}` is inside a list; an item is named by its number, from 0", segment), {}};
    case Form::scalar:
      break;
  }
  return Error{fmt::format("`{}` is inside {}, which has no fields", segment, describe(*from.type)), {}};
}

void collect(const Shape& shape, const std::string& prefix, std::vector<PathRow>& out);

void collect(const Type& type, const Field* field, const std::string& path, std::vector<PathRow>& out) {
  if (field != nullptr) out.push_back({path, field, &type});
  if (type.form == Form::structure) collect(type.shape(), path + ".", out);
  if (type.form == Form::names) collect(*type.item, nullptr, path + ".NAME", out);
}

void collect(const Shape& shape, const std::string& prefix, std::vector<PathRow>& out) {
  for (const Field& field : shape.fields) collect(*field.type, &field, prefix + std::string(field.name), out);
}

}  // namespace

Result<Located> locate(std::string_view path) {
  static constexpr Type root{.form = Form::structure, .shape = &file_shape};
  Located at{nullptr, &root};
  bool more = !path.empty();
  while (more) {
    // What follows `when` is itself a path: one key, dots and all.
    const bool whole = at.type->form == Form::names && at.type->keys == Keys::path;
    const std::size_t dot = whole ? std::string_view::npos : path.find('.');
    auto next = step(at, path.substr(0, dot));
    if (!next) return next.error();
    at = *next;
    more = dot != std::string_view::npos;
    path = more ? path.substr(dot + 1) : std::string_view{};
  }
  return at;
}

std::vector<PathRow> all_paths() {
  std::vector<PathRow> out;
  collect(file_shape(), "", out);
  return out;
}

}  // namespace decide::schema
