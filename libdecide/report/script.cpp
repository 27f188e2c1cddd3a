#include "report/script.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "estimate/estimates.h"
#include "estimate/load.h"
#include "report/prose.h"

namespace decide::report {
namespace {

using Paragraph = std::vector<Sentence>;

/// More than a listener keeps in mind are not told.
constexpr std::size_t most_told = 4;

template <class T>
std::string print(const T& value) {
  return units::human(value);
}

/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& words) {
  return join_words(std::vector<std::string_view>(words.begin(), words.end()), "and");
}

template <class List>
std::vector<std::string> texts(const List& list) {
  std::vector<std::string> all;
  for (const auto& one : list) all.push_back(one->text);
  return all;
}

/// "exact-counts and late-events": why, in the words of the design.
std::string reasons(const design::List<design::Reason>& because) {
  return listed(texts(because));
}

/// A text that people wrote, as part of a sentence: without its own full stop.
std::string part(const design::Val<design::Text>& text) {
  std::string words = text ? std::string(trim(*text)) : std::string();
  while (words.ends_with('.')) words.pop_back();
  return words;
}

class Teller {
 public:
  Teller(const rules::Checked& checked, const std::vector<rules::Headroom>& rooms)
      : design_(checked.read.design), facts_(*checked.facts), estimates_(*checked.estimates), rooms_(rooms) {}

  std::vector<Paragraph> tell() const {
    std::vector<Paragraph> all{asked(),   aims(),     pipelines(), layouts(),
                               history(), given_up(), ahead(),     ending()};
    std::erase_if(all, [](const Paragraph& paragraph) { return paragraph.empty(); });
    return all;
  }

 private:
  Paragraph asked() const {
    if (!design_.prompt) return {};
    return {{fmt::format("You asked: {}.", part(design_.prompt)), {design_.prompt.at}}};
  }

  Paragraph aims() const {
    Paragraph told;
    const auto& volume = design_.scope.volume;
    if (volume.average) {
      std::string text = fmt::format("We take in {} on average", print(*volume.average));
      if (volume.peak) text += fmt::format(" and {} at the peak", print(*volume.peak));
      told.push_back({text + ".", {volume.average.at, volume.peak.at}});
    }
    for (const auto& consumer : design_.scope.consumers) {
      if (told.size() <= most_told) told.push_back(reader(consumer));
    }
    if (!design_.scope.priority.empty()) told.push_back(priority());
    return told;
  }

  Sentence reader(const derive::NamedConsumer& consumer) const {
    const auto demand = facts_.demand(consumer.value);
    static constexpr std::string_view needs[] = {
        "numbers that are exact", "numbers that are right in the end", "numbers that may be off"};
    const std::size_t level = demand.level == design::Level::exact      ? 0
                              : demand.level == design::Level::eventual ? 1
                                                                        : 2;
    std::string text = fmt::format("{} needs {}", consumer.name, needs[level]);
    if (level == 2 && demand.tolerance) text += fmt::format(" by {}", print(*demand.tolerance));
    if (demand.freshness) text += fmt::format(", within {}", print(*demand.freshness));
    return {text + ".", {consumer.key, demand.level_at, demand.tolerance_at, demand.freshness_at}};
  }

  Sentence priority() const {
    const auto& first = design_.scope.priority[0];
    std::string text = fmt::format("Where they pull apart, {} comes first", design::word(first.value));
    const auto& sacrifice = design_.scope.sacrifice;
    if (sacrifice.what) text += fmt::format(", and {} is what we give up", design::word(*sacrifice.what));
    return {text + ".", {first.at, sacrifice.what.at}};
  }

  Paragraph pipelines() const {
    Paragraph told;
    for (const auto& pipeline : design_.model.pipelines) {
      if (pipeline->because.empty() || !pipeline->to || !pipeline->mode || told.size() == most_told) continue;
      std::string text =
          fmt::format("Because of {}, {} is filled", reasons(pipeline->because), pipeline->to->text);
      if (!pipeline->from.empty()) text += fmt::format(" from {}", listed(texts(pipeline->from)));
      text += how(pipeline.value);
      told.push_back({text + ".", {pipeline->because.at, pipeline.key}});
    }
    return told;
  }

