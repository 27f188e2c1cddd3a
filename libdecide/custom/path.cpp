#include "custom/path.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "schema/scalar_kinds.h"

namespace decide::custom {

bool Path::has_star() const {
  return std::find(segments.begin(), segments.end(), "*") != segments.end();
}

namespace {

using schema::Form;
using schema::Type;

constexpr std::size_t most_segments = 16, most_stars = 3;
constexpr Type root_type{.form = Form::structure, .shape = &schema::file_shape};

bool is_placeholder(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::size_t stars(const Path& path) {
  return static_cast<std::size_t>(std::count(path.segments.begin(), path.segments.end(), "*"));
}

/// Error unless the placeholder is `{name}`, or `{N}` with as many stars given.
Status check_placeholder(std::string_view segment, const Path& given) {
  const std::string_view inside = segment.substr(1, segment.size() - 2);
  const bool numbered = inside.size() == 1 && inside[0] >= '1' && inside[0] <= '9' &&
                        static_cast<std::size_t>(inside[0] - '0') <= stars(given);
  if (inside == "name" || numbered) return Done{};
  return Error{fmt::format("`{}` stands for nothing here", sanitize(segment)),
               "{name} is the last key of what is given, {1} what its first * stands for"};
}

Status check_segments(const Path& path, const Path& given) {
  if (path.segments.size() > most_segments)
    return Error{
        fmt::format("a path may have {} parts, and this one has {}", most_segments, path.segments.size()),
        {}};
  if (stars(path) > most_stars)
    return Error{fmt::format("a path may have {} stars, and this one has {}", most_stars, stars(path)), {}};
  for (const std::string& segment : path.segments) {
    if (segment.empty())
      return Error{"a part of the path is empty", "parts are parted by single dots: model.tables.*"};
    if (!is_placeholder(segment)) continue;
    if (auto fine = check_placeholder(segment, given); !fine) return fine;
  }
  return Done{};
}

/// The type at the end of a way from the root, or what is wrong with it.
Result<const Type*> type_at(const std::vector<std::string>& segments) {
  std::string way;
  const Type* type = &root_type;
  for (const std::string& segment : segments) {
    const bool any = segment == "*" || is_placeholder(segment);
    std::string step = segment;
    if (any && type->form == Form::structure)
      return Error{
          fmt::format("`{}` stands for a name that people choose, and the fields of {} have their own",
                      segment, type->shape().name),
          "name the field"};
    if (any) step = type->form == Form::list ? "0" : "NAME";
    way += (way.empty() ? "" : ".") + step;
    auto located = schema::locate(way);
    if (!located) return located.error();
    type = located->type;
  }
  return type;
}

Path split_path(std::string_view text, Path::From from) {
  Path path;
  path.from = from;
  if (text.empty()) return path;
  for (const std::string_view segment : split(text, '.')) path.segments.emplace_back(segment);
  return path;
}

constexpr Type name_type{.form = Form::scalar, .scalar = &schema::kind_of<design::Name>};

}  // namespace

Result<TypedPath> read_given(std::string_view text) {
  if (text.starts_with('/')) text.remove_prefix(1);
  Path path = split_path(text, Path::From::root);
  if (path.segments.empty()) return Error{"`given` is empty", "name a path, such as model.tables.*"};
  if (auto fine = check_segments(path, {}); !fine) return fine.error();
  auto type = type_at(path.segments);
  if (!type) return type.error();
  return TypedPath{std::move(path), *type};
}

Result<TypedPath> read_path(std::string_view text, const Path& given, const Path& base) {
  if (is_placeholder(text)) {
    if (auto fine = check_placeholder(text, given); !fine) return fine.error();
    return TypedPath{{Path::From::name, {std::string(text)}}, &name_type};
  }
  const bool from_root = text.starts_with('/');
  if (from_root) text.remove_prefix(1);
  if (text.empty()) return Error{"the path is empty", "`.` is what is given itself"};
  Path path =
      split_path(text == "." ? std::string_view{} : text, from_root ? Path::From::root : Path::From::given);
  if (auto fine = check_segments(path, given); !fine) return fine.error();
  std::vector<std::string> whole;
  if (!from_root) whole = base.segments;
  whole.insert(whole.end(), path.segments.begin(), path.segments.end());
  auto type = type_at(whole);
  if (!type) return type.error();
  return TypedPath{std::move(path), *type};
}

}  // namespace decide::custom
