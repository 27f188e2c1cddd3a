#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "drill/scenario.h"
#include "drill/words.h"

namespace decide::drill {

/// How well an answer fits a question; higher is better.
struct Match {
  const Answer* answer = nullptr;
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
  struct Phrase {
    std::size_t answer;
    double trust;
    std::vector<std::string> features;
  };
  struct Counts {
    std::vector<double> by_answer;
  };
  void take(std::size_t answer, const std::vector<std::string>& asks, double weight, double trust);
  double share(const Counts& counts, std::size_t answer) const;
  double weight(const std::string& feature) const;
  double speaks(const std::string& feature, std::size_t answer) const;
  std::vector<double> nearest_phrases(const std::vector<std::string>& features) const;

  const Scenario& scenario_;
  Words words_;
  std::map<std::string, Counts, std::less<>> counts_;
  std::vector<double> totals_;  ///< weight of all phrases of an answer
  std::vector<Phrase> phrases_;
};

}  // namespace decide::drill
