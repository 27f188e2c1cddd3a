#include "custom/evaluate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "custom/glob.h"
#include "custom/values.h"
#include "yaml/words.h"

namespace decide::custom {

namespace {

using yaml::Document;
using yaml::Kind;
using yaml::NodeId;

/// Unknown: a value that could not be read, of which the reader has complained already.
enum class Truth { no, unknown, yes };

Truth truth(bool value) {
  return value ? Truth::yes : Truth::no;
}

/// Where a way through a design ends: at a value, or short of one.
struct End {
  NodeId at = yaml::none;   ///< the last thing that is there
  std::size_t missing = 0;  ///< how many segments are not
  bool is_there() const { return missing == 0; }
};

/// What is given: a node, and what the stars of the pattern stand for.
struct Given {
  NodeId at = yaml::none;
  std::vector<std::string> stars;
};

class Asker {
 public:
  Asker(const Rule& rule, const Document& document) : rule_(rule), document_(document) {}

  std::vector<Found> ask() {
    find_given(0, 0, {});
    if (steps_ == 0) found_.push_back(stopped());
    return std::move(found_);
  }

 private:
  Found stopped() const {
    return {0,
            {},
            fmt::format("{} was stopped after {} values", rule_.code, most_steps),
            "give it a narrower path",
            yaml::none};
  }

  /// False when there are none left.
  bool step(std::size_t many = 1) {
    steps_ -= std::min(steps_, many);
    return steps_ > 0;
  }

  bool is_value(NodeId node) const { return node != yaml::none && document_[node].kind != Kind::null; }

  /// Calls `use(value, key or number)` with each entry of a mapping or item of a list.
  template <class Use>
  void each_child(NodeId parent, Use use) {
    const yaml::Node& node = document_[parent];
    if (node.kind != Kind::mapping && node.kind != Kind::sequence) return;
    std::size_t number = 0;
    for (NodeId child = node.first; child != yaml::none && step(); child = document_[child].next) {
      if (node.kind == Kind::sequence) {
        use(child, std::to_string(number++));
        continue;
      }
      const std::string& key = document_[child].text;
      child = document_[child].next;
      use(child, key);
    }
  }

  NodeId child_of(NodeId parent, const std::string& segment) {
    if (document_[parent].kind == Kind::mapping) {
      if (!step(document_[parent].count)) return yaml::none;
      const NodeId found = document_.find(parent, segment);
      return is_value(found) ? found : yaml::none;
    }
    NodeId item = yaml::none;
    each_child(parent, [&](NodeId child, const std::string& number) {
      if (number == segment) item = child;
    });
    return item;
  }

  void find_given(NodeId at, std::size_t depth, const std::vector<std::string>& stars) {
    if (!step() || !is_value(at)) return;
    if (depth == rule_.given.segments.size()) return judge({at, stars});
    const std::string& segment = rule_.given.segments[depth];
    if (segment != "*") {
      const NodeId child = child_of(at, segment);
      if (child != yaml::none) find_given(child, depth + 1, stars);
      return;
    }
    each_child(at, [&](NodeId child, const std::string& name) {
      std::vector<std::string> more = stars;
      more.push_back(name);
      find_given(child, depth + 1, more);
    });
  }

  void judge(const Given& given) {
    given_ = &given;
    if (rule_.when && evaluate(*rule_.when, given.at) != Truth::yes) return;
    blame_.reset();
    if (evaluate(rule_.then, given.at) != Truth::no || steps_ == 0) return;
    Found found;
    found.at = blame_ ? blame_->end.at : given.at;
    if (blame_) found.missing = missing_part(*blame_);
    if (blame_) found.other = blame_->other;
    found.message = filled(rule_.message, given.at);
    found.help = filled(rule_.help, given.at);
    found_.push_back(std::move(found));
  }

  /// The first test that fails, where it is asked for plainly.
  struct Blame {
    const Path* path = nullptr;
    End end;
    NodeId other = yaml::none;
  };

  std::string missing_part(const Blame& blame) const {
    std::string text;
    const auto& segments = blame.path->segments;
    for (std::size_t i = segments.size() - blame.end.missing; i < segments.size(); ++i)
      text += (text.empty() ? "" : ".") + resolved(segments[i]);
    return text;
  }

  /// A segment with what its placeholder stands for.
  std::string resolved(const std::string& segment) const {
    if (segment.size() < 3 || segment.front() != '{') return segment;
    if (segment == "{name}") return name_of_given();
    const auto number = static_cast<std::size_t>(segment[1] - '1');
    return number < given_->stars.size() ? given_->stars[number] : std::string();
  }

