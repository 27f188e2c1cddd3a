#include "drill/match.h"

#include <algorithm>
#include <cmath>

namespace decide::drill {

namespace {

// Weights were set on ways to ask that are left out in turn, not on those that the tests hold.
constexpr double own_weight = 3, shared_weight = 1, other_weight = 0.6;
constexpr double pair_weight = 0.6;   ///< of two neighbouring words, beside a single one
constexpr double rarity = 0.00375;    ///< a share that is as good as none
constexpr double most = 3;            ///< that one feature may speak for or against an answer
constexpr double phrase_weight = 6;   ///< of the nearest phrase
constexpr double least_score = 3.2;   ///< below it nobody can answer
constexpr double clear_score = 4.4;   ///< below it the question is put back
constexpr double clear_margin = 1.6;  ///< to the second

}  // namespace

Matcher::Matcher(const Scenario& scenario, const Topics& shared, const Topics& others)
    : scenario_(scenario), totals_(scenario.answers.size(), 0) {
  for (std::size_t i = 0; i < scenario.answers.size(); ++i) {
    take(i, scenario.answers[i].asks, own_weight, 1);
    for (const Topic& topic : shared) {
      if (topic.name == scenario.answers[i].topic) take(i, topic.asks, shared_weight, 0.9);
    }
    for (const Topic& topic : others) {
      if (topic.name == scenario.answers[i].topic) take(i, topic.asks, other_weight, 0.9);
    }
  }
}

void Matcher::take(std::size_t answer, const std::vector<std::string>& asks, double weight, double trust) {
  for (const std::string& ask : asks) {
    Phrase phrase{answer, trust, words_.features(ask)};
    for (const std::string& feature : phrase.features) {
      auto& by_answer = counts_[feature].by_answer;
      by_answer.resize(totals_.size());
      by_answer[answer] += weight;
    }
    totals_[answer] += weight;
    phrases_.push_back(std::move(phrase));
  }
}

double Matcher::share(const Counts& counts, std::size_t answer) const {
  return totals_[answer] > 0 ? counts.by_answer[answer] / totals_[answer] : 0;
}

double Matcher::speaks(const std::string& feature, std::size_t answer) const {
  const auto found = counts_.find(feature);
  if (found == counts_.end() || totals_.size() < 2) return 0;
  double rest = 0;
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    if (i != answer) rest += share(found->second, i);
  }
  rest /= static_cast<double>(totals_.size() - 1);
  const double odds = std::log((share(found->second, answer) + rarity) / (rest + rarity));
  return std::clamp(odds, -most, most) * (is_pair(feature) ? pair_weight : 1);
}

/// How telling a feature is: one that few answers know tells more.
double Matcher::weight(const std::string& feature) const {
  const double own = is_pair(feature) ? pair_weight : 1;
  const auto found = counts_.find(feature);
  if (found == counts_.end()) return own;
  const auto& by_answer = found->second.by_answer;
  const auto knowing = std::count_if(by_answer.begin(), by_answer.end(), [](double n) { return n > 0; });
  return own * std::log(1 + static_cast<double>(totals_.size()) / static_cast<double>(knowing));
}

std::vector<double> Matcher::nearest_phrases(const std::vector<std::string>& features) const {
  std::map<std::string_view, double> asked;
  double norm = 0;
  for (const std::string& feature : features) {
    const double w = weight(feature);
    asked[feature] = w * w;
    norm += w * w;
  }
  std::vector<double> best(totals_.size(), 0);
  for (const Phrase& phrase : phrases_) {
    double common = 0;
    double length = 0;
    for (const std::string& feature : phrase.features) {
      const double w = weight(feature);
      length += w * w;
      if (const auto found = asked.find(feature); found != asked.end()) common += found->second;
    }
    if (common > 0)
      best[phrase.answer] = std::max(best[phrase.answer], phrase.trust * common / std::sqrt(norm * length));
  }
  return best;
}

std::vector<Match> Matcher::rank(std::string_view question) {
  const auto features = words_.features(question);
  const auto near = nearest_phrases(features);
  std::vector<Match> all;
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    double score = phrase_weight * near[i];
    for (const std::string& feature : features) score += speaks(feature, i);
    all.push_back({&scenario_.answers[i], score});
  }
  std::stable_sort(all.begin(), all.end(), [](const Match& a, const Match& b) { return a.score > b.score; });
  return all;
}

Reached Matcher::reach(std::string_view question) {
  auto all = rank(question);
  Reached reached;
  if (all.empty() || all.front().score < least_score) return reached;
  const bool tie = all.size() > 1 && all[0].score - all[1].score < clear_margin;
  reached.kind = tie || all[0].score < clear_score ? Reached::Kind::unclear : Reached::Kind::answer;
  all.resize(std::min<std::size_t>(all.size(), reached.kind == Reached::Kind::answer ? 1 : 2));
  reached.nearest = std::move(all);
  return reached;
}

}  // namespace decide::drill
