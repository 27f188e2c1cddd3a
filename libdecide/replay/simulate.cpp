#include "replay/simulate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

namespace decide::replay {

namespace {

constexpr int most_crashes = 64;  ///< of one batch; beyond, with crash <= 0.5, is less than 2^-64

/// What is drawn; each has numbers of its own.
enum class Stream : std::uint64_t { crash = 1, late, repeat, before, between, overlap };

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30U) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ x >> 27U) * 0x94D049BB133111EBULL;
  return x ^ x >> 31U;
}

/// The numbers of one stream: mix(seed, stream, id, k).
class Draws {
 public:
  Draws(std::uint64_t seed, Stream stream)
      : base_(mixed(mixed(seed + 0x9E3779B97F4A7C15ULL) ^
                    static_cast<std::uint64_t>(stream) * 0xD1B54A32D192ED03ULL)) {}
  std::uint64_t bits(std::uint64_t id, std::uint64_t k = 0) const {
    return mixed(base_ + id * 0x9E3779B97F4A7C15ULL + k * 0xA24BAED4963EE407ULL);
  }
  static double uniform(std::uint64_t bits) { return (static_cast<double>(bits >> 11U) + 0.5) * 0x1p-53; }
  double at(std::uint64_t id, std::uint64_t k = 0) const { return uniform(bits(id, k)); }

 private:
  std::uint64_t base_;
};

/// Bits below it are the only ones that can mean a share; a little above the share, never below.
std::uint64_t screen(double share) {
  if (share <= 0) return 0;
  const double scaled = std::min(1.0, share * (1 + 1e-9) + 1e-15) * 0x1p64;
  return scaled >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(scaled);
}

bool changes(const Declaration& declared) {
  return (declared.live.present && declared.live.effect == Effect::upsert) ||
         (declared.job.present && declared.job.effect == Effect::upsert);
}

/// What the declaration makes of the hazards; the one place where both meet.
class World {
 public:
  World(const Declaration& declared, const Hazards& hazards, std::uint64_t seed, std::uint64_t events)
      : declared_(declared),
        hazards_(hazards),
        events_(events),
        batch_(std::clamp<std::uint64_t>(hazards.batch, 1, most_batch)),
        crash_(seed, Stream::crash),
        late_(seed, Stream::late),
        repeat_(seed, Stream::repeat),
        before_(seed, Stream::before),
        between_(seed, Stream::between),
        overlap_(seed, Stream::overlap) {
    if (loses_late()) late_screen_ = screen(hazards.late.later_than(hazards.counted_until));
    if (may_repeat()) repeat_screen_ = screen(hazards.repeat.later_than(0));
  }

  std::uint64_t batch() const { return batch_; }
  std::uint64_t batches() const { return (events_ + batch_ - 1) / batch_; }
  std::uint64_t end_of(std::uint64_t batch) const { return std::min(events_, (batch + 1) * batch_); }

  bool adds_on_retry() const {
    const Live& live = declared_.live;
    return fails() && live.effect == Effect::add && live.token == Token::none &&
           live.delivery == Delivery::at_least_once;
  }
  /// The position is recorded when a batch is read: a failure before the write loses it, unless a later run
  /// writes all again.
  bool loses_on_crash() const {
    return fails() && declared_.live.delivery == Delivery::at_most_once && !declared_.live.whole;
  }
  bool loses_late() const { return declared_.live.present && declared_.live.loses_late; }
  bool may_repeat() const {
    const Live& live = declared_.live;
    if (!live.present || !live.sees_duplicates || live.dedup == Dedup::lasting || changes(declared_))
      return false;
    return live.effect == Effect::add || !live.distinct;
  }
  bool job_adds() const {
    return declared_.job.present && declared_.job.effect == Effect::add && hazards_.rebuilds > 0;
  }
  /// Rows that the pipeline writes while the job works are replaced by what the job read before them.
  bool job_removes() const { return races(Effect::overwrite) && !declared_.live.whole; }
  bool job_turns_back() const { return races(Effect::upsert) && !declared_.job.versioned; }
  bool order_decides() const {
    return declared_.live.present && declared_.live.effect == Effect::upsert && !declared_.live.versioned &&
           hazards_.update_gap > 0;
  }

  /// Failures of one batch, each with its retry.
  int crashes(std::uint64_t batch) const {
    if (hazards_.crash <= 0) return 0;
    int count = 0;
    while (count < most_crashes && crash_.at(batch, static_cast<std::uint64_t>(count)) < hazards_.crash)
      ++count;
    return count;
  }

