#include <fmt/format.h>

#include <array>
#include <utility>

#include "yaml/builder.h"
#include "yaml/core.h"
#include "yaml/words.h"

namespace decide::yaml {
namespace {

struct Known {
  std::string_view name;
  Tag tag;
  std::string_view what;
};
constexpr std::array<Known, 7> known_tags = {{{"str", Tag::str, "text"},
                                              {"int", Tag::integer, "a whole number"},
                                              {"float", Tag::floating, "a number"},
                                              {"bool", Tag::boolean, "true or false"},
                                              {"null", Tag::null, "null"},
                                              {"map", Tag::map, "a mapping"},
                                              {"seq", Tag::seq, "a list"}}};

const Known* find_tag(std::string_view tag) {
  if (!tag.starts_with(core_prefix)) return nullptr;
  tag.remove_prefix(core_prefix.size());
  for (const Known& known : known_tags) {
    if (known.name == tag) return &known;
  }
  return nullptr;
}

bool fits_scalar(Tag tag, Core core) {
  switch (tag) {
    case Tag::str:
      return true;
    case Tag::integer:
      return core == Core::integer;
    case Tag::floating:
      return core == Core::integer || core == Core::floating;
    case Tag::boolean:
      return core == Core::boolean;
    case Tag::null:
      return core == Core::null;
    default:
      return false;
  }
}

bool fits(Tag tag, const Node& node) {
  if (node.kind == Kind::mapping) return tag == Tag::map;
  if (node.kind == Kind::sequence) return tag == Tag::seq;
  return fits_scalar(tag, core_of(node.text));
}

}  // namespace

void apply_tag(Node& node, std::string_view tag, std::string_view text, Span where) {
  const bool collection = node.kind == Kind::mapping || node.kind == Kind::sequence;
  if (tag == "?" || (tag == "!" && (where == Span{} || collection))) return;
  if (tag == "!") {
    node.tag = Tag::str;
    return;
  }
  const Known* known = find_tag(tag);
  if (known == nullptr) {
    refuse(
        where,
        fmt::format("The tag {} is not supported.", shown(text.substr(where.begin, where.end - where.begin))),
        "Remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are read.");
  }
  if (!fits(known->tag, node)) {
    refuse(where,
           fmt::format("The tag !!{} does not fit: what follows it is not {}.", known->name, known->what),
           "Remove the tag or correct the value.");
  }
  node.tag = known->tag;
  if (known->tag == Tag::null) node.kind = Kind::null;
}

}  // namespace decide::yaml