  std::string name_of_given() const {
    const NodeId key = document_.key_of(given_->at);
    if (key != yaml::none) return document_[key].text;
    return given_->stars.empty() ? std::string() : given_->stars.back();
  }

  void ends(NodeId at, const Path& path, std::size_t depth, std::vector<End>& out) {
    if (!step()) return;
    const std::size_t left = path.segments.size() - depth;
    if (left == 0) return out.push_back({at, 0});
    if (path.segments[depth] == "*") {
      each_child(at, [&](NodeId child, const std::string& /*name*/) { ends(child, path, depth + 1, out); });
      return;
    }
    const NodeId child = child_of(at, resolved(path.segments[depth]));
    if (child == yaml::none) return out.push_back({at, left});
    ends(child, path, depth + 1, out);
  }

  std::vector<End> ends_of(const Path& path, NodeId at) {
    std::vector<End> out;
    ends(path.from == Path::From::root ? 0 : at, path, 0, out);
    for (End& end : out) {
      if (end.is_there() && !is_value(end.at)) end = {document_[end.at].parent, 1};
    }
    return out;
  }

  Truth evaluate(const Condition& condition, NodeId at) {
    if (!step()) return Truth::unknown;
    switch (condition.kind) {
      case Condition::Kind::all:
        return all_of(condition, at);
      case Condition::Kind::any:
        return any_of(condition, at);
      case Condition::Kind::negated:
        return negated(condition, at);
      case Condition::Kind::count:
        return count(condition, at);
      case Condition::Kind::test:
        return test(condition, at);
    }
    return Truth::unknown;
  }

  Truth all_of(const Condition& condition, NodeId at) {
    Truth worst = Truth::yes;
    for (const Condition& part : condition.parts) {
      worst = std::min(worst, evaluate(part, at));
      if (worst == Truth::no) break;
    }
    return worst;
  }

  Truth any_of(const Condition& condition, NodeId at) {
    Truth best = Truth::no;
    const auto before = blame_;
    for (const Condition& part : condition.parts) {
      best = std::max(best, evaluate(part, at));
      if (best == Truth::yes) break;
    }
    if (best != Truth::no) blame_ = before;
    return best;
  }

  Truth negated(const Condition& condition, NodeId at) {
    const auto before = blame_;
    const Truth inner = all_of(condition, at);
    blame_ = before;
    if (inner == Truth::unknown) return inner;
    return truth(inner == Truth::no);
  }

  Truth count(const Condition& condition, NodeId at) {
    const auto before = blame_;
    double sure = 0;
    double perhaps = 0;
    for (const End& end : ends_of(condition.path, at)) {
      if (!end.is_there()) continue;
      const Truth counts = all_of(condition, end.at);
      sure += counts == Truth::yes ? 1 : 0;
      perhaps += counts == Truth::unknown ? 1 : 0;
    }
    blame_ = before;
    const bool never = (condition.at_least && sure + perhaps < *condition.at_least) ||
                       (condition.at_most && sure > *condition.at_most);
    const bool always = (!condition.at_least || sure >= *condition.at_least) &&
                        (!condition.at_most || sure + perhaps <= *condition.at_most);
    if (never) return Truth::no;
    return always ? Truth::yes : Truth::unknown;
  }

  Truth test(const Condition& condition, NodeId at) {
    const Test& asked = condition.test;
    if (condition.path.from == Path::From::name)
      return compare_text(asked, resolved(condition.path.segments.front()));
    const std::vector<End> all = ends_of(condition.path, at);
    const bool about_presence = asked.verb == Test::Verb::present || asked.verb == Test::Verb::absent;
    if (about_presence) return presence(condition, all);
    Truth worst = Truth::yes;
    for (const End& end : all) {
      const NodeId other = other_of(asked, at);
      const Truth one = end.is_there() ? compare(asked, end.at, other) : Truth::no;
      if (one == Truth::no && !blame_) blame_ = Blame{&condition.path, end, other};
      worst = std::min(worst, one);
    }
    return worst;
  }

  Truth presence(const Condition& condition, const std::vector<End>& all) {
    const auto there = std::find_if(all.begin(), all.end(), [](const End& end) { return end.is_there(); });
    const bool wanted = condition.test.verb == Test::Verb::present;
    const bool holds = (there != all.end()) == wanted;
    if (!holds && !blame_ && !all.empty())
      blame_ = Blame{&condition.path, wanted ? all.front() : *there, yaml::none};
    return truth(holds);
  }