  /// " by a stream that merges by event_id", " by a batch every 1 d that looks back 4 d and overwrites
  /// partitions"
  static std::string how(const design::Pipeline& pipeline) {
    std::string text = fmt::format(" by {}", pipeline.mode.is(design::Mode::stream)        ? "a stream"
                                             : pipeline.mode.is(design::Mode::micro_batch) ? "a small batch"
                                                                                           : "a batch");
    if (pipeline.every) text += fmt::format(" every {}", print(*pipeline.every));
    std::vector<std::string> does;
    if (pipeline.lookback) does.push_back(fmt::format("looks back {}", print(*pipeline.lookback)));
    if (pipeline.watermark)
      does.push_back(fmt::format("waits {} for late events", print(*pipeline.watermark)));
    if (pipeline.write) does.push_back(writes(pipeline));
    if (!does.empty()) text += fmt::format(" that {}", listed(does));
    return text;
  }

  static std::string writes(const design::Pipeline& pipeline) {
    if (pipeline.write.is(design::Write::merge) && !pipeline.key.empty())
      return fmt::format("merges by {}", listed(texts(pipeline.key)));
    std::string word(design::word(*pipeline.write));
    std::replace(word.begin(), word.end(), '_', ' ');
    return fmt::format("writes by {}", word);
  }

  Paragraph layouts() const {
    std::vector<const estimate::TableFigures*> largest;
    for (const auto& table : estimates_.tables()) {
      if (table.layout != nullptr && !table.layout->value.because.empty()) largest.push_back(&table);
    }
    std::stable_sort(largest.begin(), largest.end(), [](const auto* a, const auto* b) {
      return a->stored().value_or(0) > b->stored().value_or(0);
    });
    Paragraph told;
    for (std::size_t i = 0; i < std::min(largest.size(), most_told - 2); ++i)
      told.push_back(layout(*largest[i]));
    return told;
  }

  static Sentence layout(const estimate::TableFigures& table) {
    const design::Layout& layout = table.layout->value;
    std::vector<std::string> by;
    for (const auto& transform : layout.by) by.push_back(design::spell(*transform));
    std::string text = fmt::format("{} lies", table.name());
    if (layout.format) text += fmt::format(" in {}", design::word(*layout.format));
    text += by.empty() ? " without partitions" : fmt::format(" by {}", listed(by));
    if (!layout.cluster.empty()) text += fmt::format(", sorted by {}", listed(texts(layout.cluster)));
    if (const auto stored = table.stored())
      text += fmt::format(", {} in all", units::human(units::Bytes{*stored}));
    return {text + fmt::format(", because of {}.", reasons(layout.because)),
            {table.layout->key, layout.because.at}};
  }

  Paragraph history() const {
    Paragraph told;
    for (const auto& job : design_.backfill.jobs) {
      if (!job->rebuilds || !job->range || told.size() + 2 >= most_told) continue;
      std::string text =
          fmt::format("{} can be rebuilt for the last {}", job->rebuilds->text, print(*job->range));
      if (!job->from.empty()) text += fmt::format(" from {}", listed(texts(job->from)));
      if (const auto time = estimate::job_time(facts_, job))
        text += fmt::format(", in {}", units::human(*time));
      if (job->deadline) text += fmt::format(" of the {} that there are", print(*job->deadline));
      told.push_back({text + ".", {job.key, job->deadline.at}});
    }
    const auto& erasure = design_.backfill.erasure;
    if (erasure.at && !erasure.reaches.empty()) {
      std::string text = fmt::format("A person is erased from {} places", erasure.reaches.size());
      if (erasure.every) text += fmt::format(", once in {}", print(*erasure.every));
      told.push_back({text + ".", {erasure.at}});
    }
    return told;
  }

  Paragraph given_up() const {
    Paragraph told;
    for (const auto& tradeoff : design_.close.tradeoffs) {
      if (!tradeoff->chose || told.size() == most_told) continue;
      std::string text = fmt::format("We chose {}", part(tradeoff->chose));
      if (tradeoff->over) text += fmt::format(" over {}", part(tradeoff->over));
      if (!tradeoff->because.empty()) text += fmt::format(", because of {}", reasons(tradeoff->because));
      if (tradeoff->cost) text += fmt::format("; the price is {}", part(tradeoff->cost));
      told.push_back({text + ".", {tradeoff.key}});
    }
    return told;
  }

