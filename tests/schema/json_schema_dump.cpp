#include <cstdio>
#include <nlohmann/json.hpp>

#include "schema/documents.h"
#include "schema/instance.h"
#include "schema/json_schema.h"
#include "schema/judged.h"

/// Prints the schema, and then documents with the reader's verdict, one JSON value a line: what
/// json_schema_oracle.py holds against another validator.
int main() {
  using namespace decide;
  std::puts(nlohmann::json::parse(schema::json_schema()).dump().c_str());
  test::Documents documents(2027);
  for (int i = 0; i < 1500; ++i) {
    const auto judged = test::judged(documents.next());
    if (!judged.parses()) return 1;
    const nlohmann::json line{{"accepted", judged.accepted()},
                              {"instance", test::instance_of(judged.parsed.document, 0)}};
    std::puts(line.dump().c_str());
  }
  return 0;
}
