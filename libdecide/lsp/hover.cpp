#include <fmt/format.h>

#include <algorithm>

#include "derive/constraint.h"
#include "facts/choice.h"
#include "lsp/answers.h"
#include "lsp/outline.h"
#include "report/explain.h"
#include "rules/registry.h"

namespace decide::lsp {

namespace {

/// True for a value that has a meaning of its own: a rule, a constraint, a choice.
bool is_explained(const std::string& word) {
  const auto choices = facts::choices();
  return rules::find_rule(word) != nullptr || derive::constraint_named(word) != nullptr ||
         std::any_of(choices.begin(), choices.end(), [&](const auto& choice) { return choice.word == word; });
}

/// What to explain at a word: its own meaning, else the field that it stands in.
std::string subject_of(const Word& word) {
  const bool has_own = word.role != Word::Role::key && is_explained(word.text);
  return has_own ? word.text : word.path;
}

/// Text as it is laid out, in a fence longer than any in it.
std::string fenced(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) fence += '`';
  return fmt::format("{}text\n{}{}", fence, text, fence);
}

}  // namespace

Json hover(const Document& document, Place place, Encoding encoding, bool markdown) {
  const Lines lines(document.text(), encoding);
  const std::uint32_t offset = lines.offset(place);
  const Block* block = document.block_at(offset);
  if (block == nullptr) return nullptr;
  const Outline outline(block->part.source.text());
  const Word* word = outline.at(offset - block->part.offset);
  if (word == nullptr || word->path.empty()) return nullptr;
  auto text = report::explain(subject_of(*word), {});
  if (!text) return nullptr;
  return {{"contents",
           {{"kind", markdown ? "markdown" : "plaintext"}, {"value", markdown ? fenced(*text) : *text}}},
          {"range", range_json(lines, block->in_document(word->span))}};
}

}  // namespace decide::lsp