  Paragraph ahead() const {
    Paragraph told;
    if (!design_.close.monitor_first.empty()) told.push_back(watched());
    for (const auto& [growth, opening] : {std::pair{"volume", "If the volume grows"},
                                          std::pair{"window", "If the attribution window grows"}}) {
      if (auto first = breaks(growth, opening)) told.push_back(*std::move(first));
    }
    return told;
  }

  Sentence watched() const {
    const auto& first = design_.close.monitor_first[0];
    std::string text = fmt::format("What I watch first is {}", first->text);
    const auto* check = design_.close.checks.find(first->text);
    if (check != nullptr && (*check)->kind && (*check)->table) {
      text += fmt::format(", {} of {}", design::word(*(*check)->kind), (*check)->table->text);
      if ((*check)->with) text += fmt::format(" with {}", (*check)->with->text);
    }
    return {text + ".", {first.at, check == nullptr ? design::Place{} : check->key}};
  }

  std::optional<Sentence> breaks(std::string_view growth, std::string_view opening) const {
    const auto room = std::find_if(rooms_.begin(), rooms_.end(),
                                   [&](const rules::Headroom& one) { return one.growth == growth; });
    if (room == rooms_.end()) return std::nullopt;
    if (!room->factor) return Sentence{fmt::format("{}, nothing that was checked breaks.", opening), {}};
    const diag::Finding& first = room->findings.front();
    const std::string_view place = std::string_view(first.path).substr(first.path.find('.') + 1);
    std::string text = fmt::format("{}, {} is the first to break, at {:.2g} times today's: {}", opening,
                                   place, *room->factor, first.message);
    Sentence sentence{text + ".", {}};
    for (const auto& what_if : design_.close.what_if) {
      if (!what_if->then || !names(what_if.value, first.path)) continue;
      sentence.text += fmt::format(" Then we {}.", part(what_if->then));
      sentence.from.push_back(what_if.key);
      break;
    }
    return sentence;
  }

  /// True if a name among what breaks lies on the path.
  static bool names(const design::WhatIf& what_if, std::string_view path) {
    const auto segments = split(path, '.');
    return std::any_of(what_if.breaks.begin(), what_if.breaks.end(), [&](const auto& name) {
      return std::find(segments.begin(), segments.end(), name->text) != segments.end();
    });
  }

  Paragraph ending() const {
    const auto& question = design_.close.question;
    if (!question) return {};
    return {{std::string(trim(*question)), {question.at}}};
  }

  const design::Design& design_;
  const derive::Facts& facts_;
  const estimate::Estimates& estimates_;
  const std::vector<rules::Headroom>& rooms_;
};

/// " [scope.volume.average, line 4]": once for each line.
std::string sources(const rules::Checked& checked, const Sentence& sentence) {
  std::vector<std::string> all;
  std::set<std::uint32_t> lines;
  for (const design::Place place : sentence.from) {
    if (!place) continue;
    const auto line =
        checked.parsed.document.source().position(checked.parsed.document[place.node].begin).line;
    if (lines.insert(line).second) all.push_back(fmt::format("line {}", line));
  }
  return all.empty() ? std::string() : fmt::format(" [{}]", listed(all));
}

}  // namespace

std::vector<Paragraph> script(const rules::Checked& checked, const std::vector<rules::Headroom>& rooms) {
  return Teller(checked, rooms).tell();
}

std::string script_text(const rules::Checked& checked, const std::vector<rules::Headroom>& rooms,
                        const Style& style) {
  std::string text;
  for (const Paragraph& paragraph : script(checked, rooms)) {
    std::string words;
    for (const Sentence& sentence : paragraph) {
      if (!words.empty()) words += ' ';
      words += sanitize(sentence.text);
      if (style.verbose) words += sources(checked, sentence);
    }
    if (!text.empty()) text += '\n';
    text += wrap(words, style.width == 0 ? 100 : style.width, "") + '\n';
  }
  return text;
}

}  // namespace decide::report