  NodeId other_of(const Test& asked, NodeId at) {
    if (!asked.operand.path) return yaml::none;
    const auto all = ends_of(*asked.operand.path, at);
    return all.size() == 1 && all.front().is_there() ? all.front().at : yaml::none;
  }

  bool is_one_of(const std::vector<std::string>& texts, const std::string& text) const {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  }

  Truth compare_text(const Test& asked, const std::string& text) const {
    const auto& texts = asked.operand.texts;
    switch (asked.verb) {
      case Test::Verb::is:
        return truth(is_one_of(texts, text));
      case Test::Verb::is_not:
        return truth(!is_one_of(texts, text));
      case Test::Verb::matches:
        return truth(std::any_of(texts.begin(), texts.end(),
                                 [&](const std::string& pattern) { return glob(pattern, text); }));
      default:
        return Truth::unknown;
    }
  }

  Truth compare(const Test& asked, NodeId node, NodeId other) {
    if (asked.verb == Test::Verb::contains) return contains(asked, node);
    if (document_[node].kind != Kind::scalar) return Truth::no;
    if (asked.dimension) return compare_quantity(asked, node, other);
    constexpr std::size_t most_text = 4096;
    if (asked.verb == Test::Verb::matches && document_[node].text.size() > most_text) return Truth::no;
    return compare_text(asked, document_[node].text);
  }

  Truth contains(const Test& asked, NodeId node) {
    bool found = false;
    const bool is_list = document_[node].kind == Kind::sequence;
    each_child(node, [&](NodeId child, const std::string& name) {
      const std::string& text = is_list ? document_[child].text : name;
      found = found || is_one_of(asked.operand.texts, text);
    });
    return truth(found);
  }

  Truth compare_quantity(const Test& asked, NodeId node, NodeId other) {
    const auto value = quantity(*asked.dimension, document_[node].text);
    if (!value) return Truth::unknown;
    if (!asked.operand.path) return compare_numbers(asked, *value, asked.operand.quantities);
    if (other == yaml::none) return Truth::no;
    const auto limit = quantity(*asked.dimension, document_[other].text);
    if (!limit) return Truth::unknown;
    return compare_numbers(asked, *value, {*limit * asked.operand.times});
  }

  static Truth compare_numbers(const Test& asked, double value, const std::vector<double>& limits) {
    const bool equal = std::find(limits.begin(), limits.end(), value) != limits.end();
    const double limit = limits.empty() ? 0 : limits.front();
    switch (asked.verb) {
      case Test::Verb::is:
        return truth(equal);
      case Test::Verb::is_not:
        return truth(!equal);
      case Test::Verb::above:
        return truth(value > limit);
      case Test::Verb::at_least:
        return truth(value >= limit);
      case Test::Verb::below:
        return truth(value < limit);
      case Test::Verb::at_most:
        return truth(value <= limit);
      default:
        return Truth::unknown;
    }
  }

  std::string shown(const Path& path, NodeId at) {
    if (path.from == Path::From::name) return yaml::shown(resolved(path.segments.front()));
    std::string text;
    std::size_t number = 0;
    for (const End& end : ends_of(path, at)) {
      constexpr std::size_t most = 5;
      if (!end.is_there() || number++ >= most) continue;
      const yaml::Node& node = document_[end.at];
      const bool plain = node.kind == Kind::scalar;
      text += text.empty() ? "" : ", ";
      text += plain ? yaml::shown(node.text) : fmt::format("{} entries", node.count);
    }
    return text.empty() ? "nothing" : text;
  }

  std::string filled(const Message& message, NodeId at) {
    std::string text;
    for (std::size_t i = 0; i < message.texts.size(); ++i) {
      text += message.texts[i];
      if (i < message.paths.size()) text += shown(message.paths[i], at);
    }
    return text;
  }

  const Rule& rule_;
  const Document& document_;
  std::vector<Found> found_;
  std::size_t steps_ = most_steps;
  const Given* given_ = nullptr;
  std::optional<Blame> blame_;
};

}  // namespace

std::vector<Found> evaluate(const Rule& rule, const yaml::Document& document) {
  if (document.empty()) return {};
  return Asker(rule, document).ask();
}

}  // namespace decide::custom
