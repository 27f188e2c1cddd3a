#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "edit_cases.h"
#include "edit_random.h"

namespace {

using decide::yaml::Change;
using decide::yaml::Document;
using decide::yaml::Kind;
using decide::yaml::Node;
using decide::yaml::NodeId;
using decide::yaml::none;
using decide::yaml::Style;
using edit_random::Random;
using Leaves = std::map<std::string, std::string>;
using Path = std::vector<std::string>;

// 10,000 pairs of a file and an edit; a tenth of them where every step is slowed down by a sanitizer.
#ifdef DECIDE_SANITIZED
constexpr std::size_t files = 200;
#else
constexpr std::size_t files = 2000;
#endif
constexpr std::size_t edits_of_a_file = 5;

/// Every value without children, by its path: an account of a document that owes nothing to the edits.
void collect(const Document& document, NodeId id, const std::string& path, Leaves& leaves) {
  const Node& node = document[id];
  if (node.count == 0) {
    const bool scalar = node.kind == Kind::scalar;
    leaves[path] = std::to_string(static_cast<int>(node.kind)) + (scalar ? node.text : "");
  }
  std::size_t number = 0;
  for (NodeId child = node.first; child != none; child = document[child].next) {
    const bool pair = node.kind == Kind::mapping;
    const std::string name = pair ? document[child].text : std::to_string(number++);
    if (pair) child = document[child].next;
    collect(document, child, path + "\x1f" + name, leaves);
  }
}

Leaves leaves_of(const Document& document, const std::string& prefix = "") {
  Leaves leaves;
  collect(document, 0, prefix, leaves);
  return leaves;
}

std::string name_of(const Path& path) {
  std::string name;
  for (const std::string& segment : path) name += "\x1f" + segment;
  return name;
}

/// Takes out what is at or below a path, and the empty parent that a new value fills.
void erase_below(Leaves& leaves, const std::string& name) {
  std::erase_if(leaves, [&](const auto& leaf) {
    const bool below = leaf.first.starts_with(name) &&
                       (leaf.first.size() == name.size() || leaf.first[name.size()] == '\x1f');
    const bool above = name.starts_with(leaf.first + "\x1f");
    return below || above;
  });
}

NodeId node_at(const Document& document, const Path& path) {
  NodeId at = 0;
  for (const std::string& segment : path) {
    if (at == none) return none;
    if (document[at].kind == Kind::mapping) {
      at = document.find(at, segment);
    } else {
      const bool list = document[at].kind == Kind::sequence;
      const std::size_t number = list ? std::stoul(segment) : 0;
      at = list && number < document[at].count ? document[at].first : none;
      for (std::size_t i = 0; i < number && at != none; ++i) at = document[at].next;
    }
  }
  return at;
}

/// The few values of make_value, read once.
const Document& read_value(const std::string& value) {
  static std::map<std::string, Document> known;
  const auto found = known.find(value);
  return found != known.end() ? found->second : known.emplace(value, edit_cases::read(value)).first->second;
}

struct Sample {
  std::string text;
  Document document;
  Random random;
  Path path;
  std::string value;

  explicit Sample(std::uint32_t seed)
      : text(edit_random::FileMaker(seed).make()), document(edit_cases::read(text)), random(seed * 2 + 1) {
    draw();
  }

  /// Another edit of the same file.
  void draw() {
    if (document.empty()) return;
    path = edit_random::make_path(document, random);
    value = edit_random::make_value(random);
  }
};

std::string show(const Sample& sample, const std::string& after) {
  std::string path;
  for (const std::string& segment : sample.path) path += "/" + segment;
  return sample.text + "<<<<<< " + path + " = " + sample.value + "\n======\n" + after + ">>>>>>\n";
}

bool sets_the_value_only(const Sample& sample, const Document& after) {
  const std::string name = name_of(sample.path);
  Leaves expected = leaves_of(sample.document);
  erase_below(expected, name);
  expected.merge(leaves_of(read_value(sample.value), name));
  return leaves_of(after) == expected;
}

bool keeps(const std::string& before, const std::string& after, std::size_t begin, std::size_t end) {
  const std::size_t kept = before.size() - end;
  return after.size() >= begin + kept && after.compare(0, begin, before, 0, begin) == 0 &&
         after.compare(after.size() - kept, kept, before, end, kept) == 0;
}

bool one_line(const Document& document, NodeId id) {
  const Node& node = document[id];
  const bool block =
      node.style == Style::block || node.style == Style::literal || node.style == Style::folded;
  return !block && document.source().slice({node.begin, node.end}).find('\n') == std::string_view::npos;
}

/// Where a change may happen: from the colon of the deepest value that is there to the end of its last line,
/// and, for a value on one line that stays on one line, in its own bytes only.
bool stays_in_place(const Sample& sample, const std::string& after) {
  Path path = sample.path;
  while (node_at(sample.document, path) == none) path.pop_back();
  const NodeId id = node_at(sample.document, path);
  const Node& node = sample.document[id];
  const bool replaced = path.size() == sample.path.size();
  const bool single =
      read_value(sample.value).root().style != Style::block && sample.value.find('\n') == std::string::npos;
  if (replaced && single && one_line(sample.document, id))
    return keeps(sample.text, after, node.begin, node.end);
  const NodeId key = sample.document.key_of(id);
  std::size_t begin = key != none ? sample.document[key].end : node.begin;
  while (key == none && begin > 0 && sample.text[begin - 1] == ' ') --begin;
  std::size_t end = std::max<std::size_t>(node.end, begin);
  if (node.parent == none && node.style == Style::absent) begin = 0;
  while (end < sample.text.size() && sample.text[end] != '\n') ++end;
  if (id == 0 && node.style == Style::absent) end = sample.text.size();
  return keeps(sample.text, after, begin, end);
}

decide::Result<std::string> set(const Document& document, const Path& path, const std::string& value) {
  return decide::yaml::apply(document, {Change::Verb::set, path, value});
}

decide::Result<std::string> unset(const Document& document, const Path& path) {
  return decide::yaml::apply(document, {Change::Verb::unset, path, {}});
}

/// The first few failures in full, and the counts.
struct Account {
  std::size_t tried = 0, made = 0, failed = 0;
  std::string failures;
  void fail(const std::string& what) {
    if (++failed <= 3) failures += what;
  }
};

}  // namespace

