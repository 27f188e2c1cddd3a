#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "compat/avro.h"
#include "compat/avro_default.h"

namespace decide::compat {

using Json = nlohmann::json;
using Kind = AvroType::Kind;

namespace {

constexpr int most_levels = 200;
constexpr std::size_t most_types = 20000;

constexpr std::pair<std::string_view, Kind> primitives[] = {
    {"null", Kind::null},    {"boolean", Kind::boolean}, {"int", Kind::int_},    {"long", Kind::long_},
    {"float", Kind::float_}, {"double", Kind::double_},  {"bytes", Kind::bytes}, {"string", Kind::string}};

std::optional<Kind> primitive(std::string_view word) {
  for (const auto& [name, kind] : primitives) {
    if (name == word) return kind;
  }
  return std::nullopt;
}

bool is_plain_name(std::string_view name) {
  const auto fits = [](char c, bool first) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (!first && c >= '0' && c <= '9');
  };
  if (name.empty()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!fits(name[i], i == 0)) return false;
  }
  return true;
}

bool is_full_name(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_plain_name(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::string namespace_of(std::string_view full) {
  const std::size_t dot = full.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(full.substr(0, dot));
}

std::string full_name(std::string_view name, std::string_view space) {
  if (name.find('.') != std::string_view::npos || space.empty()) return std::string(name);
  return fmt::format("{}.{}", space, name);
}

const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const Json& object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

/// The start of a JSON value, for messages.
std::string excerpt(const Json& value) {
  constexpr std::size_t most = 60;
  std::string text = value.dump(-1, ' ', true);
  if (text.size() > most) text.replace(most, std::string::npos, "...");
  return text;
}

/// Too deep for a reader that goes down with the text?
bool is_too_deep(std::string_view text) {
  int level = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++level > most_levels) return true;
    } else if (c == '}' || c == ']') {
      --level;
    }
  }
  return false;
}

/// Goes through the JSON once. The first thing that is no schema is kept, and the rest is left.
class Parser {
 public:
  Result<AvroSchema> run(const Json& json) {
    schema_.root = type(json, {}, "the schema");
    for (const Pending& pending : defaults_) {
      if (failed()) break;
      if (!is_default(schema_, pending.type, *pending.value))
        fail(pending.where, fmt::format("the default {} is no value of its type", excerpt(*pending.value)));
    }
    if (failed()) return *error_;
    return std::move(schema_);
  }

 private:
  struct Pending {
    const Json* value;
    AvroId type;
    std::string where;
  };

  bool failed() const { return error_.has_value(); }

  AvroId fail(const std::string& where, std::string_view what) {
    if (!failed()) error_ = Error{fmt::format("{}: {}", where, what), "see the Avro specification"};
    return 0;
  }

  AvroId add(AvroType type) {
    if (schema_.types.size() >= most_types)
      return fail("the schema", fmt::format("over {} types", most_types));
    schema_.types.push_back(std::move(type));
    return static_cast<AvroId>(schema_.types.size() - 1);
  }

  AvroId type(const Json& json, const std::string& space, const std::string& where) {
    if (failed()) return 0;
    if (json.is_string()) return reference(json.get<std::string>(), space, where);
    if (json.is_array()) return union_of(json, space, where);
    if (!json.is_object()) return fail(where, "a schema is a name, a list or an object");
    const Json* inner = member(json, "type");
    if (inner == nullptr) return fail(where, "`type` is missing");
    if (!inner->is_string()) return type(*inner, space, where);
    return object(json, inner->get<std::string>(), space, where);
  }

  AvroId object(const Json& json, const std::string& word, const std::string& space,
                const std::string& where) {
    if (word == "record" || word == "error") return record(json, space, where);
    if (word == "enum") return enumeration(json, space, where);
    if (word == "fixed") return fixed(json, space, where);
    if (word == "array") return container(json, Kind::array, "items", space, where);
    if (word == "map") return container(json, Kind::map, "values", space, where);
    const auto kind = primitive(word);
    if (!kind) return reference(word, space, where);
    AvroType made;
    made.kind = *kind;
    if (*kind == Kind::bytes) decimal(json, made);
    return add(std::move(made));
  }

