#include "lsp/outline.h"

#include <fmt/format.h>

#include <algorithm>

namespace decide::lsp {

namespace {

/// An open mapping or list: of block style by its indentation, of flow style by its bracket.
struct Level {
  std::size_t indent = 0;
  std::string path;
  bool is_item = false;
};

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

bool ends_word_in_flow(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/// Reads one text to words, line by line.
class Scanner {
 public:
  Scanner(std::string_view text, std::vector<Word>& words) : text_(text), words_(words) {}

  void scan() {
    while (at_ < text_.size()) {
      end_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      scan_line();
      at_ = end_ + 1;
    }
  }

 private:
  bool done() const { return at_ >= end_; }
  char now() const { return text_[at_]; }
  void skip_spaces() {
    while (!done() && (now() == ' ' || now() == '\t')) ++at_;
  }
  bool is_gap(std::size_t at) const { return at >= end_ || text_[at] == ' ' || text_[at] == '\t'; }
  bool comment_starts() const {
    return now() == '#' && (at_ == 0 || is_gap(at_ - 1) || text_[at_ - 1] == '\n');
  }

  void scan_line() {
    const std::size_t start = at_;
    skip_spaces();
    const std::size_t indent = at_ - start;
    if (done()) return;
    if (in_block_scalar_ && indent > block_scalar_) return;
    in_block_scalar_ = false;
    if (!flow_.empty()) return scan_flow();
    const std::string_view rest = text_.substr(at_, end_ - at_);
    if (comment_starts() || rest.starts_with('%') || (indent == 0 && (rest == "---" || rest == "...")))
      return;
    scan_block(indent);
  }

  /// The rest of a line in block style, whose first character stands at column `indent`.
  void scan_block(std::size_t indent) {
    const bool item = now() == '-' && is_gap(at_ + 1);
    close_levels(indent, item);
    if (item) return scan_item(indent);
    if (now() == '{' || now() == '[') return open_flow(here());
    const Word word = take_word(false);
    if (!colon_follows()) return add(word, Word::Role::bare, here());
    ++at_;
    const std::string path = below(here(), word.text);
    add(word, Word::Role::key, path);
    block_.push_back({indent, path, false});
    skip_spaces();
    if (!done()) scan_value(indent, path);
  }

  /// A list may stand at the indentation of its key.
  void close_levels(std::size_t indent, bool item) {
    while (!block_.empty()) {
      const Level& top = block_.back();
      const bool holds = top.indent < indent || (item && !top.is_item && top.indent == indent);
      if (holds) break;
      block_.pop_back();
    }
  }

  void scan_item(std::size_t indent) {
    const std::size_t dash = at_++;
    skip_spaces();
    if (done()) return;
    const std::string list = here();
    const std::size_t inner = indent + (at_ - dash);
    if (now() == '{' || now() == '[') return open_flow(below(list, "0"));
    const std::size_t start = at_;
    const Word word = take_word(false);
    if (!colon_follows()) return add(word, Word::Role::bare, list);
    at_ = start;
    block_.push_back({indent, below(list, "0"), true});
    scan_block(inner);
  }

  void scan_value(std::size_t indent, const std::string& path) {
    skip_properties();
    if (done() || comment_starts()) return;
    if (now() == '|' || now() == '>') {
      in_block_scalar_ = true;
      block_scalar_ = indent;
    } else if (now() == '{' || now() == '[') {
      open_flow(path);
    } else {
      add(take_word(false), Word::Role::value, path);
    }
  }

  /// Anchors and tags.
  void skip_properties() {
    while (!done() && (now() == '&' || now() == '!')) {
      while (!done() && !is_gap(at_)) ++at_;
      skip_spaces();
    }
  }

  void open_flow(const std::string& path) {
    flow_.clear();
    flow_.push_back({0, path, now() == '['});
    pending_.clear();
    ++at_;
    scan_flow();
  }

  void scan_flow() {
    while (!done() && !flow_.empty()) {
      skip_spaces();
      if (done() || comment_starts()) return;
      if (now() == ',') {
        pending_.clear();
        ++at_;
      } else if (now() == '{' || now() == '[') {
        const Level& top = flow_.back();
        const std::string path =
            pending_.empty() ? (top.is_item ? below(top.path, "0") : top.path) : pending_;
        flow_.push_back({0, path, now() == '['});
        pending_.clear();
        ++at_;
      } else if (now() == '}' || now() == ']') {
        flow_.pop_back();
        pending_.clear();
        ++at_;
      } else {
        scan_flow_word();
      }
    }
  }

  void scan_flow_word() {
    skip_properties();
    if (done() || ends_word_in_flow(now())) return;
    const Word word = take_word(true);
    if (colon_follows()) {
      ++at_;
      pending_ = below(flow_.back().path, word.text);
      add(word, Word::Role::key, pending_);
    } else if (pending_.empty()) {
      add(word, Word::Role::bare, flow_.back().path);
    } else {
      add(word, Word::Role::value, pending_);
    }
  }

  bool colon_follows() {
    skip_spaces();
    return !done() && now() == ':' &&
           (is_gap(at_ + 1) || (!flow_.empty() && ends_word_in_flow(text_[at_ + 1])));
  }

  /// The word at the place, in quotes or plain; never empty-handed: one character at least is used up.
  Word take_word(bool flow) {
    Word word;
    word.in_flow = flow;
    word.span.begin = static_cast<std::uint32_t>(at_);
    if (now() == '"' || now() == '\'') {
      take_quoted(word);
    } else {
      take_plain(word, flow);
    }
    word.span.end = static_cast<std::uint32_t>(at_);
    return word;
  }

  void take_quoted(Word& word) {
    const char quote = now();
    const std::size_t begin = ++at_;
    while (!done() && now() != quote) at_ += quote == '"' && now() == '\\' && at_ + 1 < end_ ? 2 : 1;
    word.text = text_.substr(begin, at_ - begin);
    if (!done()) ++at_;
  }

  void take_plain(Word& word, bool flow) {
    const std::size_t begin = at_;
    std::size_t last = ++at_;
    for (; !done(); ++at_) {
      const bool ends_as_key = now() == ':' && is_gap(at_ + 1);
      if (ends_as_key || comment_starts() || (flow && ends_word_in_flow(now()))) break;
      if (flow && now() == ':' && ends_word_in_flow(text_[at_ + 1])) break;
      if (!is_gap(at_)) last = at_ + 1;
    }
    at_ = last;
    word.text = text_.substr(begin, last - begin);
  }

  const std::string& here() const {
    static const std::string root;
    return block_.empty() ? root : block_.back().path;
  }

  void add(Word word, Word::Role role, const std::string& path) {
    word.role = role;
    word.path = path;
    words_.push_back(std::move(word));
  }

  std::string_view text_;
  std::vector<Word>& words_;
  std::size_t at_ = 0, end_ = 0;
  std::vector<Level> block_, flow_;
  std::string pending_;  ///< in flow style: the path of the key whose value is awaited
  bool in_block_scalar_ = false;
  std::size_t block_scalar_ = 0;  ///< indentation of the key that it belongs to
};

/// Stands for the cursor while the text is scanned; YAML allows it nowhere, so no text has it.
constexpr char mark = '\x01';

bool is_word_byte(char c) {
  return c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ':' && !ends_word_in_flow(c) && c != '"' &&
         c != '\'';
}

/// The path of the mapping that a key stands in. The key itself may have dots.
std::string_view container_of(const Word& key) {
  const std::string_view path = key.path;
  return path.size() > key.text.size() ? path.substr(0, path.size() - key.text.size() - 1)
                                       : std::string_view{};
}

}  // namespace

Outline::Outline(std::string_view text) {
  Scanner(text, words_).scan();
}

const Word* Outline::at(std::uint32_t offset) const {
  const auto found = std::find_if(words_.begin(), words_.end(), [&](const Word& word) {
    return word.span.begin <= offset && offset <= word.span.end;
  });
  return found == words_.end() ? nullptr : &*found;
}

std::vector<std::string_view> Outline::keys_of(std::string_view path) const {
  std::vector<std::string_view> keys;
  for (const Word& word : words_) {
    if (word.role == Word::Role::key && container_of(word) == path) keys.push_back(word.text);
  }
  return keys;
}

Cursor cursor_at(std::string_view text, std::uint32_t offset) {
  const std::size_t at = std::min<std::size_t>(offset, text.size());
  std::string marked(text);
  std::replace(marked.begin(), marked.end(), mark, ' ');
  marked.insert(at, 1, mark);
  std::size_t begin = at;
  while (begin > 0 && is_word_byte(text[begin - 1])) --begin;
  std::size_t end = at;
  while (end < text.size() && is_word_byte(text[end])) ++end;
  Cursor cursor;
  const Outline outline(marked);
  for (const Word& word : outline.words()) {
    if (word.text.find(mark) == std::string::npos) continue;
    cursor.found = true;
    cursor.word = word;
    if (word.role == Word::Role::key) cursor.word.path = container_of(word);
  }
  cursor.word.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  cursor.word.text = text.substr(begin, end - begin);
  cursor.typed = text.substr(begin, at - begin);
  return cursor;
}

}  // namespace decide::lsp
