#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "units/quantity.h"
#include "yaml/document.h"

/// The file format as one table: rows (`Field`) in shapes, each with the type of its value. Reading,
/// suggestions, `--set`, `explain PATH`, the JSON Schema, completion and dedesign.yaml(5) are made from it.
namespace decide::schema {

class Reader;

/// What a scalar may be, and how its spellings are brought to one.
struct ScalarKind {
  std::string_view name;                      ///< "rate", "name", "word"
  std::string_view describe;                  ///< for messages and manuals: "a rate such as 120k/s"
  std::string_view example;                   ///< a correct spelling
  std::span<const std::string_view> words{};  ///< the words it takes, if it takes words
  /// Reads a node; the canonical spelling, or what was wrong.
  Result<std::string> (*canonical)(const yaml::Node&) = nullptr;
  /// A regular expression of the strings that it takes. A kind without one, without words and without a mark
  /// below takes every scalar, numbers and flags as they are spelled.
  std::string (*pattern)() = nullptr;
  /// What its quantities measure, in the order in which a text is tried; nothing where it takes none.
  std::span<const units::Dimension> measures{};
  /// All strings that it takes, where they are too many to be said one by one; for completion.
  std::vector<std::string_view> (*known)() = nullptr;
  bool integer = false;   ///< a YAML integer is taken too
  bool number = false;    ///< any YAML number is taken too
  bool positive = false;  ///< of numbers zero is refused
  bool boolean = false;   ///< only true and false
  bool anything = false;  ///< a value of any kind, collections too
};

/// The strings that a kind takes, where they can be listed; else nothing.
std::vector<std::string_view> listed(const ScalarKind& kind);

struct Shape;

enum class Form : std::uint8_t { scalar, list, structure, names, word_or_names };
enum class Keys : std::uint8_t { name, path, section };

struct Type {
  Form form = Form::scalar;
  const ScalarKind* scalar = nullptr;  ///< of a scalar
  const Type* item = nullptr;          ///< of a list its items, of names their values
  const Shape& (*shape)() = nullptr;   ///< of a structure
  Keys keys = Keys::name;              ///< of names
};

/// One row: a key of a mapping.
struct Field {
  std::string_view name;
  const Type* type = nullptr;
  std::string_view doc;
  bool required = false;
  bool one_of = false;  ///< exactly one of the rows so marked must be given
  void (*read)(Reader&, yaml::NodeId value, void* owner) = nullptr;
};

struct Shape {
  std::string_view name;  ///< what one such mapping is called in messages: "a pipeline"
  std::span<const Field> fields;
};

/// The whole file.
const Shape& file_shape();

/// "a list of names", "a rate such as 120k/s", "one of steady, diurnal, spiky"
std::string describe(const Type& type);

/// The row that a full path names ("model.tables.clicks.key"), or what is wrong with the path, with the
/// nearest spelling. Where people choose names, any name fits, and so does NAME, as `all_paths` writes it.
struct Located {
  const Field* field = nullptr;  ///< null: the path ends at an entry of a mapping of names
  const Type* type = nullptr;
};
Result<Located> locate(std::string_view path);

/// Every path of the format, in the order of the table, names that people choose as NAME.
struct PathRow {
  std::string path;
  const Field* field;
  const Type* type;
};
std::vector<PathRow> all_paths();

}  // namespace decide::schema
