#include "drill/grade.h"

#include <random>

#include "catch.h"
#include "drill/shelf.h"
#include "schema/type.h"

namespace decide {
namespace {

using schema::Form;

rules::CheckOptions options() {
  rules::CheckOptions check;
  check.today = {20782};
  check.fixes = false;
  return check;
}

/// Fills every field of the format: words at random, else the example of its kind, names that exist.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : random_(seed) {}

  std::string value(const schema::Type& type) {
    switch (type.form) {
      case Form::scalar:
        return scalar(*type.scalar);
      case Form::word_or_names:
        return scalar(*type.scalar);
      case Form::list:
        return "[" + value(*type.item) + "]";
      case Form::names:
        return type.keys == schema::Keys::path
                   ? "{scope.volume.peak: x2}"
                   : "{one: " + value(*type.item) + ", two: " + value(*type.item) + "}";
      case Form::structure:
        return "{" + fields(type.shape()) + "}";
    }
    return "null";
  }

  std::string fields(const schema::Shape& shape) {
    std::string text;
    bool chosen = false;
    for (const schema::Field& field : shape.fields) {
      if (field.name == "drill" || field.name == "sealed" || field.name == "accept") continue;
      if (field.one_of && chosen) continue;
      chosen = chosen || field.one_of;
      text += text.empty() ? "" : ", ";
      text += std::string(field.name) + ": " + (field.name == "dedesign" ? "1" : value(*field.type));
    }
    return text;
  }

 private:
  std::string scalar(const schema::ScalarKind& kind) {
    if (!kind.words.empty()) return std::string(kind.words[random_() % kind.words.size()]);
    if (kind.name == "name") return random_() % 2 == 0 ? "one" : "two";
    return "\"" + std::string(kind.example) + "\"";
  }
  std::mt19937 random_;
};

std::string unquoted_numbers(std::string text) {
  for (const std::string_view word : {"\"true\"", "\"5\"", "\"null\""}) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;)
      text.replace(at, word.size(), word.substr(1, word.size() - 2));
  }
  return text;
}

drill::Grade graded(const std::string& name, const std::string& text) {
  static const drill::Shelf shelf;
  const auto scenario = shelf.scenario(name);
  REQUIRE(scenario);
  const auto reference = rules::check(shelf.texts(name)->reference, options());
  const auto own = rules::check(Source("design.yaml", text), options());
  REQUIRE(own->readable());
  return drill::grade(*scenario, *own, *reference, {});
}

TEST_CASE("every field filled with plausible noise earns little") {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    const std::string text = unquoted_numbers("{" + Noise(seed).fields(schema::file_shape()) + "}\n");
    INFO(text);
    const auto grade = graded(seed % 2 == 0 ? "ad-events" : "product-analytics", text);
    CAPTURE(grade.points);
    CHECK(grade.points < 40);
    CHECK(grade.points > 0);
  }
}

TEST_CASE("sections that are not there earn nothing") {
  const auto grade = graded("ad-events", "dedesign: 1\nscope:\n  volume: {average: 35k/s, peak: 120k/s}\n");
  CHECK(grade.parts[0].points > 0);
  for (std::size_t i = 1; i < drill::part_count; ++i) CHECK(grade.parts[i].points == 0);
  CHECK(grade.sentences.size() == 3);
}

TEST_CASE("a section taken away from the reference loses its points and no more") {
  const drill::Shelf shelf;
  std::string text = shelf.texts("ad-events")->reference.text();
  const auto whole = graded("ad-events", text);
  CHECK(whole.points >= 90);
  CHECK(whole.sentences.size() == 3);
  const std::size_t from = text.find("\npartition:");
  const std::size_t to = text.find("\nbackfill:");
  REQUIRE(from < to);
  text.erase(from, to - from);
  const auto less = graded("ad-events", text);
  CHECK(less.parts[3].points == 0);
  CHECK(less.points < whole.points - 9);
  CHECK(less.points > 50);
}

TEST_CASE("a grade is the same each time, and its history line reads back") {
  const drill::Shelf shelf;
  const std::string text = shelf.texts("iot-telemetry")->first_try.text();
  const auto once = graded("iot-telemetry", text);
  const auto again = graded("iot-telemetry", text);
  CHECK(drill::grade_json(once, nullptr) == drill::grade_json(again, nullptr));
  const std::string line = drill::attempt_line(once, {1764090000});
  const auto read = drill::read_attempts("no json\n" + line + "{\"scenario\": 3}\n" + line);
  REQUIRE(read.size() == 2);
  CHECK(read[0].scenario == "iot-telemetry");
  CHECK(read[0].points == Approx(once.points));
  CHECK(read[0].at == "2025-11-25T17:00:00Z");
}

}  // namespace
}  // namespace decide
