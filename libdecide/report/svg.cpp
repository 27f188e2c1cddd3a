#include "report/svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace decide::report {
namespace {

/// Of the colours those for today and best keep apart in grey and for the colour-blind: one is pale, one
/// strong.
constexpr std::string_view looks = R"(<style>
text { font-family: system-ui, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328; }
.page { fill: #ffffff; }
.heading { font-size: 16px; font-weight: 600; }
.name { font-size: 13px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.today { fill: #8fa3b8; }
.best { fill: #0969a8; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.axis { stroke: #59636e; stroke-width: 1; }
.curve { stroke: #0969a8; stroke-width: 2; fill: none; }
.watermark { stroke: #b35900; stroke-width: 1.5; }
.lookback { stroke: #7a3fb0; stroke-width: 1.5; stroke-dasharray: 5 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .page { fill: #14181d; }
  .small { fill: #9aa5b1; }
  .today { fill: #5a6b7d; }
  .best { fill: #58b0f0; }
  .grid { stroke: #2c333b; }
  .axis { stroke: #9aa5b1; }
  .curve { stroke: #58b0f0; }
  .watermark { stroke: #f0a35e; }
  .lookback { stroke: #c79bf2; }
}
</style>
)";

/// What XML gives a meaning of its own; control characters are pictures by then.
std::string escaped(std::string_view words) {
  std::string safe;
  for (const char c : sanitize(words)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

/// Of a letter, on average: the fonts differ from machine to machine, so it is on the wide side.
constexpr double letter = 6.4;

/// The beginning of a text, cut between two characters.
std::string begin_of(std::string_view words, std::size_t cells) {
  std::string kept;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t next = at + 1;
    while (next < words.size() && (static_cast<unsigned char>(words[next]) & 0xC0U) == 0x80U) ++next;
    if (display_width(kept) + display_width(words.substr(at, next - at)) > cells) break;
    kept += words.substr(at, next - at);
    at = next;
  }
  return kept;
}

std::string_view word_of(Svg::Anchor anchor) {
  if (anchor == Svg::Anchor::start) return "start";
  return anchor == Svg::Anchor::middle ? "middle" : "end";
}

std::string title_of(std::string_view title) {
  return title.empty() ? std::string() : fmt::format("<title>{}</title>", escaped(title));
}

std::string text_element(double x, double y, std::string_view look, Svg::Anchor anchor,
                         std::string_view inner) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y,
                     look, word_of(anchor), inner);
}

}  // namespace

void Svg::text(double x, double y, std::string_view look, std::string_view words, Anchor anchor) {
  body_ += text_element(x, y, look, anchor, escaped(words));
}

void Svg::text_within(double width, double x, double y, std::string_view look, std::string_view words,
                      Anchor anchor) {
  const auto cells = static_cast<std::size_t>(std::max(width / letter, 1.0));
  const std::string safe = sanitize(words);
  if (display_width(safe) <= cells) return text(x, y, look, safe, anchor);
  body_ +=
      text_element(x, y, look, anchor, title_of(safe) + escaped(begin_of(safe, cells - 1)) + "\xE2\x80\xA6");
}

void Svg::bar(double x, double y, double width, double height, std::string_view look,
              std::string_view title) {
  body_ += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"1.5\" "
      "class=\"{}\">{}</rect>\n",
      x, y, width, height, look, title_of(title));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view look) {
  body_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1,
                       y1, x2, y2, look);
}

void Svg::curve(const std::vector<std::pair<double, double>>& points, std::string_view look) {
  std::string all;
  for (const auto& [x, y] : points) all += fmt::format("{}{:.1f},{:.1f}", all.empty() ? "" : " ", x, y);
  body_ += fmt::format("<polyline points=\"{}\" class=\"{}\"/>\n", all, look);
}

std::string Svg::picture(double height, std::string_view title, std::string_view description) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" role=\"img\">\n<title>{2}</title>\n<desc>{3}</desc>\n{4}"
      "<rect width=\"{0:.0f}\" height=\"{1:.0f}\" class=\"page\"/>\n{5}</svg>\n",
      width_, height, escaped(title), escaped(description), looks, body_);
}

}  // namespace decide::report