  /// A logical type that makes no sense is ignored, as the specification wants.
  static void decimal(const Json& json, AvroType& made) {
    if (text_of(json, "logicalType") != "decimal") return;
    const Json* precision = member(json, "precision");
    const Json* scale = member(json, "scale");
    if (precision == nullptr || !precision->is_number_unsigned()) return;
    const auto digits = precision->get<std::uint64_t>();
    const auto after =
        scale != nullptr && scale->is_number_unsigned() ? scale->get<std::uint64_t>() : std::uint64_t{0};
    if (digits == 0 || digits > 10000 || after > digits) return;
    made.precision = static_cast<int>(digits);
    made.scale = static_cast<int>(after);
  }

  AvroId reference(const std::string& name, const std::string& space, const std::string& where) {
    if (const auto kind = primitive(name)) {
      AvroType made;
      made.kind = *kind;
      return add(std::move(made));
    }
    for (const std::string& full : {full_name(name, space), name}) {
      const auto found = named_.find(full);
      if (found != named_.end()) return found->second;
    }
    return fail(where, fmt::format("`{}` is no type that is defined before it", name));
  }

  AvroId union_of(const Json& json, const std::string& space, const std::string& where) {
    AvroType made;
    made.kind = Kind::union_;
    std::set<std::string> seen;
    for (const Json& branch : json) {
      const AvroId id = type(branch, space, where);
      if (failed()) return 0;
      const AvroType& part = schema_[id];
      if (part.kind == Kind::union_) return fail(where, "a union stands directly in a union");
      if (!seen.insert(part.name.empty() ? std::string(part.kind_name()) : part.name).second)
        return fail(where, fmt::format("two branches of the union are `{}`",
                                       part.name.empty() ? part.kind_name() : std::string_view(part.name)));
      made.parts.push_back(id);
    }
    return add(std::move(made));
  }

  AvroId container(const Json& json, Kind kind, const char* key, const std::string& space,
                   const std::string& where) {
    const Json* inner = member(json, key);
    if (inner == nullptr) return fail(where, fmt::format("`{}` is missing", key));
    AvroType made;
    made.kind = kind;
    made.parts.push_back(type(*inner, space, where + (kind == Kind::array ? "[]" : "{}")));
    return failed() ? 0 : add(std::move(made));
  }

  /// Starts a named type, so that it can be spoken of inside itself.
  std::optional<AvroId> define(const Json& json, Kind kind, const std::string& space,
                               const std::string& where) {
    AvroType made;
    made.kind = kind;
    const std::string name = text_of(json, "name");
    const Json* own = member(json, "namespace");
    const std::string around = own != nullptr && own->is_string() ? own->get<std::string>() : space;
    made.name = full_name(name, around);
    const auto complain = [&](std::string_view what) {
      fail(where, what);
      return std::nullopt;
    };
    if (!is_full_name(made.name)) return complain(fmt::format("`{}` is no name of a type", name));
    if (primitive(made.name)) return complain(fmt::format("`{}` is the name of a type of Avro's own", name));
    made.aliases = aliases(json, namespace_of(made.name));
    const std::string full = made.name;
    const AvroId id = add(std::move(made));
    if (failed()) return std::nullopt;
    if (!named_.emplace(full, id).second) return complain(fmt::format("`{}` is defined twice", full));
    return id;
  }

  static std::vector<std::string> aliases(const Json& json, const std::string& space) {
    std::vector<std::string> all;
    const Json* list = member(json, "aliases");
    if (list == nullptr || !list->is_array()) return all;
    for (const Json& alias : *list) {
      if (alias.is_string()) all.push_back(full_name(alias.get<std::string>(), space));
    }
    return all;
  }

