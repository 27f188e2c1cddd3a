#include "replay/naive_job.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "replay/naive_job_rows.h"

namespace decide::test {

namespace {

using namespace replay;

class NaiveJob : JobRows {
 public:
  explicit NaiveJob(const Declaration& declared) : JobRows(declared.job) {}

  std::string answers() {
    for (int events = 1; events <= 2; ++events) {
      if (!changing())
        search(events == 1 ? std::vector<int>{0} : std::vector<int>{0, 1});
      else if (events == 1)
        search({0});
      else
        for (const int second : {0, 1}) search({0, second});
    }
    return told(best_, {"rerun", "retry", "order", "half", "overlap", "silent", "repeat"});
  }

 private:
  enum class Mode { calm, failures, repeats, second_run };

  void search(const std::vector<int>& shape) {
    shape_ = shape;
    calm_.clear();
    ends_.clear();
    Scene start;
    start.arrived.assign(shape.size(), false);
    start.table.resize(static_cast<std::size_t>(*std::max_element(shape.begin(), shape.end())) + 1);
    for (const Mode mode : {Mode::calm, Mode::failures, Mode::repeats, Mode::second_run}) {
      mode_ = mode;
      visited_.clear();
      go(start, 0);
      for (const auto& [scene, steps] : visited_) {
        if (is_quiet(scene)) judge(scene, steps);
      }
      if (mode == Mode::calm) judge_order();
    }
  }

  void found(const char* name, const Scene& scene, int steps) {
    const int events = static_cast<int>(std::count(scene.arrived.begin(), scene.arrived.end(), true));
    const Cost cost{events, scene.faults, steps};
    const auto [at, is_new] = best_.try_emplace(name, cost);
    if (!is_new) at->second = std::min(at->second, cost);
  }

  void go(const Scene& scene, int steps) {
    const auto [at, is_new] = visited_.try_emplace(scene, steps);
    if (!is_new && at->second <= steps) return;
    at->second = steps;
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      if (scene.arrived[event]) continue;
      Scene next = scene;
      next.arrived[event] = true;
      next.log.push_back({static_cast<int>(event), false, false});
      go(next, steps + 1);
    }
    for (std::size_t who = 0; who < 2; ++who) work(scene, who, steps + 1);
    if (scene.faults > 0) return;
    if (mode_ == Mode::repeats) repeats(scene, steps + 1);
    if (mode_ == Mode::failures) fails(scene, steps + 1);
  }

  static bool is_going(const Attempt& run) { return run.at != Stand::idle && run.at != Stand::done; }

  void work(const Scene& scene, std::size_t who, int steps) {
    Scene next = scene;
    Attempt& run = next.runs[who];
    switch (run.at) {
      case Stand::idle:
        if (scene.log.empty()) return;
        if (who == 1) {
          const bool first_there = scene.runs[0].at != Stand::idle;
          const bool waits = job_.exclusive && is_going(scene.runs[0]);
          if (mode_ != Mode::second_run || scene.faults > 0 || !first_there || waits) return;
          next.faults = 1;
        }
        read(next, who);
        break;
      case Stand::again:
        read(next, who);
        break;
      case Stand::read:
        if (overwrites() && !job_.atomic) {
          if (erase_old(next, who)) half(next, steps);
          run.at = Stand::deleted;
        } else if (!job_.atomic && content(scene, run).order.size() > 1) {
          write_part(next, who, steps);
        } else {
          finish(next, who, 0);
        }
        break;
      case Stand::deleted:
        finish(next, who, 0);
        break;
      case Stand::begun:
        finish(next, who, 2);
        break;
      case Stand::written:
        end(next, who, steps);
        break;
      case Stand::done:
        return;
    }
    go(next, steps);
  }

  void read(Scene& scene, std::size_t who) {
    Attempt& run = scene.runs[who];
    if (is_going(scene.runs[1 - who])) scene.met = true;
    if (!run.same_again) run.end = static_cast<int>(scene.log.size());
    run.same_again = run.refused = false;
    run.at = Stand::read;
    look(scene, run);
  }
  void look(const Scene& scene, Attempt& run) const {
    run.saw.clear();
    for (std::size_t row = 0; row < scene.table.size() && looks(); ++row) {
      if (scene.table[row].count > 0) run.saw.insert(row);
    }
  }

