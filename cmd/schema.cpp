#include "command.h"
#include "schema/json_schema.h"

namespace dedesign {

namespace {

class SchemaCommand final : public Command {
 public:
  Options options() override { return {}; }
  Output run(const Env& /*env*/) override { return {decide::schema::json_schema(), {}, ok}; }
};

}  // namespace

std::unique_ptr<Command> make_schema(std::string_view /*name*/) {
  return std::make_unique<SchemaCommand>();
}

}  // namespace dedesign
