#include "facts/engine.h"

#include "catch.h"

namespace {

using namespace decide::facts;

std::string_view name_of(std::string_view text) {
  const EngineTraits* engine = engine_traits(text);
  return engine == nullptr ? "" : engine->name;
}

TEST_CASE("engines are found by name, in any case and with what stands around it") {
  CHECK(name_of("spark") == "Spark");
  CHECK(name_of("Spark Structured Streaming 3.5") == "Spark");
  CHECK(name_of("spark3") == "Spark");
  CHECK(name_of("apache-flink_1.19") == "Flink");
  CHECK(name_of("kafka streams") == "Kafka Streams");
  CHECK(name_of("Kafka-Streams") == "Kafka Streams");
  CHECK(name_of("kafka-connect") == "Kafka Connect");
  CHECK(name_of("dbt on Spark") == "dbt");
}

TEST_CASE("parts of words and unknown names are no engines") {
  CHECK(name_of("archive").empty());
  CHECK(name_of("sparkling").empty());
  CHECK(name_of("kafka").empty());
  CHECK(name_of("").empty());
  CHECK(name_of("our own loader").empty());
}

TEST_CASE("every engine has a mode, and says what it does where it lacks one") {
  for (const EngineTraits& engine : engines()) {
    INFO(std::string(engine.name));
    const bool all = engine.stream && engine.micro_batch && engine.batch;
    CHECK((engine.stream || engine.micro_batch || engine.batch));
    CHECK(all == engine.does.empty());
    CHECK(engine_traits(engine.name) != nullptr);
  }
}

TEST_CASE("what falls short of exactly once") {
  REQUIRE(sink_traits("Spark", "delta", "merge", true) != nullptr);
  CHECK(sink_traits("Spark", "delta", "merge", true)->gives == "at_least_once");
  CHECK(sink_traits("Spark", "delta", "merge", false) == nullptr);
  CHECK(sink_traits("Spark", "delta", "append", true) == nullptr);
  CHECK(sink_traits("Flink", "iceberg", "append", true) == nullptr);
  CHECK(sink_traits("Flink", "clickhouse", "append", true) != nullptr);
  CHECK(sink_traits("Kafka Streams", "", "", true) != nullptr);
  CHECK(source_traits("Flink", "pubsub") != nullptr);
  CHECK(source_traits("Flink", "kafka") == nullptr);
}

}  // namespace