  double delay(std::uint64_t event) const { return hazards_.late.at(late_.at(event)); }
  bool is_too_late(std::uint64_t event) const {
    return late_screen_ != 0 && late_.bits(event) <= late_screen_ && delay(event) > hazards_.counted_until;
  }

  /// How often the repeat of an event is counted.
  int repeats(std::uint64_t event) const {
    const auto bits = repeat_.bits(event);
    if (repeat_screen_ == 0 || bits > repeat_screen_) return 0;
    const double gap = hazards_.repeat.at(Draws::uniform(bits));
    if (gap <= 0) return 0;
    if (declared_.live.dedup == Dedup::too_short && gap <= hazards_.remembered) return 0;
    const double inside = static_cast<double>(event % batch_) / static_cast<double>(batch_);
    const double later = std::floor(inside + gap / hazards_.batch_time);
    return counted(event / batch_, later);
  }

  /// 0 to 1: where in the time that all events cover an event lies.
  double place(std::uint64_t event) const {
    return (static_cast<double>(event) + 0.5) / static_cast<double>(events_);
  }
  bool is_covered(std::uint64_t event) const { return place(event) > 1 - hazards_.covered; }
  bool is_removed(std::uint64_t event) const {
    return job_removes() && place(event) > 1 - std::min(hazards_.covered, hazards_.job_time / hazards_.span);
  }

  bool is_last_of_key(std::uint64_t event) const { return (event + 1) % hazards_.updates == 0; }
  /// The last change of a key arrives before the one before it; or it comes while the job holds an older one.
  bool is_stale(std::uint64_t event) const {
    if (order_decides()) {
      const double gap = -hazards_.update_gap * std::log(between_.at(event));
      if (hazards_.late.at(before_.at(event)) > gap + delay(event)) return true;
    }
    return job_turns_back() && -hazards_.update_gap * std::log(overlap_.at(event)) < hazards_.job_time;
  }

  int additions(std::uint64_t event) const { return job_adds() && is_covered(event) ? rebuilds() : 0; }

 private:
  bool fails() const { return declared_.live.present && hazards_.crash > 0; }
  /// A run of a job with a token of its input writes once.
  int rebuilds() const {
    return declared_.job.token == Token::batch ? std::min(hazards_.rebuilds, 1) : hazards_.rebuilds;
  }
  bool races(Effect effect) const {
    const Job& job = declared_.job;
    const bool meets = declared_.live.present && job.present && job.while_live == WhileLive::concurrent;
    const bool refused = job.atomic && job.isolation != Isolation::none;
    return meets && !refused && job.effect == effect && hazards_.job_time > 0 && hazards_.rebuilds > 0;
  }
  int counted(std::uint64_t batch, double later) const {
    const Live& live = declared_.live;
    const bool same = later < 1;
    if (live.effect != Effect::add) return !live.distinct && (same || live.whole) ? 1 : 0;
    if (same) return live.distinct ? 0 : written(batch);
    return written(batch + static_cast<std::uint64_t>(std::min(later, 1e15)));
  }
  int written(std::uint64_t batch) const { return adds_on_retry() ? 1 + crashes(batch) : 1; }

  const Declaration& declared_;
  const Hazards& hazards_;
  std::uint64_t events_, batch_;
  Draws crash_, late_, repeat_, before_, between_, overlap_;
  std::uint64_t late_screen_ = 0, repeat_screen_ = 0;
};

/// The sums of some of the batches.
struct Part {
  Tally over, under, stale;
};

class Counting {
 public:
  explicit Counting(const World& world)
      : world_(world),
        keyed_(world.order_decides() || world.job_turns_back()),
        placed_(world.job_adds() || world.job_removes()) {}

  void batch(Part& part, std::uint64_t batch) const {
    const std::uint64_t begin = batch * world_.batch(), end = world_.end_of(batch);
    const bool fails = world_.adds_on_retry() || world_.loses_on_crash();
    const int crashes = fails ? world_.crashes(batch) : 0;
    if (world_.loses_on_crash() && crashes > 0) {
      part.over.add(end - begin, 0);
      part.under.add(end - begin, end - begin);
    } else {
      events(part, begin, end, world_.adds_on_retry() ? static_cast<std::uint64_t>(crashes) : 0);
    }
    if (keyed_) keys(part, begin, end);
  }