  void write_part(Scene& scene, std::size_t who, int steps) {
    const Attempt run = scene.runs[who];
    put(scene, who, content(scene, run), 1);
    scene.runs[who].at = Stand::begun;
    half(scene, steps);
  }
  void half(const Scene& scene, int steps) {
    if (!job_.readers_held && (mode_ == Mode::calm || mode_ == Mode::second_run)) found("half", scene, steps);
  }

  void finish(Scene& scene, std::size_t who, int part) {
    Attempt& run = scene.runs[who];
    const bool by_input = job_.token == Token::batch && scene.input_known;
    if (job_.token != Token::none && (run.known || by_input)) {
      run.dropped = true;
      run.at = Stand::written;
      return;
    }
    if (run.refused && run.at == Stand::read) return give_up(scene, who);
    const Rows all = content(scene, run);
    if (run.at == Stand::deleted)
      insert(scene, who, all);
    else
      put(scene, who, all, part);
    run.at = Stand::written;
    if (job_.token == Token::none) return;
    run.known = true;
    run.extent = run.end;
    if (job_.token != Token::batch) return;
    scene.input_known = true;
    scene.input_extent = run.end;
  }

  void give_up(Scene& scene, std::size_t who) const {
    Attempt& run = scene.runs[who];
    const bool fixed = job_.token != Token::none;
    Attempt next;
    next.at = Stand::again;
    next.known = run.known;
    next.extent = run.extent;
    next.same_again = fixed;
    next.end = fixed ? run.end : 0;
    run = next;
  }

  void end(Scene& scene, std::size_t who, int steps) {
    Attempt& run = scene.runs[who];
    const int extent = job_.token == Token::batch ? scene.input_extent : run.extent;
    const bool silent = run.dropped && run.end > extent;
    if (silent && (mode_ == Mode::failures || mode_ == Mode::second_run)) found("silent", scene, steps);
    Attempt over;
    over.at = Stand::done;
    over.end = run.end;
    run = over;
  }

  void repeats(const Scene& scene, int steps) {
    if (!job_.sees_duplicates) return;
    for (std::size_t event = 0; event < shape_.size(); ++event) {
      if (!scene.arrived[event]) continue;
      Scene next = scene;
      next.faults = 1;
      next.twice = true;
      next.log.push_back({static_cast<int>(event), false, job_.dedup == Dedup::too_short});
      go(next, steps);
    }
  }
  void fails(const Scene& scene, int steps) {
    const Stand at = scene.runs[0].at;
    if (at == Stand::idle || at == Stand::again || at == Stand::done) return;
    Scene next = scene;
    next.faults = 1;
    next.failed = true;
    if (at == Stand::written) {
      Scene unknown = next;
      unknown.runs[0].at = Stand::read;
      look(unknown, unknown.runs[0]);
      go(unknown, steps);
    }
    give_up(next, 0);
    go(next, steps);
  }

  bool may_replace(std::size_t row, const Attempt& run) const { return !looks() || run.saw.contains(row); }

  bool erase_old(Scene& scene, std::size_t who) const {
    std::set<std::size_t> gone;
    for (std::size_t i = 0; i < scene.table.size(); ++i) {
      if (scene.table[i].count == 0 || !may_replace(i, scene.runs[who])) continue;
      scene.table[i] = {};
      gone.insert(i);
    }
    refuse_other(scene, who, gone, gone);
    return !gone.empty();
  }

  /// What the other run sees of a commit: it is refused if that touched what it must not.
  void refuse_other(Scene& scene, std::size_t who, const std::set<std::size_t>& changed,
                    const std::set<std::size_t>& existing) const {
    Attempt& other = scene.runs[1 - who];
    if (other.at != Stand::read && other.at != Stand::written) return;
    if (!job_.atomic || job_.effect == Effect::add) return;
    const bool touched = std::any_of(existing.begin(), existing.end(),
                                     [&](std::size_t row) { return other.saw.contains(row); });
    if (job_.isolation == Isolation::serializable && !changed.empty()) other.refused = true;
    if (job_.isolation == Isolation::snapshot && touched) other.refused = true;
  }

