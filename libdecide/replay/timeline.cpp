#include "replay/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/plural.h"
#include "replay/commit.h"

namespace decide::replay {

namespace {

class Teller {
 public:
  explicit Teller(const Model& model) : model_(model) {}

  std::string event(int event) const {
    if (!rows_change(model_.declared)) return fmt::format("e{}", event + 1);
    const int key = unit_of(model_, event);
    int version = 0;
    for (int i = 0; i <= event; ++i) version += unit_of(model_, i) == key ? 1 : 0;
    return fmt::format("k{} v{}", key + 1, version);
  }

  std::string table(const Sink& sink) const {
    std::string all;
    State state = empty_state();
    state.rows = sink.rows;
    for (int unit = 0; unit < most_events; ++unit) {
      const int rows = rows_of(state, unit);
      if (rows == 0) continue;
      if (!all.empty()) all += ", ";
      const int winner =
          rows_change(model_.declared) ? sink.winner[static_cast<std::size_t>(unit)] - 1 : unit;
      all += event(winner);
      if (rows > 1) all += fmt::format(" x{}{}", rows, rows == 3 ? "+" : "");
    }
    return all.empty() ? "-" : all;
  }

  std::string content(const State& state, int who, const Snapshot& seen) const {
    const Content found = content_of(model_, state, who, seen);
    std::string all;
    for (int unit = 0; unit < most_events; ++unit) {
      const std::size_t at = static_cast<std::size_t>(unit);
      if (found.count[at] == 0) continue;
      if (!all.empty()) all += ", ";
      all += event(found.best[at] - 1);
      if (found.count[at] > 1) all += fmt::format(" x{}", found.count[at]);
    }
    return all.empty() ? "nothing" : all;
  }

  std::string what(const State& before, const State& after, Action action) const {
    const int of = action.of;
    switch (action.verb) {
      case Verb::arrive:
        return event(of) + " arrives";
      case Verb::arrive_late:
        return event(of) + " arrives late";
      case Verb::duplicate:
        return event(of) + " arrives again";
      case Verb::close:
        return "the day is over";
      case Verb::erase:
        return fmt::format("the person of {} is erased",
                           rows_change(model_.declared) ? fmt::format("k{}", of + 1) : event(of));
      case Verb::correct:
        return fmt::format("the logic is corrected: {} yields no row", event(of));
      case Verb::stray_write:
        return "its old attempt writes " + content(before, before.stray_of - 1, before.stray);
      case Verb::rerun:
        return "runs once more, from start to end";
      default:
        return of_run(before, after, action);
    }
  }

 private:
  std::string of_run(const State& before, const State& after, Action action) const {
    const Run& was = before.runs[action.of];
    const Run& is = after.runs[action.of];
    switch (action.verb) {
      case Verb::read:
        return "reads " + content(after, action.of, is.seen);
      case Verb::remove:
        return "deletes the old rows";
      case Verb::part:
        return "writes a first part";
      case Verb::write:
        return write(before, after, was, is, action.of);
      case Verb::ack:
        return "records its success";
      case Verb::crash:
        return "crashes, to be retried";
      case Verb::unknown:
        return "has written, but the reply is lost";
      case Verb::zombie:
        return "is believed dead and retried, but goes on";
      case Verb::leftover:
        return "is killed; its staged files stay";
      default:
        return "crashes; its retry reads what has come since";
    }
  }

  std::string write(const State& before, const State& after, const Run& was, const Run& is, int who) const {
    if (is.pc == Pc::again || (is.pc == Pc::idle && after.offset == before.offset))
      return "is refused, since the table has changed; to be retried";
    if ((is.flags & skipped) != 0) return "writes nothing: the target takes it for a repeat";
    if (was.pc == Pc::part) return "writes the rest";
    return "writes " + content(before, who, was.seen);
  }

  const Model& model_;
};

std::string_view name_of(const Line& line, const Names& names) {
  switch (line.lane) {
    case Line::Lane::live:
      return names.pipeline;
    case Line::Lane::job:
      return names.job;
    case Line::Lane::source:
      return "";
  }
  return "";
}

}  // namespace

std::vector<Line> lines(const Declaration& declared, const Witness& witness) {
  const Model model = model_of(declared, witness);
  const Teller teller(model);
  std::vector<Line> all;
  State state = initial(model);
  for (const Action action : witness.steps) {
    Seen seen;
    const State next = step(model, state, action, seen);
    Line line;
    const bool environment =
        action.verb <= Verb::close || action.verb == Verb::erase || action.verb == Verb::correct;
    const int who = action.verb == Verb::stray_write ? state.stray_of - 1 : action.of;
    if (!environment) line.lane = who == 0 ? Line::Lane::live : Line::Lane::job;
    line.run = environment ? 0 : who;
    line.what = teller.what(state, next, action);
    line.table = teller.table(sink_of(next));
    line.right = teller.table(truth(model, next));
    line.changed = !(sink_of(state) == sink_of(next));
    all.push_back(std::move(line));
    state = next;
  }
  return all;
}

std::string in_one_line(const std::vector<Line>& lines, const Names& names) {
  std::string all;
  const Line* last = nullptr;
  const bool several = std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.run > 1; });
  for (const Line& line : lines) {
    const bool same = last != nullptr && last->lane == line.lane && last->run == line.run &&
                      line.run + 1 > 0 && line.lane != Line::Lane::source;
    if (last != nullptr) all += same ? ", " : "; ";
    if (!same && line.lane != Line::Lane::source) {
      all += name_of(line, names);
      if (several && line.run > 0) all += fmt::format(" (run {})", line.run);
      all += ' ';
    }
    all += line.what;
    last = &line;
  }
  return all;
}

std::string cost(const Witness& witness) {
  const auto count = [](std::size_t n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, plural_s(n));
  };
  return fmt::format("{}, {}, {}", count(static_cast<std::size_t>(witness.events), "event"),
                     count(static_cast<std::size_t>(witness.faults), "fault"),
                     count(witness.steps.size(), "step"));
}

}  // namespace decide::replay