TEST_CASE("random values set in random files change their place alone") {
  Account account;
  for (std::uint32_t seed = 0; seed < files; ++seed) {
    Sample each(seed);
    if (each.document.empty()) account.fail("unreadable:\n" + each.text);
    for (std::size_t i = 0; i < edits_of_a_file && !each.document.empty(); ++i, each.draw()) {
      ++account.tried;
      const auto after = set(each.document, each.path, each.value);
      if (!after) continue;
      ++account.made;
      if (!sets_the_value_only(each, edit_cases::read(*after)))
        account.fail("values:\n" + show(each, *after));
      if (!stays_in_place(each, *after)) account.fail("place:\n" + show(each, *after));
    }
  }
  INFO(account.failures);
  CHECK(account.failed == 0);
  CHECK(account.tried == files * edits_of_a_file);
  CHECK(account.made > account.tried * 98 / 100);
}

TEST_CASE("a scalar that is set and set back leaves the text as it was") {
  Account account;
  for (std::uint32_t seed = 0; seed < files; ++seed) {
    const Sample each(seed);
    const NodeId id = each.document.empty() ? none : node_at(each.document, each.path);
    if (id == none || id == 0 || !one_line(each.document, id)) continue;
    const Node& node = each.document[id];
    if (node.style == Style::absent) continue;
    ++account.tried;
    const std::string old(each.document.source().slice({node.begin, node.end}));
    const auto there = set(each.document, each.path, "other");
    const auto back = there ? set(edit_cases::read(*there), each.path, old) : there;
    if (!back || *back != each.text) account.fail(show(each, edit_cases::outcome(back)));
  }
  INFO(account.failures);
  CHECK(account.failed == 0);
  CHECK(account.tried > files / 5);
}

TEST_CASE("a key that is added to a block mapping and removed leaves the text as it was") {
  Account account;
  for (std::uint32_t seed = 0; seed < files; ++seed) {
    Sample each(seed);
    while (!each.document.empty() && node_at(each.document, each.path) == none) each.path.pop_back();
    const NodeId id = each.document.empty() ? none : node_at(each.document, each.path);
    if (id == none || each.document[id].kind != Kind::mapping || each.document[id].count == 0) continue;
    ++account.tried;
    each.path.push_back("added");
    const auto there = set(each.document, each.path, each.value);
    if (!there) continue;
    ++account.made;
    const auto back = unset(edit_cases::read(*there), each.path);
    if (!back || *back != each.text) account.fail(show(each, *there + edit_cases::outcome(back)));
  }
  INFO(account.failures);
  CHECK(account.failed == 0);
  CHECK(account.made > account.tried * 9 / 10);
  CHECK(account.tried > files / 20);
}

TEST_CASE("random entries removed from random files leave the rest") {
  Account account;
  for (std::uint32_t seed = 0; seed < files; ++seed) {
    const Sample each(seed);
    const NodeId id = each.document.empty() ? none : node_at(each.document, each.path);
    if (id == none || id == 0) continue;
    ++account.tried;
    const auto after = unset(each.document, each.path);
    if (!after) continue;
    ++account.made;
    const Document result = edit_cases::read(*after);
    Path parent = each.path;
    parent.pop_back();
    const NodeId before_parent = node_at(each.document, parent);
    const NodeId after_parent = node_at(result, parent);
    if (after_parent == none || result[after_parent].kind != each.document[before_parent].kind ||
        result[after_parent].count + 1 != each.document[before_parent].count) {
      account.fail("parent:\n" + show(each, *after));
      continue;
    }
    Leaves expected = leaves_of(each.document);
    Leaves got = leaves_of(result);
    erase_below(expected, name_of(parent));
    erase_below(got, name_of(parent));
    if (parent.empty() ? after->size() >= each.text.size() + 3 : expected != got) {
      account.fail("values:\n" + show(each, *after));
    }
  }
  INFO(account.failures);
  CHECK(account.failed == 0);
  CHECK(account.made > account.tried * 95 / 100);
}
