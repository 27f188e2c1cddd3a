#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/facts.h"
#include "derive/stable_key.h"

/// What every table promises to those who read it, derived once from what feeds it.
namespace decide::estimate {

/// Up to which lateness events are counted, and what lets go of the rest.
struct Complete {
  std::optional<units::Duration> up_to;            ///< nothing: however late
  const derive::NamedPipeline* limit = nullptr;    ///< lets go of later ones
  const derive::NamedPipeline* dropper = nullptr;  ///< may lose rows whatever their time
};

/// Whether one event may stand in the table twice. Worse is later.
struct Repeats {
  enum class State : std::uint8_t {
    removed,  ///< by `by`, within `within`
    unsaid,   ///< nothing is said of repeats, and nothing removes them
    counted   ///< brought in by `by`, and not removed since
  };
  State state = State::unsaid;
  std::optional<units::Duration> within;  ///< removed: how far apart; nothing: however far
  const derive::NamedPipeline* by = nullptr;
  derive::Lineage::Id from = derive::Lineage::nowhere;  ///< the input over which they came
  bool counted() const { return state == State::counted; }
};

/// A column that says something about a person.
struct Personal {
  const design::Named<design::Column>* column = nullptr;
  derive::Lineage::Id from = derive::Lineage::nowhere;  ///< the table that it is inherited from
};

/// Whether a second run yields the same rows, and the hop that does not.
struct Repeatable {
  const derive::NamedPipeline* unless = nullptr;  ///< null: the same rows again
  std::string_view what;                          ///< "now", or the table that is looked up
  bool looked_up = false;                         ///< `what` is a table of which only today's rows are kept
};

struct Guarantee {
  bool fed = false;  ///< something that the design knows writes it, or it is a source
  Complete complete;
  Repeats repeats;
  std::vector<Personal> personal;  ///< in the order of the columns
  Repeatable repeatable;
};

/// True if the pipeline looks up, or reads beside others, a dimension that keeps only its latest rows.
bool keeps_latest_only(const derive::NamedTable& table);

/// A batch that puts its rows in the place of those that others wrote.
bool replaces(const design::Pipeline& pipeline);

/// The names that a pipeline reads, in alphabetic order.
std::vector<std::string_view> sorted_inputs(const design::Pipeline& pipeline);

/// One guarantee a node. A table on a cycle has what comes from outside of it. Of several writers the worst
/// counts; a batch that replaces what others wrote counts alone.
class Guarantees {
 public:
  explicit Guarantees(const derive::Facts& facts);
  const Guarantee& of(derive::Lineage::Id node) const { return all_[node]; }
  /// The chain over which repeats came, from where they begin; empty if none are counted.
  std::vector<derive::Lineage::Id> way_of_repeats(derive::Lineage::Id node) const;
  /// Where rows are recognised by a key that stays the same in a second write: of a merge, else nothing.
  bool merges_by_stable_key(const derive::NamedPipeline& pipeline) const;
  /// Those columns of a key that a second write of the same event by the pipeline keeps.
  std::vector<std::string> stable_part(const derive::NamedPipeline& pipeline,
                                       const design::List<design::Name>& key) const;
  /// True if repeats of an event that the pipeline reads leave no trace in what it writes, however far apart.
  bool absorbs_repeats(const derive::NamedPipeline& pipeline) const;
  /// What is known of repeats in inputs, by name.
  Repeats repeats_in(const design::List<design::Name>& inputs) const;

 private:
  bool is_stable(const derive::NamedPipeline& pipeline, const design::List<design::Name>& key) const;
  bool repeats_itself(const derive::NamedPipeline& pipeline, bool reads_source) const;
  Repeats repeats_after(const derive::NamedPipeline& pipeline) const;
  Guarantee of_source() const;
  Guarantee of_table(derive::Lineage::Id table) const;
  Complete complete_of(derive::Lineage::Id table) const;
  Repeats repeats_of(derive::Lineage::Id table) const;
  Repeatable repeatable_of(derive::Lineage::Id table) const;

  const derive::Facts& facts_;
  derive::StableKeys stable_keys_;
  std::vector<Guarantee> all_;
};

}  // namespace decide::estimate
