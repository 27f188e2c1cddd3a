#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "replay/explore.h"
#include "replay/from_design.h"
#include "replay/search_cache.h"

/// The verdicts on a design.
namespace decide::replay {

/// Searches that were done.
class Memo {
 public:
  /// `shared`: what other designs have searched; null where there are none.
  explicit Memo(std::shared_ptr<SearchCache> shared = {});
  Memo(const Memo&) = delete;
  Memo& operator=(const Memo&) = delete;
  /// The reference stays valid.
  const Outcome& explore(const Declaration& declared, const Options& options);

 private:
  std::shared_ptr<SearchCache> shared_;
  std::vector<Searched> searches_;
};

/// The path of the field that would settle an assumption: "delivery", "while_live"; of the erasure,
/// "reaches".
std::string_view field_name(Field field);

/// One change of a declaration that makes a defect impossible within the bounds.
struct Repair {
  std::vector<std::pair<std::string, std::string>> fields;  ///< below the pipeline or the job; name and value
  bool on_job = false;
  std::uint64_t states = 0;  ///< that were searched again
};

/// A subject and what the search found.
struct Case {
  Subject subject;
  const Outcome* outcome = nullptr;
  const Witness* find(Defect defect) const { return outcome->find(defect); }
};

/// What a design's writers do to its tables, searched when it is first asked for.
class Verdicts {
 public:
  Verdicts(const derive::Facts& facts, Memo& memo, Bounds bounds, int jobs = 1, Watch watch = {})
      : facts_(facts), memo_(memo), bounds_(bounds), jobs_(jobs), watch_(std::move(watch)) {}

  const std::vector<Case>& cases();
  /// How the subject fails in that way; beside a job, only what the job does counts where the pipeline could
  /// do it as well. Null if it does not, or if every timeline that was found does not survive being executed
  /// again.
  const Witness* witness(const Case& it, Defect defect);
  /// The field that the file leaves open and that would make the defect impossible, if there is one: then the
  /// verdict holds under an assumption only.
  std::optional<Field> rests_on(const Case& it, Defect defect);
  /// Changes of one field that were searched again and hold, and that bring no other defect; where there are
  /// none, changes of two.
  std::vector<Repair> repairs(const Case& it, Defect defect);
  /// What can happen to the subject: schedules without it prove less.
  std::vector<Verb> expected(const Case& it) const;
  const Bounds& bounds() const { return bounds_; }

 private:
  Options options(const Subject& subject) const;
  bool holds(const Declaration& declared, const Case& it, Defect defect, std::uint64_t* states = nullptr);
  /// True if a changed declaration has no defect that the subject has not.
  bool harms_nothing_else(const Declaration& declared, const Case& it);

  const derive::Facts& facts_;
  Memo& memo_;
  Bounds bounds_;
  int jobs_;
  Watch watch_;
  std::size_t searched_ = 0, subjects_ = 0;  ///< for `watch_`
  std::optional<std::vector<Case>> cases_;
};

}  // namespace decide::replay
