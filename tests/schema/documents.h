#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/type.h"

/// Random documents made from the table of the format: right ones, and ones that are wrong in one or two
/// places. In flow style, so that a value can be put anywhere. Numbers are spelled as JSON spells them, which
/// is all that a JSON Schema can tell of them.
namespace decide::test {

/// Spellings of values, right for some kind or nearly so.
inline constexpr std::array spellings = std::to_array<std::string_view>({"12",
                                                                         "0",
                                                                         "999999999999999",
                                                                         "1000000000000000",
                                                                         "-3",
                                                                         "2.5",
                                                                         "0.5",
                                                                         "2.5k",
                                                                         "2.55M",
                                                                         "2.5551k",
                                                                         "1_000k",
                                                                         "10 M",
                                                                         "3B",
                                                                         "450 B",
                                                                         "64 MB",
                                                                         "1.5 GiB",
                                                                         "64 mb",
                                                                         "64",
                                                                         "15 min",
                                                                         "30 d",
                                                                         "1 d 12 h",
                                                                         "12 h 1 d",
                                                                         "5 mins",
                                                                         "90 s",
                                                                         "6h",
                                                                         "2 y",
                                                                         "0 d",
                                                                         "120k/s",
                                                                         "3B/day",
                                                                         "2/month",
                                                                         "3/decade",
                                                                         "200 MB/s",
                                                                         "2%",
                                                                         "0.5%",
                                                                         "0.02",
                                                                         "-1%",
                                                                         "true",
                                                                         "false",
                                                                         "\"true\"",
                                                                         "yes",
                                                                         "name",
                                                                         "a-b_c9",
                                                                         "Name",
                                                                         "9a",
                                                                         "t.c",
                                                                         "t.c.d",
                                                                         "t.",
                                                                         "exact-counts",
                                                                         "a reason",
                                                                         "\" \"",
                                                                         "\"\"",
                                                                         "\"\\u00A0\"",
                                                                         "string",
                                                                         "hll",
                                                                         "strin",
                                                                         "\"decimal(12,2)\"",
                                                                         "\"decimal(12, 2)\"",
                                                                         "\"decimal(39,2)\"",
                                                                         "\"decimal(2,3)\"",
                                                                         "\"decimal(38,38)\"",
                                                                         "decimal",
                                                                         "unique",
                                                                         "none",
                                                                         "forever",
                                                                         "one",
                                                                         "all",
                                                                         "3 values",
                                                                         "2.5 values",
                                                                         "last 7 d",
                                                                         "last",
                                                                         "count",
                                                                         "count(c)",
                                                                         "sum(c)",
                                                                         "\"ratio(a,b)\"",
                                                                         "\"ratio(a, b)\"",
                                                                         "ratio(a)",
                                                                         "count_distinct(c)",
                                                                         "day(t)",
                                                                         "day()",
                                                                         "\"bucket(16, c)\"",
                                                                         "\"bucket(0, c)\"",
                                                                         "\"truncate(4,c)\"",
                                                                         "truncate(4)",
                                                                         "source",
                                                                         "2027-06-30",
                                                                         "2026-11-25T17:01:40Z",
                                                                         "2027-02-29",
                                                                         "2028-02-29",
                                                                         "2100-02-29",
                                                                         "2027-13-01",
                                                                         "1899-01-01",
                                                                         "UTC",
                                                                         "Europe/Berlin",
                                                                         "America/Argentina/Ushuaia",
                                                                         "Etc/GMT+5",
                                                                         "Europe/Berlim",
                                                                         "Europe",
                                                                         "Berlin",
                                                                         "a/b/c/d",
                                                                         "P303",
                                                                         "X303",
                                                                         "P30",
                                                                         "x10",
                                                                         "x1.5",
                                                                         "\"12\"",
                                                                         "\"2.5\"",
                                                                         "\"007\"",
                                                                         "some longer text",
                                                                         "~",
                                                                         "[a]",
                                                                         "{a: b}",
                                                                         "[]",
                                                                         "{}",
                                                                         "[~]",
                                                                         "[[a]]"});

class Documents {
 public:
  explicit Documents(std::uint32_t seed) : random_(seed) {}

