#include "base/parts.h"

#include <fmt/format.h>

#include <utility>

#include "base/markdown.h"
#include "base/text.h"

namespace decide {

std::vector<Part> parts_of(const Source& file) {
  std::vector<Part> parts;
  if (!is_markdown(file.name())) {
    parts.push_back({file, 0, true});
    return parts;
  }
  for (FencedBlock& block : fenced_blocks(file.text(), "dedesign")) {
    parts.push_back(
        {Source(file.name(), std::move(block.text), block.first_line), block.span.begin, block.plain});
  }
  return parts;
}

namespace {

/// All parts are what they were, but for the one that was replaced.
bool only_changed(const std::vector<Part>& before, const std::vector<Part>& after, std::size_t index,
                  const std::string& text) {
  if (before.size() != after.size()) return false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after[i].source.text() != (i == index ? text : before[i].source.text())) return false;
  }
  return true;
}

}  // namespace

Result<Source> with_part(const Source& file, std::size_t index, const std::string& text) {
  const std::vector<Part> before = parts_of(file);
  const Part& part = before[index];
  std::string whole = file.text();
  whole.replace(part.offset, part.source.text().size(), text);
  Source changed(file.name(), std::move(whole));
  if (part.plain && only_changed(before, parts_of(changed), index, text)) return changed;
  return Error{
      fmt::format("{}:{}: the block is not mended: {}", sanitize(file.name()), part.source.first_line(),
                  part.plain ? "its fence would not hold what is put in"
                             : "each of its lines has a mark of the quotation before it"),
      "mend it by hand, or lint a copy of the block in a file of its own"};
}

}  // namespace decide
