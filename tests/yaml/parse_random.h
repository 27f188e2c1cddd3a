#pragma once

// Random documents whose tree is known. Every choice comes from a tape of bytes that rapidcheck makes and
// shrinks; an empty tape makes the simplest document.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parse_random {

struct Value {
  const char* text;
  bool plain;  ///< may stand without quotes, in brackets too
};

inline constexpr Value values[] = {
    {"x", true},    {"two words", true},  {"é日😀", true},        {"12", true},
    {"a:b", true},  {"", false},          {" lead", false},      {"# x", false},
    {"- a", false}, {"it's", false},      {"q\"b\\", false},     {"a: b", false},
    {"[", false},   {"tab\there", false}, {"one\ntwo\n", false}, {"é\n\n日\n", false}};

class DocumentMaker {
 public:
  explicit DocumentMaker(std::vector<std::uint8_t> tape) : tape_(std::move(tape)) {}

  /// Fills `text` and `tree`; the tree is written as parse_cases::show does.
  void make() {
    if (choose(4) == 1) text = "# head: [\n";
    if (choose(4) == 1) text += "---\n";
    tree = choose(3) == 1 ? list(0, 3) : mapping(0, 3);
    if (choose(3) == 1 && !text.ends_with("sécond\n")) text.pop_back();
    if (choose(3) == 1) use_crlf();
    if (choose(5) == 1) text.insert(0, "\xEF\xBB\xBF");
  }

  std::string text;
  std::string tree;

 private:
  std::size_t choose(std::size_t among) { return next_ < tape_.size() ? tape_[next_++] % among : 0; }

  void use_crlf() {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
      text.insert(at, 1, '\r');
  }

  void end_line() {
    static const char* const ends[] = {"\n", "  # note: é\n", " \n", "\n\n", "\n      # deep\n"};
    text += ends[choose(5)];
  }

  static std::string single(const std::string& value) {
    std::string all = "'";
    for (const char c : value) all += c == '\'' ? "''" : std::string(1, c);
    return all + "'";
  }

  static std::string escaped(const std::string& value) {
    std::string all = "\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') all += '\\';
      all += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
    }
    return all + "\"";
  }

  /// Writes a value that fits in one line.
  std::string inline_scalar() {
    const Value value = values[choose(std::size(values))];
    const std::string meant = value.text;
    const bool one_line = meant.find('\n') == std::string::npos;
    const std::size_t style = choose(3);
    text += value.plain && style == 0 ? meant : one_line && style == 1 ? single(meant) : escaped(meant);
    return meant;
  }

  std::string literal(std::size_t indent) {
    const std::string pad(indent + 1 + choose(3), ' ');
    text += "|\n" + pad + "first: [\n\n" + pad + "  sécond\n";
    return "first: [\n\n  sécond\n";
  }

  std::string folded_plain(std::size_t indent) {
    text += "one\n" + std::string(indent + 1 + choose(3), ' ') + "two";
    end_line();
    return "one two";
  }

  std::string flow(std::size_t depth) {
    const std::size_t kind = depth == 0 ? 0 : choose(3);
    if (kind == 0) return inline_scalar();
    const bool mapping = kind == 2;
    const std::string gap = choose(3) == 1 ? "\n          " : choose(2) == 1 ? " " : "";
    std::string all;
    text += (mapping ? "{" : "[") + gap;
    const std::size_t count = choose(4);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text += "," + gap;
      all += i > 0 ? ", " : "";
      if (mapping) all += key(i) + ": ";
      if (mapping) text += " ";
      all += flow(depth - 1);
    }
    text += (count > 0 && choose(3) == 1 ? "," : "") + gap + (mapping ? "}" : "]");
    return (mapping ? "{" : "[") + all + (mapping ? "}" : "]");
  }

  std::string key(std::size_t number) {
    const std::string name = (choose(4) == 1 ? "clé " : "k") + std::to_string(number);
    const std::size_t style = choose(4);
    text += style == 1 ? single(name) : style == 2 ? escaped(name) : name;
    text += choose(5) == 1 ? " :" : ":";
    return name;
  }

  std::string mapping(std::size_t column, std::size_t depth) {
    std::string all;
    const std::size_t count = 1 + choose(4);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text += std::string(column, ' ');
      all += (i > 0 ? ", " : "") + key(i) + ": ";
      all += value(column, depth, true);
    }
    return "{" + all + "}";
  }

  std::string list(std::size_t column, std::size_t depth) {
    std::string all;
    const std::size_t count = 1 + choose(3);
    for (std::size_t i = 0; i < count; ++i) {
      text += (i > 0 ? std::string(column, ' ') : "") + "-";
      all += (i > 0 ? ", " : "") + value(column, depth, false);
    }
    return "[" + all + "]";
  }

  std::string value(std::size_t column, std::size_t depth, bool of_key) {
    const std::size_t kind = choose(depth == 0 ? 6 : 10);
    if (kind >= 6) return nested(column, depth, of_key);
    if (kind == 5) {
      end_line();
      return "";
    }
    text += " ";
    if (kind == 3) return literal(column);
    if (kind == 4) return folded_plain(column);
    const std::string meant = kind == 2 ? flow(2) : inline_scalar();
    end_line();
    return meant;
  }

  std::string nested(std::size_t column, std::size_t depth, bool of_key) {
    const bool as_list = choose(2) == 1;
    if (!of_key && !as_list && choose(2) == 1) {
      text += " ";
      return mapping(column + 2, depth - 1);
    }
    end_line();
    const std::size_t deeper = column + (of_key && as_list ? choose(3) : 1 + choose(3));
    text += std::string(deeper, ' ');
    return as_list ? list(deeper, depth - 1) : mapping(deeper, depth - 1);
  }

  std::vector<std::uint8_t> tape_;
  std::size_t next_ = 0;
};

}  // namespace parse_random
