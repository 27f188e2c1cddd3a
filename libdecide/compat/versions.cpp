#include "compat/versions.h"

#include <algorithm>
#include <optional>

namespace decide::compat {

namespace {

constexpr std::size_t most_back = 100;

std::optional<Clash> compare(const std::vector<const AvroSchema*>& versions, std::size_t older,
                             std::size_t newer, design::Compatibility mode) {
  std::optional<Clash> rounding;
  for (const Direction direction : {Direction::new_reads_old, Direction::old_reads_new}) {
    if (!asks(mode, direction)) continue;
    const bool forward = direction == Direction::old_reads_new;
    Clash clash{older, newer, direction,
                differences(*versions[forward ? older : newer], *versions[forward ? newer : older])};
    if (clash.breaks()) return clash;
    if (!clash.differences.empty() && !rounding) rounding = std::move(clash);
  }
  return rounding;
}

std::optional<Clash> first_clash(const std::vector<const AvroSchema*>& versions, std::size_t newer,
                                 design::Compatibility mode) {
  std::optional<Clash> rounding;
  std::size_t compared = 0;
  const std::size_t most = is_transitive(mode) ? most_back : 1;
  for (std::size_t older = newer; older-- > 0 && compared < most;) {
    if (versions[older] == nullptr) continue;
    ++compared;
    auto clash = compare(versions, older, newer, mode);
    if (clash && clash->breaks()) return clash;
    if (clash && !rounding) rounding = std::move(clash);
  }
  return rounding;
}

}  // namespace

bool Clash::breaks() const {
  return std::any_of(differences.begin(), differences.end(),
                     [](const Difference& one) { return one.breaks; });
}

std::vector<Clash> clashes(const std::vector<const AvroSchema*>& versions, design::Compatibility mode) {
  std::vector<Clash> all;
  for (std::size_t newer = 1; newer < versions.size(); ++newer) {
    if (versions[newer] == nullptr) continue;
    if (auto clash = first_clash(versions, newer, mode)) all.push_back(*std::move(clash));
  }
  return all;
}

}  // namespace decide::compat