 private:
  void events(Part& part, std::uint64_t begin, std::uint64_t end, std::uint64_t each) const {
    std::uint64_t over = 0, lost = 0;
    for (std::uint64_t event = begin; event < end; ++event) {
      if (world_.is_too_late(event) || (placed_ && world_.is_removed(event))) {
        ++lost;
        continue;
      }
      over += each + static_cast<std::uint64_t>(world_.repeats(event));
      if (placed_) over += static_cast<std::uint64_t>(world_.additions(event));
    }
    part.over.add(end - begin, over);
    part.under.add(end - begin, lost);
  }
  void keys(Part& part, std::uint64_t begin, std::uint64_t end) const {
    std::uint64_t last = 0, stale = 0;
    for (std::uint64_t event = begin; event < end; ++event) {
      if (!world_.is_last_of_key(event)) continue;
      ++last;
      if (world_.is_stale(event)) ++stale;
    }
    if (last > 0) part.stale.add(last, stale);
  }

  const World& world_;
  bool keyed_, placed_;
};

std::vector<Part> count_in_parts(const World& world, int jobs) {
  const std::uint64_t batches = world.batches();
  const auto parts = std::min<std::uint64_t>(static_cast<std::uint64_t>(std::max(jobs, 1)), batches);
  std::vector<Part> all(parts);
  const Counting counting(world);
  const auto work = [&](std::uint64_t i) {
    Part part;
    const std::uint64_t end = batches / parts * (i + 1) + std::min(i + 1, batches % parts);
    for (std::uint64_t batch = batches / parts * i + std::min(i, batches % parts); batch < end; ++batch)
      counting.batch(part, batch);
    all[i] = part;
  };
  std::vector<std::thread> helpers;
  for (std::uint64_t i = 1; i < parts; ++i) helpers.emplace_back(work, i);
  if (parts > 0) work(0);
  for (std::thread& helper : helpers) helper.join();
  return all;
}

}  // namespace

Fate fate(const Declaration& declared, const Hazards& hazards, std::uint64_t seed, std::uint64_t event,
          std::uint64_t events) {
  const World world(declared, hazards, seed, events);
  Fate fate;
  fate.crashes = world.crashes(event / world.batch());
  fate.delay = world.delay(event);
  fate.lost = (world.loses_late() && fate.delay > hazards.counted_until) || world.is_removed(event) ||
              (world.loses_on_crash() && fate.crashes > 0);
  if (!fate.lost)
    fate.surplus = (world.adds_on_retry() ? fate.crashes : 0) + world.repeats(event) + world.additions(event);
  fate.stale = world.is_last_of_key(event) && world.is_stale(event);
  return fate;
}

void Tally::add(std::uint64_t of_trials, std::uint64_t of_hits) {
  add({1, of_trials, of_hits, of_trials * of_trials, of_hits * of_hits, of_trials * of_hits});
}

void Tally::add(const Tally& other) {
  batches += other.batches;
  trials += other.trials;
  hits += other.hits;
  trials_squared += other.trials_squared;
  hits_squared += other.hits_squared;
  product += other.product;
}

double Tally::share() const {
  return trials == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(trials);
}

double Tally::standard_error() const {
  if (batches < 2 || trials == 0) return 0;
  const double rate = share(), count = static_cast<double>(batches);
  const double squares = static_cast<double>(hits_squared) - 2 * rate * static_cast<double>(product) +
                         rate * rate * static_cast<double>(trials_squared);
  return std::sqrt(std::max(squares, 0.0) * count / (count - 1)) / static_cast<double>(trials);
}

namespace {

constexpr double normal_95 = 1.959963984540054;

}  // namespace

double Often::low() const {
  if (exact) return tally.share();
  return std::max(0.0, tally.share() - normal_95 * tally.standard_error());
}

double Often::high() const {
  if (exact) return tally.share();
  if (tally.hits > 0) return tally.share() + normal_95 * tally.standard_error();
  return independent() == 0 ? 1 : std::min(1.0, 3 / static_cast<double>(independent()));
}

Simulated simulate(const Declaration& declared, const Hazards& hazards, std::uint64_t events,
                   std::uint64_t seed, int jobs) {
  const World world(declared, hazards, seed, events);
  Simulated all{events, {}, {}, {}, hazards.gap * hazards.runs_a_day};
  all.over.possible = world.adds_on_retry() || world.may_repeat() || world.job_adds();
  all.over.by_batch = world.adds_on_retry();
  all.under.possible = world.loses_on_crash() || world.loses_late() || world.job_removes();
  all.under.by_batch = world.loses_on_crash();
  all.stale.possible = world.order_decides() || world.job_turns_back();
  all.over.exact = all.over.possible && !world.adds_on_retry() && !world.may_repeat();
  all.under.exact = all.under.possible && !world.loses_on_crash() && !world.loses_late();
  for (const Part& part : count_in_parts(world, jobs)) {
    all.over.tally.add(part.over);
    all.under.tally.add(part.under);
    all.stale.tally.add(part.stale);
  }
  return all;
}

}  // namespace decide::replay
