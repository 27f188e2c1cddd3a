#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace decide::report {

/// A picture as SVG text, without scripts. Looks are classes of a style sheet within it, with colours for
/// light and for dark backgrounds. Lengths are pixels; y grows downwards. Texts may be foreign: they are made
/// safe.
class Svg {
 public:
  explicit Svg(double width) : width_(width) {}

  enum class Anchor { start, middle, end };
  void text(double x, double y, std::string_view look, std::string_view words, Anchor anchor = Anchor::start);
  /// As text, shortened with an ellipsis to about `width` pixels; the whole is its title.
  void text_within(double width, double x, double y, std::string_view look, std::string_view words,
                   Anchor anchor = Anchor::start);
  /// `title` is shown when pointed at; may be empty.
  void bar(double x, double y, double width, double height, std::string_view look,
           std::string_view title = {});
  void line(double x1, double y1, double x2, double y2, std::string_view look);
  void curve(const std::vector<std::pair<double, double>>& points, std::string_view look);

  /// The whole picture; `title` and `description` are for those who cannot see it.
  std::string picture(double height, std::string_view title, std::string_view description) const;

 private:
  double width_;
  std::string body_;
};

}  // namespace decide::report