  void insert(Scene& scene, std::size_t who, const Rows& all) const {
    for (std::size_t i = 0; i < scene.table.size(); ++i) {
      if (all.rows[i].count > 0) add(scene.table[i], all.rows[i]);
    }
    refuse_other(scene, who, {all.order.begin(), all.order.end()}, {});
  }

  /// part 1: the first row only; part 2: the others; 0: all.
  void put(Scene& scene, std::size_t who, const Rows& all, int part) const {
    std::set<std::size_t> changed, before;
    const Attempt run = scene.runs[who];
    for (std::size_t i = 0; i < scene.table.size(); ++i) {
      if (scene.table[i].count > 0) before.insert(i);
    }
    for (std::size_t i = 0; i < scene.table.size(); ++i) {
      const Row& made = all.rows[i];
      if (made.count == 0 && !overwrites()) continue;
      const bool first = !all.order.empty() && all.order.front() == i;
      if (part != 0 && first != (part == 1)) continue;
      if (made.count > 0 || before.contains(i)) changed.insert(i);
      write_row(scene.table[i], made, may_replace(i, run));
    }
    std::set<std::size_t> existing;
    std::set_intersection(changed.begin(), changed.end(), before.begin(), before.end(),
                          std::inserter(existing, existing.end()));
    refuse_other(scene, who, changed, job_.effect == Effect::add ? std::set<std::size_t>{} : existing);
  }
  static bool is_quiet(const Scene& scene) {
    int end = 0;
    for (const Attempt& run : scene.runs) {
      if (is_going(run)) return false;
      end = std::max(end, run.end);
    }
    return !scene.log.empty() && end == static_cast<int>(scene.log.size());
  }

  void judge(const Scene& scene, int steps) {
    const Ending end = ending(scene);
    if (mode_ == Mode::calm) {
      calm_.insert(end);
      ends_.emplace_back(scene, steps);
      if (changes_again(scene)) found("rerun", scene, steps + 1);
      return;
    }
    if (calm_.contains(end)) return;
    if (scene.failed) found("retry", scene, steps);
    if (scene.twice) found("repeat", scene, steps);
    if (scene.met && !job_.exclusive) found("overlap", scene, steps);
  }

  Scene again(Scene scene) const {
    if (job_.token == Token::batch && scene.input_known) return scene;
    Attempt whole;
    whole.end = static_cast<int>(scene.log.size());
    look(scene, whole);
    scene.runs[0] = whole;
    const Rows all = content(scene, whole);
    if (overwrites() && !job_.atomic) {
      erase_old(scene, 0);
      insert(scene, 0, all);
    } else {
      put(scene, 0, all, 0);
    }
    if (job_.token == Token::batch) scene.input_known = true;
    return scene;
  }
  bool changes_again(const Scene& scene) const {
    const auto counts = [](const std::vector<Row>& table) {
      std::vector<int> all;
      for (const Row& row : table) all.push_back(row.count);
      return all;
    };
    const Scene once = again(scene);
    if (counts(scene.table) == counts(right(scene)) && counts(once.table) != counts(scene.table)) return true;
    return again(once).table != once.table;
  }

  void judge_order() {
    if (!changing() || job_.versioned) return;
    std::map<Arrivals, std::set<Ending>> tables;
    const auto arrivals = [](const Ending& ending) {
      Arrivals all;
      for (const auto& part : ending) all.insert(std::get<0>(part));
      return all;
    };
    for (const Ending& end : calm_) tables[arrivals(end)].insert(end);
    for (const auto& [scene, steps] : ends_) {
      const bool differs = tables[arrivals(ending(scene))].size() > 1;
      if (differs && scene.table != right(scene)) found("order", scene, steps);
    }
  }

  Mode mode_ = Mode::calm;
  std::map<Scene, int> visited_;
  std::set<Ending> calm_;
  std::vector<std::pair<Scene, int>> ends_;
  std::map<std::string, Cost> best_;
};

}  // namespace

std::string naive_job_answers(const Declaration& declared) {
  return NaiveJob(declared).answers();
}

}  // namespace decide::test
