#include "lsp/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/markdown.h"
#include "base/text.h"
#include "lsp/outline.h"
#include "schema/type.h"

namespace decide::lsp {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    const int high = escape ? hex_digit(text[i + 1]) : -1;
    const int low = escape ? hex_digit(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string last_part(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

std::string path_of(std::string_view uri) {
  constexpr std::string_view scheme = "file://";
  if (!uri.starts_with(scheme)) return {};
  uri.remove_prefix(scheme.size());
  const std::size_t slash = uri.find('/');
  if (slash == std::string_view::npos) return {};
  return unescaped(uri.substr(slash));
}

bool may_be_design(std::string_view text) {
  const Outline outline(text);
  const auto keys = outline.keys_of({});
  if (keys.empty()) return true;
  std::vector<std::string_view> ours{"dedesign", "accept"};
  for (const auto section : design::Section_words) ours.push_back(section);
  return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
    return std::find(ours.begin(), ours.end(), key) != ours.end() || nearest(key, ours) == "dedesign";
  });
}

Document::Document(std::string uri, std::string text, Json version)
    : uri_(std::move(uri)), text_(std::move(text)), version_(std::move(version)) {
  take_apart();
}

std::string Document::name() const {
  const std::string path = path_of(uri_);
  return path.empty() ? uri_ : last_part(path);
}

void Document::take_apart() {
  blocks_.clear();
  for (Part& part : parts_of(Source(name(), text_))) blocks_.push_back({std::move(part)});
}

const Block* Document::block_at(std::uint32_t offset) const {
  const auto found = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    return offset >= block.part.offset && offset <= block.part.offset + block.part.source.text().size();
  });
  return found == blocks_.end() ? nullptr : &*found;
}

std::vector<diag::Finding> Document::findings() const {
  std::vector<diag::Finding> all;
  for (const Block& block : blocks_) {
    if (!block.checked) continue;
    for (diag::Finding finding : block.checked->findings) {
      diag::shift(finding, block.part.offset);
      if (!block.part.plain) finding.fix.reset();
      all.push_back(std::move(finding));
    }
  }
  return all;
}

void Document::change(const std::optional<Range>& range, std::string text, Encoding encoding) {
  forget();
  if (range) {
    const Lines lines(text_, encoding);
    const std::uint32_t begin = lines.offset(range->start);
    const std::uint32_t end = std::max(begin, lines.offset(range->end));
    text_.replace(begin, end - begin, text);
  } else {
    text_ = std::move(text);
  }
  take_apart();
}

void Document::judge(const World& world) {
  if (judged_) return;
  judged_ = true;
  for (Block& block : blocks_) block.checked.reset();
  problem_.reset();
  if (blocks_.empty() || (!is_markdown(name()) && !may_be_design(text_))) return;
  constexpr std::uint32_t most = yaml::Limits{}.bytes;
  if (text_.size() > most) {
    problem_ = Error{fmt::format("a design of {} bytes is too long; at most {} are read", text_.size(), most),
                     "split it into several designs"};
    return;
  }
  auto options = world.options(path_of(uri_));
  if (!options) {
    problem_ = options.error();
    return;
  }
  for (Block& block : blocks_) block.checked = rules::check(block.part.source, *options);
}

}  // namespace decide::lsp
