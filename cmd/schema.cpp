#include "schema/json_schema.h"

#include "command.h"
#include "report/findings_schema.h"

namespace dedesign {

namespace {

/// What there is a schema of.
struct Row {
  std::string_view of;
  std::string (*print)();
};
constexpr Row rows[] = {{"design", decide::schema::json_schema},
                        {"findings", decide::report::findings_schema}};

std::vector<std::string_view> words() {
  std::vector<std::string_view> all;
  for (const Row& row : rows) all.push_back(row.of);
  return all;
}

class SchemaCommand final : public Command {
 public:
  Options options() override {
    return {{.names = "--of",
             .about = "The design file, or the findings as --format json writes them",
             .target = &of_,
             .value = "WHAT",
             .words = words(),
             .shows_default = true}};
  }

  Output run(const Env& /*env*/) override {
    for (const Row& row : rows) {
      if (row.of == of_) return {row.print(), {}, ok};
    }
    return {};
  }

 private:
  std::string of_ = "design";
};

}  // namespace

std::unique_ptr<Command> make_schema(std::string_view /*name*/) {
  return std::make_unique<SchemaCommand>();
}

}  // namespace dedesign
