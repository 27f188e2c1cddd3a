#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "compat/avro.h"

/// Reader's schema over writer's, by the rules of the specification.
namespace decide::compat {

using Kind = AvroType::Kind;

namespace {

constexpr std::size_t most_pairs = 200000;
constexpr int most_levels = 2000;

bool is_broken(const std::vector<Difference>& found) {
  return std::any_of(found.begin(), found.end(), [](const Difference& one) { return one.breaks; });
}

std::string inside(const std::string& where, std::string_view field) {
  return where.empty() ? std::string(field) : fmt::format("{}.{}", where, field);
}

/// The spelling of a type for messages.
std::string called(const AvroType& type) {
  if (type.precision > 0) return fmt::format("decimal({},{})", type.precision, type.scale);
  return std::string(type.name.empty() ? type.kind_name() : std::string_view(type.name));
}

bool has_name_of(const AvroType& reader, const AvroType& writer) {
  if (reader.short_name() == writer.short_name()) return true;
  return std::find(reader.aliases.begin(), reader.aliases.end(), writer.name) != reader.aliases.end();
}

bool is_promotion(Kind reader, Kind writer) {
  switch (reader) {
    case Kind::long_:
      return writer == Kind::int_;
    case Kind::float_:
      return writer == Kind::int_ || writer == Kind::long_;
    case Kind::double_:
      return writer == Kind::int_ || writer == Kind::long_ || writer == Kind::float_;
    case Kind::string:
      return writer == Kind::bytes;
    case Kind::bytes:
      return writer == Kind::string;
    default:
      return false;
  }
}

bool is_rounded(Kind reader, Kind writer) {
  if (reader == Kind::float_) return writer == Kind::int_ || writer == Kind::long_;
  return reader == Kind::double_ && writer == Kind::long_;
}

class Resolver {
 public:
  Resolver(const AvroSchema& reader, const AvroSchema& writer) : reader_(reader), writer_(writer) {}

  void resolve(AvroId reader_id, AvroId writer_id, const std::string& where, std::vector<Difference>& out) {
    const AvroType &reader = reader_[reader_id], &writer = writer_[writer_id];
    if (++pairs_ > most_pairs || level_ > most_levels) {
      out.push_back({true, where, "the two schemas are too large to be compared"});
      return;
    }
    ++level_;
    if (writer.kind == Kind::union_) {
      for (const AvroId branch : writer.parts) resolve(reader_id, branch, where, out);
    } else if (reader.kind == Kind::union_) {
      choose(reader, writer_id, where, out);
    } else if (reader.kind == writer.kind) {
      same_kind(reader_id, writer_id, where, out);
    } else {
      promote(reader, writer, where, out);
    }
    --level_;
  }

 private:
  using Found = std::vector<Difference>;

  static void promote(const AvroType& reader, const AvroType& writer, const std::string& where, Found& out) {
    if (!is_promotion(reader.kind, writer.kind)) {
      out.push_back({true, where, fmt::format("`{}` is not read as `{}`", called(writer), called(reader))});
    } else if (is_rounded(reader.kind, writer.kind)) {
      out.push_back({false, where,
                     fmt::format("`{}` read as `{}` is exact up to 2^{} only", called(writer), called(reader),
                                 reader.kind == Kind::float_ ? 24 : 53)});
    }
  }

  /// A branch of the same kind and name comes first; else the first that can read it.
  void choose(const AvroType& reader, AvroId writer_id, const std::string& where, Found& out) {
    const AvroType& writer = writer_[writer_id];
    Found nearest;
    for (const bool own_kind : {true, false}) {
      for (const AvroId branch : reader.parts) {
        const AvroType& candidate = reader_[branch];
        if ((candidate.kind == writer.kind) != own_kind) continue;
        Found tried;
        resolve(branch, writer_id, where, tried);
        if (!is_broken(tried)) {
          out.insert(out.end(), tried.begin(), tried.end());
          return;
        }
        if (own_kind && nearest.empty() && has_name_of(candidate, writer)) nearest = std::move(tried);
      }
    }
    if (nearest.empty())
      nearest.push_back({true, where, fmt::format("the union has no branch for `{}`", called(writer))});
    out.insert(out.end(), nearest.begin(), nearest.end());
  }

