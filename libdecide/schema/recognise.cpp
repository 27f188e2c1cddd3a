#include "schema/recognise.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

#include "base/text.h"
#include "design/words.h"
#include "schema/type.h"

namespace decide::schema {
namespace {

std::string_view without_quotes(std::string_view word) {
  const bool quoted = word.size() >= 2 && (word.front() == '"' || word.front() == '\'');
  return quoted && word.back() == word.front() ? word.substr(1, word.size() - 2) : word;
}

/// The key that a line begins with; empty if it has none.
std::string_view key_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return {};
  return without_quotes(trim(line.substr(0, colon)));
}

bool is_prelude(std::string_view content) {
  return content.empty() || content.front() == '#' || content.front() == '%' || content.starts_with("---");
}

/// A mapping in braces, as JSON is: the word with a colon behind it, wherever it stands.
bool in_braces(std::string_view text) {
  for (std::size_t at = text.find("dedesign"); at != std::string_view::npos;
       at = text.find("dedesign", at + 1)) {
    std::size_t behind = text.find_first_not_of("\"' \t", at + 8);
    if (behind != std::string_view::npos && text[behind] == ':') return true;
  }
  return false;
}

/// Of a text in UTF-16, or with line ends of old Macs, what it would be in ours: no reader takes it, and who
/// wrote a design that way is to hear of it.
std::string in_our_bytes(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') plain += '\n';
    if (c != '\r' && c != '\0' && byte < 0xFE) plain += c;
  }
  return plain;
}

bool is_in_other_bytes(std::string_view text) {
  const bool is_wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  return is_wide || (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos);
}

}  // namespace

bool looks_like_design(std::string_view text) {
  if (is_in_other_bytes(text)) return looks_like_design(in_our_bytes(text));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t indent = std::string_view::npos;
  std::ptrdiff_t seen = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::string_view content = trim(line);
    if (indent == std::string_view::npos) {
      if (is_prelude(content)) continue;
      if (content.front() == '{') return in_braces(text);
      indent = line.find_first_not_of(" \t");
    }
    if (line.find_first_not_of(" \t") != indent) continue;
    const std::string_view key = key_of(content);
    if (key == "dedesign") return true;
    const auto& sections = design::Section_words;
    if (std::find(std::begin(sections), std::end(sections), key) != std::end(sections) && ++seen == 2)
      return true;
  }
  return false;
}

bool is_something_else(const yaml::Document& document) {
  if (document.empty() || document.root().kind != yaml::Kind::mapping || document.root().count == 0)
    return false;
  const auto& fields = file_shape().fields;
  return std::none_of(fields.begin(), fields.end(),
                      [&](const Field& field) { return document.find(0, field.name) != yaml::none; });
}

}  // namespace decide::schema
