#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/text.h"
#include "derive/seal.h"
#include "drill.h"
#include "report/prose.h"
#include "screen.h"

namespace dedesign {

namespace drill = decide::drill;

namespace {

constexpr int debounce_ms = 100, tick_ms = 1000;
constexpr std::string_view keys = "h hint   p follow-up   q quit";

/// What is shown: made anew from the file at every save.
class Watch {
 public:
  Watch(const DrillContext& context, std::string file) : context_(context), file_(std::move(file)) {
    reload();
  }

  void reload() {
    now_ = context_.options.now.empty() ? read_clock() : context_.now;
    const DrillContext context{context_.options, context_.env, context_.shelf, now_};
    auto read = read_drilled(context, file_);
    if (!read) {
      trouble_ = read.error().message + (read.error().help.empty() ? "" : "; " + read.error().help);
      return;
    }
    trouble_.clear();
    drilled_ = std::make_unique<Drilled>(*std::move(read));
    auto grades = grade_of(context, *drilled_);
    if (grades) grade_ = grades->own;
  }

  void tick() {
    if (context_.options.now.empty()) now_ = read_clock();
  }

  void press(char key) {
    if (!drilled_ || !trouble_.empty()) return;
    if (key == 'h') {
      auto hint = drill::hint(drilled_->input.source, drilled_->scenario, drilled_->checked->findings);
      if (hint) take(hint->text, "Hint: " + hint->steps.back());
    } else if (key == 'p') {
      auto next = drill::pivot(drilled_->input.source, drilled_->scenario, drilled_->checked->findings, now_);
      if (next) take(next->text, next->pivot == nullptr ? "No follow-up is left." : next->pivot->says);
    }
  }

  std::string screen(Screen::Size size) const {
    std::vector<std::string> lines;
    if (drilled_) describe(size.width, lines);
    if (!trouble_.empty()) add(trouble_, size.width, "! ", lines);
    if (!said_.empty()) {
      lines.emplace_back();
      add(said_, size.width, "> ", lines);
    }
    if (lines.size() > size.height - 1) lines.resize(size.height - 1);
    while (lines.size() < size.height - 1) lines.emplace_back();
    lines.emplace_back(keys);
    return decide::join(lines, "\n");
  }

 private:
  void take(const std::string& text, const std::string& said) {
    const Output done = changed(drilled_->input, text, {});
    said_ = done.status == ok ? said : done.err;
    reload();
  }

  static void add(std::string_view text, std::size_t width, std::string_view indent,
                  std::vector<std::string>& lines) {
    const std::string wrapped = decide::report::wrap(decide::sanitize(text), width, indent);
    for (const std::string_view line : decide::split(wrapped, '\n')) lines.emplace_back(line);
  }

  std::string clock() const {
    const auto& state = drilled_->checked->read.design.drill;
    if (!state.started) return "no clock";
    const std::int64_t seconds = std::max<std::int64_t>(0, now_.seconds - state.started->seconds);
    const std::string spent = fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    return state.minutes ? fmt::format("{} of {:.0f} min", spent, state.minutes->value) : spent;
  }

  /// The stage at work: the first that is empty or has an error.
  const decide::derive::StageInfo* current() const {
    for (const auto& stage : decide::derive::stages()) {
      if (!is_done(stage)) return &stage;
    }
    return nullptr;
  }
  bool is_done(const decide::derive::StageInfo& stage) const {
    const auto& document = drilled_->checked->parsed.document;
    const auto node = document.at(stage.key);
    if (node == decide::yaml::none || document[node].count == 0) return false;
    const auto& found = drilled_->checked->findings;
    return std::none_of(found.begin(), found.end(), [&](const decide::diag::Finding& finding) {
      return belongs(finding, stage) && finding.severity == decide::diag::Severity::error &&
             !finding.accepted;
    });
  }
  static bool belongs(const decide::diag::Finding& finding, const decide::derive::StageInfo& stage) {
    return !finding.rule.empty() && finding.rule.front() == stage.letter;
  }

  void describe(std::size_t width, std::vector<std::string>& lines) const {
    add(fmt::format("{}   {}   {:.1f} of 100", drilled_->scenario.title, clock(), grade_.points), width, "",
        lines);
    std::string done;
    for (const auto& stage : decide::derive::stages())
      done += fmt::format("[{}] {}  ", is_done(stage) ? "x" : " ", stage.key);
    add(done, width, "", lines);
    lines.emplace_back();
    const auto* stage = current();
    if (stage == nullptr)
      return add("All stages are done. Next: dedesign drill grade " + file_, width, "", lines);
    for (const auto& finding : drilled_->checked->findings) {
      if (!belongs(finding, *stage) || finding.accepted) continue;
      const auto line = drilled_->checked->parsed.document.source().position(finding.span.begin).line;
      add(fmt::format("{}: {} [{}]", line, finding.message, finding.rule), width, "  ", lines);
      if (lines.size() > 60) break;
    }
    lines.emplace_back();
    add(fmt::format("Next: {}", next_step(*stage)), width, "", lines);
  }

  std::string next_step(const decide::derive::StageInfo& stage) const {
    const std::size_t open = drill::open_of_seven(drilled_->scenario, drilled_->checked->read.design);
    if (open > 0 && stage.section == decide::design::Section::scope)
      return fmt::format("{} of the seven questions are open: dedesign drill ask {} \"...\"", open, file_);
    return fmt::format("dedesign {} {}", stage.command, file_);
  }

  const DrillContext& context_;
  std::string file_;
  decide::design::Instant now_;
  std::unique_ptr<Drilled> drilled_;
  drill::Grade grade_;
  std::string trouble_, said_;
};

/// Waits for a key, a save or a second. False: it is time to end.
bool turn(Watch& watch, FileWatch& files, const Screen& screen) {
  std::array<pollfd, 2> events{{{STDIN_FILENO, POLLIN, 0}, {files.descriptor(), POLLIN, 0}}};
  poll(events.data(), events.size(), tick_ms);
  if (Screen::was_interrupted()) return false;
  if ((events[0].revents & POLLHUP) != 0) return false;
  if ((events[1].revents & POLLIN) != 0) {
    poll(nullptr, 0, debounce_ms);  // editors write in several steps
    if (files.take()) watch.reload();
  }
  char key = 0;
  while (read(STDIN_FILENO, &key, 1) == 1) {
    if (key == 'q') return false;
    watch.press(key);
  }
  watch.tick();
  static_cast<void>(Screen::was_resized());  // drawn at the size that it has now
  screen.show(watch.screen(screen.size()));
  return true;
}

}  // namespace

Output drill_watch(const DrillContext& context) {
  const std::string& file = context.options.arguments.front();
  if (!context.env.in_terminal || !context.env.out_terminal)
    return failure({"drill watch needs a terminal", "without one, dedesign drill grade tells the same once"});
  if (auto readable = decide::read_file(file, decide::yaml::Limits{}.bytes); !readable)
    return failure(readable.error());
  FileWatch files(file);
  if (!files.works())
    return failure({"files cannot be watched here", "dedesign drill grade tells the same once"});
  Watch watch(context, file);
  const Screen screen;
  screen.show(watch.screen(screen.size()));
  while (turn(watch, files, screen)) {
  }
  return {};
}

}  // namespace dedesign
