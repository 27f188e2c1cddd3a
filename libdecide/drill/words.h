#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace decide::drill {

/// Turns questions into features that can be compared: stems of the words that carry meaning, and pairs of
/// neighbouring stems ("how_late"), which keep what the small words say, and concepts ("=late"). Lower-cased;
/// each feature once, in the order of the text.
class Words {
 public:
  Words();
  ~Words();
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  std::vector<std::string> features(std::string_view question);
  /// The words themselves, lower-cased: letters and digits, without apostrophes.
  static std::vector<std::string> split(std::string_view question);
  /// The stem of a lower-case English word.
  const std::string& stem(const std::string& word);

 private:
  sb_stemmer* stemmer_;
  std::unordered_map<std::string, std::string> stems_;
  std::unordered_map<std::string, std::vector<std::string_view>> concepts_;  ///< by stem
};

inline bool is_pair(std::string_view feature) {
  return feature.find('_') != std::string_view::npos;
}

}  // namespace decide::drill