  void same_kind(AvroId reader_id, AvroId writer_id, const std::string& where, Found& out) {
    const AvroType &reader = reader_[reader_id], &writer = writer_[writer_id];
    switch (reader.kind) {
      case Kind::bytes:
        return decimals(reader, writer, where, out);
      case Kind::array:
        return resolve(reader.parts.front(), writer.parts.front(), where + "[]", out);
      case Kind::map:
        return resolve(reader.parts.front(), writer.parts.front(), where + "{}", out);
      case Kind::fixed:
      case Kind::enum_:
      case Kind::record:
        return named(reader_id, writer_id, where, out);
      default:
        return;
    }
  }

  static void decimals(const AvroType& reader, const AvroType& writer, const std::string& where, Found& out) {
    const bool both = reader.precision > 0 && writer.precision > 0;
    if (both && (reader.precision != writer.precision || reader.scale != writer.scale))
      out.push_back({true, where,
                     fmt::format("`{}` is not `{}`: decimals match only with equal precision and scale",
                                 called(writer), called(reader))});
  }

  void named(AvroId reader_id, AvroId writer_id, const std::string& where, Found& out) {
    const AvroType &reader = reader_[reader_id], &writer = writer_[writer_id];
    if (!has_name_of(reader, writer)) {
      out.push_back({true, where,
                     fmt::format("the {} `{}` is not `{}`, and has no such alias", reader.kind_name(),
                                 reader.name, writer.name)});
    } else if (reader.kind == Kind::record) {
      record(reader_id, writer_id, where, out);
    } else if (reader.kind == Kind::enum_) {
      symbols(reader, writer, where, out);
    } else if (reader.size != writer.size) {
      out.push_back({true, where, fmt::format("{} bytes are not {}", writer.size, reader.size)});
    } else {
      decimals(reader, writer, where, out);
    }
  }

  static void symbols(const AvroType& reader, const AvroType& writer, const std::string& where, Found& out) {
    if (reader.enum_default) return;
    const std::set<std::string_view> known(reader.symbols.begin(), reader.symbols.end());
    std::vector<std::string_view> unknown;
    for (const std::string& symbol : writer.symbols) {
      if (!known.contains(symbol)) unknown.emplace_back(symbol);
    }
    if (unknown.empty()) return;
    out.push_back(
        {true, where, fmt::format("the enum does not know {}, and has no default", join_words(unknown))});
  }

  /// A pair of records is compared once: inside itself it is taken as readable, and where it is met again, as
  /// it was found.
  void record(AvroId reader_id, AvroId writer_id, const std::string& where, Found& out) {
    const auto [known, fresh] = records_.try_emplace({reader_id, writer_id}, std::nullopt);
    if (!fresh) {
      if (known->second) out.push_back(*known->second);
      return;
    }
    Found found;
    const Fields writer = fields_of(writer_[writer_id]);
    for (const AvroField& field : reader_[reader_id].fields) one_field(field, writer, where, found);
    const auto first = std::find_if(found.begin(), found.end(), [](const auto& one) { return one.breaks; });
    if (first != found.end()) records_[{reader_id, writer_id}] = *first;
    out.insert(out.end(), found.begin(), found.end());
  }

  using Fields = std::map<std::string_view, const AvroField*>;

  static Fields fields_of(const AvroType& record) {
    Fields all;
    for (const AvroField& field : record.fields) all.emplace(field.name, &field);
    return all;
  }

  /// The fields of the writer that a reader's field stands for: by its name, or by an alias.
  static std::set<const AvroField*> written(const AvroField& field, const Fields& writer) {
    std::set<const AvroField*> matches;
    const auto look_up = [&](const std::string& name) {
      const auto found = writer.find(name);
      if (found != writer.end()) matches.insert(found->second);
    };
    look_up(field.name);
    for (const std::string& alias : field.aliases) look_up(alias);
    return matches;
  }

  void one_field(const AvroField& field, const Fields& writer, const std::string& where, Found& out) {
    const std::string at = inside(where, field.name);
    const auto matches = written(field, writer);
    if (matches.size() > 1) {
      out.push_back({true, at, "its aliases stand for several fields of the writer"});
    } else if (matches.size() == 1) {
      resolve(field.type, (*matches.begin())->type, at, out);
    } else if (!field.has_default) {
      out.push_back({true, at, "the writer does not have it, and it has no default"});
    }
  }

  const AvroSchema &reader_, &writer_;
  std::map<std::pair<AvroId, AvroId>, std::optional<Difference>> records_;
  std::size_t pairs_ = 0;
  int level_ = 0;
};

}  // namespace

std::vector<Difference> differences(const AvroSchema& reader, const AvroSchema& writer) {
  std::vector<Difference> found;
  Resolver(reader, writer).resolve(reader.root, writer.root, {}, found);
  return found;
}

}  // namespace decide::compat
