#pragma once

// Random files and edits, the same on every machine for one seed.

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/edit.h"

namespace edit_random {

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <std::size_t N>
  std::string pick(const char* const (&texts)[N]) {
    return texts[below(N)];
  }

 private:
  std::mt19937 engine_;
};

/// Makes a file: comments, both line ends, steps of 2 and 4, lists at the key's column or indented, flow,
/// quotes, block scalars, text of several bytes, and now and then no line end at the end.
class FileMaker {
 public:
  explicit FileMaker(std::uint32_t seed)
      : random_(seed), step_(random_.one_in(2) ? 2 : 4), list_step_(random_.one_in(2) ? 0 : step_) {}

  std::string make() {
    if (random_.one_in(40)) return random_.pick({"", "# only a comment\n", "---\n", "~\n", "{}\n"});
    if (random_.one_in(3)) text_ += "# head\n\n";
    if (random_.one_in(8)) text_ += "---\n";
    mapping(0, 0);
    if (random_.one_in(4)) text_ += "# tail\n";
    if (random_.one_in(4)) text_.pop_back();
    return with_line_ends();
  }

 private:
  void comments(std::size_t column) {
    if (random_.one_in(6)) text_ += "\n";
    if (random_.one_in(6)) text_ += std::string(random_.one_in(3) ? 0 : column, ' ') + "# note: é, [x]\n";
  }

  std::string end() { return random_.one_in(5) ? "  # why\n" : "\n"; }

  std::string key(std::size_t number) {
    const std::string digits = std::to_string(number);
    if (random_.one_in(9)) return "\"q " + digits + "\"";
    return (random_.one_in(9) ? "é" : "k") + digits;
  }

  void mapping(std::size_t column, std::size_t depth) {
    const std::size_t count = 1 + random_.below(4);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 || depth == 0) comments(column);
      if (i > 0 || !after_dash_) text_ += std::string(column, ' ');
      after_dash_ = false;
      text_ += key(i) + ":";
      value(column, depth, false);
    }
  }

  void list(std::size_t column, std::size_t depth) {
    const std::size_t count = 1 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) comments(column);
      if (i > 0 || !after_dash_) text_ += std::string(column, ' ');
      after_dash_ = false;
      text_ += "-";
      value(column, depth, true);
    }
  }

  void value(std::size_t column, std::size_t depth, bool item) {
    const std::size_t kind = depth > 2 ? 0 : random_.below(10);
    if (kind == 9 && random_.one_in(2)) return block_scalar(column);
    if (kind < 6 || kind == 9) return line_value(column);
    if (item) {
      text_ += " ";
      after_dash_ = true;
      return kind < 8 ? mapping(column + 2, depth + 1) : list(column + 2, depth + 1);
    }
    text_ += end();
    kind < 8 ? mapping(column + step_, depth + 1) : list(column + list_step_, depth + 1);
  }

  void line_value(std::size_t column) {
    if (random_.one_in(12)) {
      text_ += end();
    } else if (random_.one_in(12)) {
      text_ += " one\n" + std::string(column + step_, ' ') + "two" + end();
    } else {
      text_ += " " + flow(0) + end();
    }
  }

  void block_scalar(std::size_t column) {
    const std::string pad(column + step_, ' ');
    text_ += random_.pick({" |\n", " >-\n", " |-\n", " |+\n", " >\n"}) + pad + "text # not a comment\n";
    if (random_.one_in(2)) text_ += "\n" + pad + "  more: 日本\n";
  }

  std::string flow(std::size_t depth) {
    if (depth > 1 || !random_.one_in(3)) {
      return random_.pick({"1", "12k/s", "x y", "'it''s'", "\"a\\tb\"", "~", "null", "日本", "true", "5 min",
                           "{}", "[]", "http://x/y"});
    }
    std::string inside;
    const bool is_mapping = random_.one_in(2);
    const std::string between = random_.pick({", ", ", ", ","});
    for (std::size_t i = 0; i < 1 + random_.below(3); ++i) {
      inside += (i > 0 ? between : "") + (is_mapping ? "f" + std::to_string(i) + ": " : "") + flow(depth + 1);
    }
    if (random_.one_in(4)) inside = " " + inside + " ";
    return is_mapping ? "{" + inside + "}" : "[" + inside + "]";
  }

  std::string with_line_ends() {
    const std::size_t crlf_of_four = random_.one_in(2) ? 0 : (random_.one_in(2) ? 4 : 2);
    std::string result;
    for (const char c : text_) {
      if (c == '\n' && random_.below(4) < crlf_of_four) result += '\r';
      result += c;
    }
    return result;
  }

  Random random_;
  std::size_t step_, list_step_;
  bool after_dash_ = false;
  std::string text_;
};

/// A path into a document: mostly to what is there, sometimes to a new key or item, sometimes deeper.
inline std::vector<std::string> make_path(const decide::yaml::Document& document, Random& random) {
  std::vector<std::string> path;
  decide::yaml::NodeId at = 0;
  while (path.empty() || (!random.one_in(4) && path.size() < 6)) {
    const decide::yaml::Node& node = document[at];
    const bool known = node.count > 0 && !random.one_in(5);
    if (node.kind == decide::yaml::Kind::scalar) break;
    if (!known) {
      const bool list = node.kind == decide::yaml::Kind::sequence;
      path.push_back(list ? std::to_string(node.count) : random.pick({"new", "yes", "x 1", "né"}));
      if (random.one_in(5)) path.push_back(random.pick({"deep", "0"}));
      break;
    }
    const std::size_t number = random.below(node.count);
    at = node.first;
    const bool pairs = node.kind == decide::yaml::Kind::mapping;
    for (std::size_t i = 0; i < number; ++i)
      at = pairs ? document[document[at].next].next : document[at].next;
    path.push_back(pairs ? document[at].text : std::to_string(number));
    if (pairs) at = document[at].next;
  }
  return path;
}

inline std::string make_value(Random& random) {
  return random.pick({"12", "x y", "[a, b]", "{p: 1, q: [r, ~]}", "p: 1\nq:\n  - r # c\n  - s\n",
                      "- a\n- b: 1\n  c: 2\n", "|\n  t\n   u\n", ">-\n  t\n  u\n", "~", "'q'", "\"a\\nb\"",
                      "{}", "[]", "a: b", "日本", "p:\n    # c\n    q: 'x'\n\n    r: |\n      t\n", "yes",
                      "a, b", "\"two\n  lines\""});
}

}  // namespace edit_random