  /// The next document. About half of them are wrong somewhere.
  std::string next() {
    faults_ = below(4) == 0 ? 0 : 1;
    std::string text = "{";
    if (!fault(40)) text += fault(40) ? "dedesign: 2" : below(9) == 0 ? "dedesign: \"1\"" : "dedesign: 1";
    const auto fields = schema::file_shape().fields;
    for (std::size_t sections = 1 + below(2), at = below(fields.size()); sections > 0; --sections) {
      at = (at + 1 + below(3)) % fields.size();
      if (fields[at].name == "dedesign" ||
          text.find(std::string(fields[at].name) + ": ") != std::string::npos)
        continue;
      add(text, fields[at].name, value(*fields[at].type));
    }
    return text + "}";
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  /// True once in `n`, as long as a fault may still be put in.
  bool fault(std::size_t n) {
    if (faults_ == 0 || below(n) != 0) return false;
    --faults_;
    return true;
  }
  static void add(std::string& text, std::string_view key, const std::string& value) {
    if (text.size() > 1) text += ", ";
    text.append(key).append(": ").append(value);
  }
  std::string any_spelling() { return std::string(spellings[below(spellings.size())]); }

  std::string scalar(const schema::ScalarKind& kind) {
    if (fault(6)) return any_spelling();
    if (kind.anything) return any_spelling();
    if (!kind.words.empty()) return std::string(kind.words[below(kind.words.size())]);
    if (kind.boolean) return below(2) == 0 ? "true" : "false";
    const std::string example = "\"" + std::string(kind.example) + "\"";
    return (kind.integer || kind.number) && below(2) == 0 ? "12" : example;
  }

  std::string value(const schema::Type& type) {
    if (fault(60)) return any_spelling();
    if (fault(60)) return "";
    switch (type.form) {
      case schema::Form::scalar:
        return scalar(*type.scalar);
      case schema::Form::list:
        return list(type);
      case schema::Form::structure:
        return structure(type.shape());
      case schema::Form::names:
        return names(type);
      case schema::Form::word_or_names:
        return below(2) == 0 ? scalar(*type.scalar) : names(type);
    }
    return "~";
  }

  std::string list(const schema::Type& type) {
    if (below(12) == 0) return "~";
    std::string text;
    for (std::size_t n = below(4); n > 0; --n) {
      std::string item = value(*type.item);
      text += (text.empty() ? "" : ", ") + (item.empty() ? "~" : item);
    }
    return "[" + text + "]";
  }

  std::string names(const schema::Type& type) {
    if (type.form == schema::Form::names && below(12) == 0) return "";
    std::string text = "{";
    for (std::size_t n = below(4); n > 0; --n) {
      std::string name = (type.keys == schema::Keys::path ? "scope.volume.n" : "n") + std::to_string(n);
      if (fault(12)) name = "N" + std::to_string(n);
      add(text, name, value(*type.item));
    }
    return text + "}";
  }

  std::string structure(const schema::Shape& shape) {
    std::string text = "{";
    const std::size_t chosen = pick_one_of(shape);
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
      const schema::Field& field = shape.fields[i];
      const bool wanted = field.one_of ? i == chosen : field.required || below(3) == 0;
      if (wanted ? fault(field.required || field.one_of ? 25 : 1000) : !(field.one_of && fault(25))) continue;
      add(text, field.name, value(*field.type));
    }
    if (fault(12)) add(text, below(2) == 0 ? "nam" : "N", any_spelling());
    return text + "}";
  }

  std::size_t pick_one_of(const schema::Shape& shape) {
    std::vector<std::size_t> choices;
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
      if (shape.fields[i].one_of) choices.push_back(i);
    }
    return choices.empty() ? shape.fields.size() : choices[below(choices.size())];
  }

  std::mt19937 random_;
  int faults_ = 0;
};

}  // namespace decide::test
