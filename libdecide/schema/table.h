#pragma once

#include "design/design.h"
#include "schema/reader.h"
#include "schema/scalar_kinds.h"
#include "schema/type.h"

/// How the rows of the table are made from the members of the structs: the type of a member decides how the
/// value is read and described, so a new field costs one member and one row.
namespace decide::schema {

template <class S>
struct TypeOf {
  static constexpr Type type{.form = Form::structure, .shape = &shape_of<S>};
};
template <class T>
struct TypeOf<design::Val<T>> {
  static constexpr Type type{.form = Form::scalar, .scalar = &kind_of<T>};
};
template <class T>
struct TypeOf<design::List<T>> {
  static constexpr Type type{.form = Form::list, .item = &TypeOf<design::Val<T>>::type};
};
template <class T>
struct TypeOf<design::Map<T>> {
  static constexpr Type type{.form = Form::names, .item = &TypeOf<T>::type};
};
template <>
struct TypeOf<design::Map<design::Val<design::NewValue>>> {
  static constexpr Type type{
      .form = Form::names, .item = &TypeOf<design::Val<design::NewValue>>::type, .keys = Keys::path};
};
template <>
struct TypeOf<design::Methods> {
  static constexpr Type type{.form = Form::word_or_names,
                             .scalar = &kind_of<design::ErasureMethod>,
                             .item = &TypeOf<design::Val<design::ErasureMethod>>::type};
};

template <class M>
struct MemberOf;
template <class Owner, class Value>
struct MemberOf<Value Owner::*> {
  using owner = Owner;
  using value = Value;
};

/// Marks of a row beyond its type.
enum class Mark : std::uint8_t { none, required, one_of };

/// The key of a member: its name without the `_` that keeps it from being a C++ keyword.
constexpr std::string_view key_of(std::string_view member) {
  return member.ends_with('_') ? member.substr(0, member.size() - 1) : member;
}

template <auto Member>
constexpr Field row(std::string_view name, std::string_view doc, Mark mark = Mark::none) {
  using Owner = typename MemberOf<decltype(Member)>::owner;
  using Value = typename MemberOf<decltype(Member)>::value;
  return {.name = key_of(name),
          .type = &TypeOf<Value>::type,
          .doc = doc,
          .required = mark == Mark::required,
          .one_of = mark == Mark::one_of,
          .read = [](Reader& reader, yaml::NodeId node, void* owner) {
            reader.read(node, static_cast<Owner*>(owner)->*Member);
          }};
}

}  // namespace decide::schema

/// The shape of one struct: DECIDE_SHAPE(Volume, "the volume", ROW(average, "..."), ...)
#define DECIDE_SHAPE(Struct, Called, ...)            \
  template <>                                        \
  const Shape& shape_of<design::Struct>() {          \
    using Self = design::Struct;                     \
    static constexpr Field fields[] = {__VA_ARGS__}; \
    static constexpr Shape shape{Called, fields};    \
    return shape;                                    \
  }
#define ROW(member, ...) row<&Self::member>(#member, __VA_ARGS__)
