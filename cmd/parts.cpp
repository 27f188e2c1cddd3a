#include "parts.h"

#include <fmt/format.h>

#include <utility>

#include "base/markdown.h"
#include "base/text.h"

namespace dedesign {

std::vector<Part> parts_of(const decide::Source& file) {
  std::vector<Part> parts;
  if (!decide::is_markdown(file.name())) {
    parts.push_back({file, 0, true});
    return parts;
  }
  for (decide::FencedBlock& block : decide::fenced_blocks(file.text(), "dedesign")) {
    parts.push_back({decide::Source(file.name(), std::move(block.text), block.first_line), block.span.begin,
                     block.plain});
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

decide::Result<decide::Source> with_part(const decide::Source& file, std::size_t index,
                                         const std::string& text) {
  const std::vector<Part> before = parts_of(file);
  const Part& part = before[index];
  std::string whole = file.text();
  whole.replace(part.offset, part.source.text().size(), text);
  decide::Source changed(file.name(), std::move(whole));
  if (part.plain && only_changed(before, parts_of(changed), index, text)) return changed;
  return decide::Error{fmt::format("{}:{}: the block is not mended: {}", decide::sanitize(file.name()),
                                   part.source.first_line(),
                                   part.plain ? "its fence would not hold what is put in"
                                              : "each of its lines has a mark of the quotation before it"),
                       "mend it by hand, or lint a copy of the block in a file of its own"};
}

}  // namespace dedesign
