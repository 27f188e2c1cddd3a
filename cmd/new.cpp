#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "drill/library.h"
#include "schema/read.h"
#include "stage/fresh.h"

namespace dedesign {

namespace {

namespace drill = decide::drill;

class NewCommand final : public Command {
 public:
  Options options() override {
    return {{"--scenario", "Take the prompt of this scenario", &scenario_, "NAME"},
            {"--title", "What the design is called", &title_, "TEXT"},
            {"--prompt", "The question that it answers", &prompt_, "TEXT"},
            {"--example", "The reference answer of the scenario (default: ad-events)", &example_},
            {"-o,--output", "A file that does not exist yet; default or -: standard output", &file_, "FILE"}};
  }

  Output run(const Env& /*env*/) override {
    const bool is_named = !title_.empty() || !prompt_.empty();
    if (is_named && (example_ || !scenario_.empty())) {
      return failure({"a scenario brings its own title and prompt",
                      "leave --title and --prompt out, or --scenario and --example"});
    }
    auto text = content();
    if (!text) return failure(text.error());
    if (file_.empty() || file_ == "-") return {*std::move(text), {}, ok};
    if (auto made = decide::create_file(file_, *text); !made) return failure(made.error());
    return {fmt::format("{} is there; next: dedesign scope {} --ask\n", decide::sanitize(file_),
                        decide::sanitize(file_)),
            {},
            ok};
  }

 private:
  decide::Result<std::string> content() {
    if (example_ && scenario_.empty()) scenario_ = "ad-events";
    if (scenario_.empty()) {
      return decide::stage::fresh_design(title_.empty() ? "A data platform" : title_,
                                         prompt_.empty() ? "Design a data platform." : prompt_, {});
    }
    const drill::ScenarioFile* about = drill::scenario_file(scenario_, "scenario.yaml");
    if (about == nullptr) return unknown_scenario();
    if (example_) return std::string(drill::scenario_file(scenario_, "reference.yaml")->text);
    const auto parsed = decide::yaml::parse(decide::Source(scenario_, std::string(about->text)));
    const auto value = [&](std::string_view key) { return parsed.document[parsed.document.at(key)].text; };
    return decide::stage::fresh_design(value("title"), value("prompt"), scenario_);
  }

  decide::Error unknown_scenario() const {
    const auto near = decide::nearest(scenario_, drill::scenario_names());
    return {fmt::format("there is no scenario `{}`", scenario_),
            near.empty() ? fmt::format("there are {}", decide::join_words(drill::scenario_names()))
                         : fmt::format("did you mean {}?", near)};
  }

  std::string scenario_, file_, title_, prompt_;
  bool example_ = false;
};

}  // namespace

std::unique_ptr<Command> make_new(std::string_view /*name*/) {
  return std::make_unique<NewCommand>();
}

}  // namespace dedesign
