#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "yaml/document.h"

namespace decide::yaml {

/// One change to a document: set the value at a path, or remove it. Path segments are keys; a number
/// selects an item of a sequence.
struct Change {
  enum class Verb : std::uint8_t { set, unset } verb = Verb::set;
  std::vector<std::string> path;
  std::string value;  ///< set: one YAML value in flow or scalar syntax ("12", "[a, b]", "{x: 1}"), or a block
                      ///< fragment that parses to one value
};

/// Splits "a.b.c" into segments. An error names the empty or malformed segment.
Result<std::vector<std::string>> split_path(std::string_view path);

/// The text after one change, made by splicing bytes: everything outside the change is identical to the
/// byte, line ends and indentation follow the file. The result has been parsed again and its tree compared
/// with the intended one. Errors: a path through a scalar, an alias or anchor in use, a multi-line flow
/// collection that would have to be restructured, a value that is not one YAML value, a key that is written
/// twice, a path to remove that is not there.
/// Setting a value equal to the one that stands there returns the text unchanged. Removing takes the lines of
/// the entry and the comments in them; comment lines above and below stay, because they may speak of more
/// than this entry. The last entry of a collection leaves {} or [].
Result<std::string> apply(const Document& document, const Change& change);

/// Merges a YAML mapping (a fragment file) into the mapping at `path`: keys that exist as mappings on both
/// sides are merged, others are set. The fragment's comments inside newly added values are kept, and those
/// directly above a newly added key; a fragment without keys changes nothing. Errors: as for `apply`; a
/// fragment that is not a mapping, has a key twice, or uses anchors; a value at `path` that is not a mapping.
Result<std::string> merge(const Document& document, const std::vector<std::string>& path,
                          const Document& fragment);

/// True if both subtrees hold the same values, whatever their spelling style. Key order does not count.
bool same(const Document& a, NodeId a_node, const Document& b, NodeId b_node);

/// Quotes `text` for use as a scalar: plain where it reads as the same string under YAML 1.1 and 1.2, else
/// double-quoted. `in_flow`: also safe inside [] and {}.
std::string scalar(std::string_view text, bool in_flow);

}  // namespace decide::yaml
