#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "yaml/document.h"

/// Changing a design to ask "what if": scalars get other texts in the tree, places stay those of the file.
namespace decide::rules {

/// Something that grows. A factor on its root, or on a path that stands for it, scales all its fields:
/// declared rows are shares of the volume.
struct Growth {
  std::string_view name;                     ///< "volume"
  std::string_view root;                     ///< "scope.volume"; empty where it has none of its own
  std::span<const std::string_view> fields;  ///< paths, `*` for any key
  bool in_days = false;                      ///< nobody means a part of a day
};
std::span<const Growth> growths();

/// A field set to a value, or scaled.
struct Change {
  std::string path;
  std::optional<double> factor;
  std::string value;  ///< where there is no factor: YAML
};

using Texts = std::vector<std::pair<yaml::NodeId, std::string>>;

/// Whether a time of whole days stays one. Whoever looks for the factor that breaks a design wants that:
/// nobody keeps a table for a part of a day, and a finding about that would come first. Who gives a factor
/// means it.
enum class Days : std::uint8_t { exact, whole };

/// The fields of a growth that the design has, scaled. Shares stay at 100 % at most, counts are whole.
Texts scaled(const yaml::Document& document, const Growth& growth, double factor, Days days = Days::whole);

/// False if a factor on that path would scale nothing.
bool can_scale(const yaml::Document& document, std::string_view path, double factor);

/// The changes as other texts of scalars that are there. Nothing where one needs more than that, or has
/// nothing to scale; changed() makes or refuses those.
std::optional<Texts> as_texts(const yaml::Document& document, const std::vector<Change>& changes);

/// The design with all changes made, in their order. An error names the path that is not there, or the value
/// that cannot be scaled or written.
Result<yaml::Parsed> changed(const yaml::Document& document, const std::vector<Change>& changes);

}  // namespace decide::rules
