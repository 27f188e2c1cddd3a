#include "drill/words.h"

#include <libstemmer.h>

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "drill/concepts.h"

namespace decide::drill {

namespace {

/// Words that say nothing of what is asked about; pairs keep them.
const std::unordered_set<std::string_view>& stop_words() {
  static const std::unordered_set<std::string_view> words{
      "a",    "an",    "the",   "is",     "are",   "was",   "were",  "be",    "been",  "being",
      "am",   "do",    "does",  "did",    "of",    "to",    "in",    "on",    "at",    "by",
      "for",  "from",  "with",  "as",     "and",   "or",    "but",   "it",    "its",   "we",
      "you",  "i",     "our",   "your",   "their", "them",  "they",  "us",    "me",    "this",
      "that", "these", "those", "there",  "can",   "could", "will",  "would", "shall", "should",
      "may",  "might", "must",  "has",    "have",  "had",   "need",  "any",   "some",  "so",
      "just", "also",  "ever",  "please", "tell",  "give",  "let",   "know",  "get",   "if",
      "then", "how",   "what",  "which",  "who",   "whom",  "whose", "when",  "where", "why",
      "much", "many",  "long",  "far",    "often", "soon",  "all",   "every", "each",  "other",
      "than", "into",  "out",   "up",     "down",  "over",  "under", "about", "not",   "no"};
  return words;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Words::Words() : stemmer_(sb_stemmer_new("english", "UTF_8")) {
  for (const Concept& row : concepts()) {
    for (const std::string_view word : decide::split(row.words, ' ')) {
      auto& names = concepts_[stem(std::string(word))];
      if (std::find(names.begin(), names.end(), row.name) == names.end()) names.push_back(row.name);
    }
  }
}
Words::~Words() {
  sb_stemmer_delete(stemmer_);
}

std::vector<std::string> Words::split(std::string_view question) {
  std::vector<std::string> words(1);
  for (char c : question) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '\'') continue;
    if (is_word_byte(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

const std::string& Words::stem(const std::string& word) {
  const auto [found, is_new] = stems_.try_emplace(word);
  if (is_new) {
    const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(stemmer_, bytes, static_cast<int>(word.size()));
    found->second.assign(reinterpret_cast<const char*>(stem),
                         static_cast<std::size_t>(sb_stemmer_length(stemmer_)));
  }
  return found->second;
}

std::vector<std::string> Words::features(std::string_view question) {
  const auto words = split(question);
  std::vector<std::string> all;
  const auto add = [&all](std::string feature) {
    if (std::find(all.begin(), all.end(), feature) == all.end()) all.push_back(std::move(feature));
  };
  for (const std::string& word : words) {
    if (!stop_words().contains(word)) add(stem(word));
  }
  for (const std::string& word : words) {
    const auto found = concepts_.find(stem(word));
    if (found == concepts_.end()) continue;
    for (const std::string_view name : found->second) add(std::string(name));
  }
  for (std::size_t i = 1; i < words.size(); ++i) add(stem(words[i - 1]) + "_" + stem(words[i]));
  return all;
}

}  // namespace decide::drill
