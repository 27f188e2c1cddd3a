#include <fmt/format.h>

#include <algorithm>

#include "derive/constraint.h"
#include "facts/choice.h"
#include "lsp/answers.h"
#include "lsp/outline.h"
#include "rules/registry.h"
#include "schema/type.h"

namespace decide::lsp {

namespace {

using schema::Form;
using schema::Type;

/// Kinds of completion, as the protocol numbers them.
constexpr int property = 10, value_kind = 12, member_kind = 20, reference = 18;

/// Gathers what can be typed in the place of one word.
class Offers {
 public:
  /// `range`: of what has been typed, in the document.
  Offers(const Cursor& cursor, Json range) : cursor_(cursor), range_(std::move(range)) {}

  void add(std::string_view word, int kind, std::string_view about, std::string_view ending = {}) {
    Json item{{"label", word},
              {"kind", kind},
              {"sortText", fmt::format("{:04}", items_.size())},
              {"filterText", word},
              {"textEdit", {{"range", range_}, {"newText", fmt::format("{}{}", word, ending)}}}};
    if (!about.empty()) item["detail"] = about;
    items_.push_back(std::move(item));
  }
  const Cursor& cursor() const { return cursor_; }
  Json list() && { return std::move(items_); }

 private:
  const Cursor& cursor_;
  Json range_;
  Json items_ = Json::array();
};

/// What follows a new key: nothing where its colon stands already.
std::string_view ending_of(const Type& type, const Word& word) {
  if (word.role == Word::Role::key) return {};
  const bool nests = type.form == Form::structure || type.form == Form::names;
  return nests && !word.in_flow ? ":" : ": ";
}

void offer_keys(const Outline& outline, const std::string& path, const Type& type, Offers& offers) {
  const Word& word = offers.cursor().word;
  const auto present = outline.keys_of(path);
  for (const schema::Field& field : type.shape().fields) {
    const bool is_there = std::find(present.begin(), present.end(), field.name) != present.end();
    if (is_there && field.name != word.text) continue;
    offers.add(field.name, property, field.doc, ending_of(*field.type, word));
  }
}

/// Names that people chose elsewhere: a layout is called as its table is.
void offer_names(const Outline& outline, const std::string& path, const Type& type, Offers& offers) {
  if (path != "partition") return;
  const auto present = outline.keys_of(path);
  for (const std::string_view table : outline.keys_of("model.tables")) {
    if (std::find(present.begin(), present.end(), table) == present.end())
      offers.add(table, reference, "a table of the model", ending_of(*type.item, offers.cursor().word));
  }
}

std::string_view about_word(std::string_view word) {
  const auto choices = facts::choices();
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const auto& choice) { return choice.word == word; });
  return found == choices.end() ? std::string_view{} : found->what;
}

void offer_constraints(Offers& offers) {
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    const auto& constraint = derive::info(static_cast<derive::ConstraintId>(i));
    offers.add(constraint.name, member_kind, constraint.demands);
  }
}

void offer_rules(Offers& offers) {
  for (const rules::Entry& entry : rules::registry())
    offers.add(entry.rule->code, member_kind, entry.rule->summary);
}

void offer_values(const schema::ScalarKind& kind, Offers& offers) {
  const auto words = schema::listed(kind);
  for (const std::string_view word : words) offers.add(word, member_kind, about_word(word));
  if (kind.name == "reason") {
    offer_constraints(offers);
  } else if (kind.name == "rule code") {
    offer_rules(offers);
  } else if (words.empty() && kind.pattern != nullptr && kind.name != "name") {
    offers.add(kind.example, value_kind, kind.describe);
  }
}

void offer(const Outline& outline, const std::string& path, const Type& type, Offers& offers) {
  const bool same_line = offers.cursor().word.role == Word::Role::value;
  switch (type.form) {
    case Form::scalar:
    case Form::word_or_names:
      return offer_values(*type.scalar, offers);
    case Form::list:
      if (!same_line && type.item->form == Form::scalar) offer_values(*type.item->scalar, offers);
      return;
    case Form::structure:
      if (!same_line) offer_keys(outline, path, type, offers);
      return;
    case Form::names:
      if (!same_line) offer_names(outline, path, type, offers);
      return;
  }
}

}  // namespace

Json completions(const Document& document, Place place, Encoding encoding) {
  const Lines lines(document.text(), encoding);
  const std::uint32_t offset = lines.offset(place);
  const Block* block = document.block_at(offset);
  if (block == nullptr) return {{"isIncomplete", false}, {"items", Json::array()}};
  const std::string& text = block->part.source.text();
  const Cursor cursor = cursor_at(text, offset - block->part.offset);
  Offers offers(cursor, range_json(lines, block->in_document(cursor.word.span)));
  if (cursor.found && may_be_design(text)) {
    static constexpr Type file{.form = Form::structure, .shape = &schema::file_shape};
    const Outline outline(text);
    const std::string& path = cursor.word.path;
    const auto located = schema::locate(path);
    if (path.empty()) {
      offer(outline, path, file, offers);
    } else if (located) {
      offer(outline, path, *located->type, offers);
    }
  }
  return {{"isIncomplete", false}, {"items", std::move(offers).list()}};
}

}  // namespace decide::lsp
