// Prints random schedules of random declarations, each step with its SQL and with what the table holds after
// it, as JSON; a line each. Usage: schedules DIALECT FIRST COUNT
#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <string_view>

#include "export/sql.h"
#include "replay/model.h"
#include "replay/random.h"

namespace {

using namespace decide;
using namespace decide::replay;

/// Texts of the exporter: no control characters, and quotes only.
std::string json(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string json(const std::vector<std::string>& all) {
  std::string list;
  for (const std::string& one : all) list += (list.empty() ? "" : ",") + json(one);
  return "[" + list + "]";
}

Shape any_shape(const Declaration& declared, test::Dice& dice) {
  Shape shape;
  shape.events = 1 + static_cast<int>(dice.below(4));
  shape.keys = 1;
  for (int i = 1; rows_change(declared) && i < shape.events; ++i) {
    if (dice.coin() && shape.keys < most_keys) ++shape.keys;
    shape.key_of[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(shape.keys - 1);
  }
  return shape;
}

/// True if files that a killed attempt left would be published after an erasure or a correction: the model
/// says what a source yields then, not what the files held.
bool mixes(const State& state, Verb verb) {
  const bool changed = state.erased != 0 || state.corrected != 0;
  bool leaves = false;
  for (const Run& run : state.runs) leaves = leaves || (run.flags & staged) != 0;
  return (verb == Verb::leftover && changed) || ((verb == Verb::erase || verb == Verb::correct) && leaves);
}

Witness any_schedule(const Declaration& declared, test::Dice& dice) {
  Witness found;
  found.shape = any_shape(declared, dice);
  found.faults = 1 + static_cast<int>(dice.below(3));
  const Model model = model_of(declared, found);
  State state = initial(model);
  const std::size_t longest = 6 + dice.below(12);
  while (found.steps.size() < longest) {
    std::vector<Action> possible;
    for (const Action action : enabled(model, state)) {
      if (!mixes(state, action.verb)) possible.push_back(action);
    }
    if (possible.empty()) break;
    const Action action = possible[dice.below(static_cast<std::uint32_t>(possible.size()))];
    Seen seen;
    state = step(model, state, action, seen);
    found.steps.push_back(action);
  }
  const int who = declared.job.present ? 1 : 0;
  if (is_quiescent(model, state)) found.steps.push_back({Verb::rerun, static_cast<std::uint8_t>(who)});
  return found;
}

void print(std::uint64_t seed, exporting::Dialect dialect) {
  test::Dice dice(seed + 1'000'003);
  const Declaration declared = test::any_declaration(seed);
  const std::string table = fmt::format("orders{}", seed);
  const auto script =
      exporting::sql_of(declared, any_schedule(declared, dice), {table, "live", "job"}, dialect);
  std::string steps;
  for (const auto& step : script.steps)
    steps += fmt::format("{}{{\"words\":{},\"sql\":{},\"rows\":{}}}", steps.empty() ? "" : ",",
                         json(step.words), json(step.statements), json(step.rows));
  fmt::print("{{\"seed\":{},\"tables\":{},\"look\":{},\"steps\":[{}]}}\n", seed, json(script.tables),
             json(script.look), steps);
}

std::uint64_t number(const char* text) {
  std::uint64_t value = 0;
  std::from_chars(text, text + std::strlen(text), value);
  return value;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const auto dialect = decide::exporting::dialect_named(words[1]);
  if (!dialect) return 2;
  const std::uint64_t first = number(words[2]);
  for (std::uint64_t seed = first; seed < first + number(words[3]); ++seed) print(seed, *dialect);
  return 0;
}