  AvroId fixed(const Json& json, const std::string& space, const std::string& where) {
    const Json* size = member(json, "size");
    if (size == nullptr || !size->is_number_unsigned()) return fail(where, "`size` is no count of bytes");
    const auto id = define(json, Kind::fixed, space, where);
    if (!id) return 0;
    schema_.types[*id].size = size->get<std::uint64_t>();
    decimal(json, schema_.types[*id]);
    return *id;
  }

  AvroId enumeration(const Json& json, const std::string& space, const std::string& where) {
    const Json* symbols = member(json, "symbols");
    if (symbols == nullptr || !symbols->is_array()) return fail(where, "`symbols` is no list");
    const auto id = define(json, Kind::enum_, space, where);
    if (!id) return 0;
    AvroType& made = schema_.types[*id];
    std::set<std::string> seen;
    for (const Json& symbol : *symbols) {
      if (!symbol.is_string() || !is_plain_name(symbol.get<std::string>()))
        return fail(where, fmt::format("{} is no symbol", excerpt(symbol)));
      made.symbols.push_back(symbol.get<std::string>());
      if (!seen.insert(made.symbols.back()).second)
        return fail(where, fmt::format("the symbol `{}` stands there twice", made.symbols.back()));
    }
    const std::string standard = text_of(json, "default");
    if (standard.empty()) return *id;
    if (!seen.contains(standard)) return fail(where, fmt::format("the default `{}` is no symbol", standard));
    made.enum_default = standard;
    return *id;
  }

  AvroId record(const Json& json, const std::string& space, const std::string& where) {
    const Json* fields = member(json, "fields");
    if (fields == nullptr || !fields->is_array()) return fail(where, "`fields` is no list");
    const auto id = define(json, Kind::record, space, where);
    if (!id) return 0;
    const std::string inside = namespace_of(schema_[*id].name);
    const std::string called(schema_[*id].short_name());
    std::set<std::string> seen;
    for (const Json& one : *fields) {
      AvroField made = field(one, inside, called);
      if (failed()) return 0;
      if (!seen.insert(made.name).second)
        return fail(called, fmt::format("the field `{}` stands there twice", made.name));
      schema_.types[*id].fields.push_back(std::move(made));
    }
    return *id;
  }

  AvroField field(const Json& json, const std::string& space, const std::string& record) {
    AvroField made;
    if (json.is_object()) made.name = text_of(json, "name");
    const Json* type_of = json.is_object() ? member(json, "type") : nullptr;
    if (!is_plain_name(made.name) || type_of == nullptr) {
      fail(record, "a field needs a `name` and a `type`");
      return made;
    }
    const std::string where = fmt::format("{}.{}", record, made.name);
    made.aliases = aliases(json, {});
    made.type = type(*type_of, space, where);
    if (const Json* standard = member(json, "default")) {
      made.has_default = true;
      if (!failed()) defaults_.push_back({standard, made.type, where});
    }
    return made;
  }

  AvroSchema schema_;
  std::map<std::string, AvroId, std::less<>> named_;
  std::vector<Pending> defaults_;
  std::optional<Error> error_;
};

}  // namespace

std::string_view AvroType::kind_name() const {
  constexpr std::string_view names[] = {"null",   "boolean", "int",  "long",  "float", "double", "bytes",
                                        "string", "record",  "enum", "fixed", "array", "map",    "union"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view AvroType::short_name() const {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? std::string_view(name) : std::string_view(name).substr(dot + 1);
}

Result<AvroSchema> parse_avro(std::string_view text) {
  if (is_too_deep(text)) return Error{fmt::format("nested over {} levels deep", most_levels), {}};
  try {
    const Json json = Json::parse(text);
    return Parser().run(json);
  } catch (const Json::parse_error& error) {
    const auto at = std::min<std::size_t>(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return Error{fmt::format("it is not JSON: line {} cannot be read", line),
                 "an Avro schema is written in JSON"};
  } catch (const Json::exception&) {
    return Error{"its JSON holds a text that is not UTF-8", {}};
  }
}

}  // namespace decide::compat
