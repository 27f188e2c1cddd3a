#include "base/markdown.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace decide {
namespace {

constexpr std::size_t code_indent = 4;  // blanks that make a line code

/// One line, and how far of it has been looked at.
struct Line {
  std::size_t begin = 0, end = 0;  ///< bytes of the document; without the line end
  std::size_t next = 0;            ///< where the following line begins
  std::size_t at = 0;              ///< past the marks of quotations
};

std::size_t blanks(std::string_view text, std::size_t at, std::size_t end) {
  std::size_t count = 0;
  while (at + count < end && (text[at + count] == ' ' || text[at + count] == '\t')) ++count;
  return count;
}

/// A fence: its sign, its length, and the info string behind it.
struct Fence {
  char sign = 0;
  std::size_t length = 0;
  std::string_view info;
};

Fence fence_at(std::string_view text, std::size_t at, std::size_t end) {
  if (at >= end || (text[at] != '`' && text[at] != '~')) return {};
  Fence fence{text[at], 0, {}};
  while (at + fence.length < end && text[at + fence.length] == fence.sign) ++fence.length;
  if (fence.length < 3) return {};
  fence.info = trim(text.substr(at + fence.length, end - at - fence.length));
  // Otherwise it is code within a line.
  if (fence.sign == '`' && fence.info.find('`') != std::string_view::npos) return {};
  return fence;
}

/// The bytes of a list marker with the blanks behind it, or 0.
std::size_t list_marker(std::string_view text, std::size_t at, std::size_t end) {
  std::size_t length = 0;
  if (at < end && (text[at] == '-' || text[at] == '+' || text[at] == '*')) {
    length = 1;
  } else {
    while (at + length < end && length < 9 && text[at + length] >= '0' && text[at + length] <= '9') ++length;
    const bool closed =
        length > 0 && at + length < end && (text[at + length] == '.' || text[at + length] == ')');
    if (!closed) return 0;
    ++length;
  }
  const std::size_t gap = blanks(text, at + length, end);
  if (gap == 0 && at + length < end) return 0;
  // Five blanks or more: the content is code, one blank behind the marker.
  return length + (gap == 0 || gap > code_indent ? 1 : gap);
}

std::string_view first_word(std::string_view info) {
  return info.substr(0, std::min(info.find_first_of(" \t{"), info.size()));
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view language) : text_(text), language_(language) {}

  std::vector<FencedBlock> read() {
    // A byte order mark is no part of the first line.
    for (std::size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text_.size(); ++number_) {
      const Line line = line_at(at);
      take(line);
      at = line.next;
    }
    if (fence_.length > 0) close(text_.size());
    return std::move(blocks_);
  }

 private:
  Line line_at(std::size_t at) const {
    const std::size_t newline = std::min(text_.find('\n', at), text_.size());
    const std::size_t end = newline > at && text_[newline - 1] == '\r' ? newline - 1 : newline;
    return {at, end, std::min(newline + 1, text_.size()), at};
  }

  /// Past up to `most` marks of quotations; how many there were.
  std::size_t pass_quotes(Line& line, std::size_t most) const {
    std::size_t depth = 0;
    while (depth < most) {
      const std::size_t at = line.at + blanks(text_, line.at, line.end);
      if (at - line.at >= code_indent + list_indent() || at >= line.end || text_[at] != '>') break;
      line.at = at + 1;
      if (line.at < line.end && text_[line.at] == ' ') ++line.at;
      ++depth;
    }
    return depth;
  }

  std::size_t list_indent() const { return lists_.empty() ? 0 : lists_.back(); }

  void take(Line line) {
    if (fence_.length > 0 && inside_fence(line)) return;
    const std::size_t depth = pass_quotes(line, text_.size());
    if (depth != depth_) lists_.clear();
    depth_ = depth;
    if (in_comment_) {
      in_comment_ = text_.substr(line.begin, line.end - line.begin).find("-->") == std::string_view::npos;
      return;
    }
    outside_fence(line);
  }

  void outside_fence(const Line& line) {
    std::size_t at = line.at + blanks(text_, line.at, line.end);
    if (at >= line.end) return;
    while (!lists_.empty() && at - line.at < lists_.back()) lists_.pop_back();
    // Markers may follow each other on one line, and a fence may follow a marker.
    while (at - line.at < list_indent() + code_indent) {
      const std::size_t marker = list_marker(text_, at, line.end);
      if (marker == 0) break;
      lists_.push_back(at - line.at + marker);
      at += marker;
      at += blanks(text_, at, line.end);
    }
    if (at - line.at >= list_indent() + code_indent) return;
    const std::string_view rest = text_.substr(at, line.end - at);
    if (rest.starts_with("<!--")) in_comment_ = rest.find("-->", 4) == std::string_view::npos;
    fence_ = fence_at(text_, at, line.end);
    if (fence_.length > 0) open(line);
  }

  void open(const Line& line) {
    block_ = {};
    block_.span.begin = static_cast<std::uint32_t>(line.next);
    block_.first_line = number_ + 1;
    fence_list_ = list_indent();
  }

  /// False if the block ends before this line, which is then read as any other.
  bool inside_fence(Line& line) {
    const std::size_t depth = pass_quotes(line, depth_);
    const std::size_t indent = blanks(text_, line.at, line.end);
    const bool is_blank = line.at + indent >= line.end;
    if (depth < depth_ || (!is_blank && indent < fence_list_)) {
      close(line.begin);
      line.at = line.begin;
      return false;
    }
    const Fence end = fence_at(text_, line.at + indent, line.end);
    if (indent < fence_list_ + code_indent && end.sign == fence_.sign && end.length >= fence_.length &&
        end.info.empty()) {
      close(line.begin);
      return true;
    }
    if (line.at > line.begin) block_.plain = false;
    block_.text.append(line.at - line.begin, ' ');
    block_.text.append(text_, line.at, line.next - line.at);
    return true;
  }

  void close(std::size_t end) {
    block_.span.end = static_cast<std::uint32_t>(end);
    if (first_word(fence_.info) == language_) blocks_.push_back(std::move(block_));
    fence_ = {};
  }

  std::string_view text_, language_;
  std::vector<FencedBlock> blocks_;
  std::vector<std::size_t> lists_;  ///< how far the content of each open list is indented
  std::size_t depth_ = 0;           ///< of quotations
  bool in_comment_ = false;
  std::uint32_t number_ = 1;
  Fence fence_;  ///< open, if its length is not 0
  std::size_t fence_list_ = 0;
  FencedBlock block_;
};

}  // namespace

std::vector<FencedBlock> fenced_blocks(std::string_view markdown, std::string_view language) {
  return Reader(markdown, language).read();
}

bool is_markdown(std::string_view name) {
  const auto ends = [name](std::string_view ending) {
    if (name.size() <= ending.size()) return false;
    return std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  };
  return ends(".md") || ends(".markdown");
}

}  // namespace decide
