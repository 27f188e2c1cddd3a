#include "drill/match.h"

#include <algorithm>
#include <cmath>

namespace decide::drill {

namespace {

// Set by trying them on the ways to ask of scenarios/*/asks.yaml, one part against the other. The questions
// of tests/drill measure what came of it; nobody has read which of them it misses.
constexpr double own_weight = 5, shared_weight = 2, other_weight = 0.6;
constexpr double pair_weight = 0.6;  ///< of two neighbouring words, beside a single one
constexpr double rarity = 0.002;     ///< a share that is as good as none
constexpr double most = 3;           ///< that one feature may speak for or against an answer
constexpr double phrase_weight = 6;  ///< of the nearest phrase
constexpr double least_score = 1;    ///< below it nobody can answer
constexpr double clear_score = 2;    ///< below it the question is put back
constexpr double clear_margin = 2;   ///< to the second

}  // namespace

Matcher::Matcher(const Scenario& scenario, const Topics& shared, const Topics& others)
    : scenario_(scenario), totals_(scenario.answers.size() + 1, 0) {
  const auto of_topic = [](const Topics& topics, std::string_view name) -> std::vector<std::string> {
    for (const Topic& topic : topics) {
      if (topic.name == name) return topic.asks;
    }
    return {};
  };
  for (std::size_t i = 0; i < scenario.answers.size(); ++i) {
    const Answer& answer = scenario.answers[i];
    take(i, answer.asks, own_weight, 1);
    take(i, of_topic(shared, answer.topic), shared_weight, 0.9);
    take(i, of_topic(others, answer.topic), other_weight, 0.9);
  }
  const std::size_t unanswerable = scenario.answers.size();
  take(unanswerable, scenario.unanswerable, own_weight, 1);
  take(unanswerable, of_topic(shared, nobody_topic), shared_weight, 0.9);
  take(unanswerable, of_topic(others, nobody_topic), other_weight, 0.9);
  weigh();
}

void Matcher::take(std::size_t answer, const std::vector<std::string>& asks, double weight, double trust) {
  for (const std::string& ask : asks) {
    const auto id = static_cast<std::uint32_t>(phrases_.size());
    phrases_.push_back({answer, trust, 0});
    totals_[answer] += weight;
    for (std::string& text : words_.features(ask)) {
      const double own = is_pair(text) ? pair_weight : 1;
      Feature& feature = features_[std::move(text)];
      feature.weight = own;
      feature.by_answer.resize(totals_.size());
      feature.by_answer[answer] += weight;
      feature.phrases.push_back(id);
    }
  }
}

void Matcher::weigh() {
  const auto n = static_cast<double>(totals_.size());
  for (auto& [text, feature] : features_) {
    double all = 0;
    double knowing = 0;
    std::vector<double> shares(totals_.size(), 0);
    for (std::size_t i = 0; i < totals_.size(); ++i) {
      if (feature.by_answer[i] <= 0) continue;
      shares[i] = feature.by_answer[i] / totals_[i];
      all += shares[i];
      ++knowing;
    }
    for (const double share : shares) {
      const double rest = n > 1 ? (all - share) / (n - 1) : 0;
      const double odds = std::log((share + rarity) / (rest + rarity));
      feature.speaks.push_back(std::clamp(odds, -most, most) * feature.weight);
    }
    const double tells = feature.weight * std::log(1 + n / knowing);
    feature.tells = tells * tells;
    for (const std::uint32_t phrase : feature.phrases) phrases_[phrase].length += feature.tells;
  }
}

std::vector<double> Matcher::nearest_phrases(const std::vector<const Feature*>& known, double norm) const {
  std::vector<double> common(phrases_.size(), 0);
  for (const Feature* feature : known) {
    for (const std::uint32_t phrase : feature->phrases) common[phrase] += feature->tells;
  }
  std::vector<double> best(totals_.size(), 0);
  for (std::size_t i = 0; i < phrases_.size(); ++i) {
    if (common[i] <= 0) continue;
    const Phrase& phrase = phrases_[i];
    best[phrase.answer] =
        std::max(best[phrase.answer], phrase.trust * common[i] / std::sqrt(norm * phrase.length));
  }
  return best;
}

std::vector<Match> Matcher::rank(std::string_view question) {
  std::vector<const Feature*> known;
  double norm = 0;
  for (const std::string& text : words_.features(question)) {
    const auto found = features_.find(text);
    const double unknown = is_pair(text) ? pair_weight * pair_weight : 1;
    norm += found == features_.end() ? unknown : found->second.tells;
    if (found != features_.end()) known.push_back(&found->second);
  }
  const auto near = nearest_phrases(known, norm);
  std::vector<Match> all;
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    double score = phrase_weight * near[i];
    for (const Feature* feature : known) score += feature->speaks[i];
    all.push_back({i < scenario_.answers.size() ? &scenario_.answers[i] : nullptr, score});
  }
  std::stable_sort(all.begin(), all.end(), [](const Match& a, const Match& b) { return a.score > b.score; });
  return all;
}

Reached Matcher::reach(std::string_view question) {
  auto all = rank(question);
  Reached reached;
  if (all.front().answer == nullptr || all.front().score < least_score) return reached;
  const bool tie = all.size() > 1 && all[0].score - all[1].score < clear_margin;
  reached.kind = tie || all[0].score < clear_score ? Reached::Kind::unclear : Reached::Kind::answer;
  std::erase_if(all, [](const Match& match) { return match.answer == nullptr; });
  all.resize(std::min<std::size_t>(all.size(), reached.kind == Reached::Kind::answer ? 1 : 2));
  reached.nearest = std::move(all);
  return reached;
}

}  // namespace decide::drill
