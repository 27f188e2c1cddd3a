#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "drill/scenario.h"
#include "drill/words.h"

namespace decide::drill {

/// How well an answer fits a question; higher is better.
struct Match {
  const Answer* answer = nullptr;  ///< null: what nobody can answer
  double score = 0;
};

/// What a question reached.
struct Reached {
  enum class Kind : std::uint8_t { answer, unclear, nobody } kind = Kind::nobody;
  std::vector<Match> nearest;  ///< best first: one for `answer`, two for `unclear`
};

/// Finds the hidden answer that a question asks for, by words: no model, no network, the same each time.
///
/// Ways to ask are of three kinds, and count for less in this order: the answer's own, those that its topic
/// shares with all scenarios, and those that other scenarios list for the topic. A feature speaks for an
/// answer by how much more often it is met there than in the others; the one phrase that is nearest counts on
/// top.
class Matcher {
 public:
  /// `shared` and `others`: by topic. The scenario must outlive the matcher.
  Matcher(const Scenario& scenario, const Topics& shared, const Topics& others);

  /// All answers, best first; ties in the order of the scenario.
  std::vector<Match> rank(std::string_view question);
  Reached reach(std::string_view question);

 private:
  /// What is known of one feature.
  struct Feature {
    double weight = 1;              ///< of a pair less than of a word
    double tells = 0;               ///< squared: how few answers know it
    std::vector<double> by_answer;  ///< weight of the phrases with it
    std::vector<double> speaks;     ///< for each answer, or against it
    std::vector<std::uint32_t> phrases;
  };
  struct Phrase {
    std::size_t answer = 0;
    double trust = 1;
    double length = 0;  ///< sum of what its features tell
  };
  void take(std::size_t answer, const std::vector<std::string>& asks, double weight, double trust);
  void weigh();
  std::vector<double> nearest_phrases(const std::vector<const Feature*>& known, double norm) const;

  const Scenario& scenario_;
  Words words_;
  std::unordered_map<std::string, Feature> features_;
  std::vector<double> totals_;  ///< weight of all phrases of an answer
  std::vector<Phrase> phrases_;
};

}  // namespace decide::drill
