#include "drill/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "units/quantity.h"
#include "yaml/complaint.h"

namespace decide::drill {

using yaml::Kind;
using yaml::NodeId;

void Fields::wrong(NodeId node, std::string_view message, std::string help) {
  errors_.push_back(yaml::complaint(document_, node, message, std::move(help)));
}

bool Fields::is_mapping(NodeId node) {
  const Kind kind = document_[node].kind;
  if (kind != Kind::mapping && kind != Kind::null) {
    const std::string path = document_.path(node);
    wrong(node, fmt::format("{} is no mapping", path.empty() ? "the file" : "`" + sanitize(path) + "`"),
          "write it as keys and values");
  }
  return kind == Kind::mapping;
}

void Fields::keys(NodeId mapping, std::initializer_list<std::string_view> required,
                  std::initializer_list<std::string_view> allowed) {
  std::vector<std::string_view> known(required);
  known.insert(known.end(), allowed);
  each(mapping, [&](NodeId key, NodeId /*value*/) {
    const std::string& seen = document_[key].text;
    if (std::find(known.begin(), known.end(), seen) != known.end()) return;
    const std::string_view near = nearest(seen, known);
    wrong(key, fmt::format("`{}` is no key here", sanitize(seen)),
          near.empty() ? fmt::format("there are {}", join_words(known))
                       : fmt::format("did you mean {}?", near));
  });
  for (const std::string_view key : required) {
    if (document_[mapping].kind == Kind::mapping && value(mapping, key) == yaml::none) {
      const NodeId own = document_.key_of(mapping);
      wrong(own == yaml::none ? mapping : own, fmt::format("`{}` is missing", key),
            fmt::format("it takes {}", join_words(known)));
    }
  }
}

NodeId Fields::value(NodeId mapping, std::string_view key) const {
  return document_[mapping].kind == Kind::mapping ? document_.find(mapping, key) : yaml::none;
}

std::string Fields::text(NodeId mapping, std::string_view key) {
  const NodeId node = value(mapping, key);
  if (node == yaml::none) return {};
  if (document_[node].kind == Kind::scalar && !trim(document_[node].text).empty())
    return document_[node].text;
  wrong(document_.key_of(node), fmt::format("`{}` takes a text", key), "write a word or a sentence");
  return {};
}

std::vector<std::string> Fields::texts(NodeId mapping, std::string_view key) {
  const NodeId node = value(mapping, key);
  std::vector<std::string> all;
  if (node == yaml::none) return all;
  if (document_[node].kind != Kind::sequence) {
    all.push_back(text(mapping, key));
    return all;
  }
  for (NodeId item = document_[node].first; item != yaml::none; item = document_[item].next) {
    if (document_[item].kind == Kind::scalar) {
      all.push_back(document_[item].text);
    } else {
      wrong(item, fmt::format("`{}` takes texts", key), "a text with `: ` in it needs quotes");
    }
  }
  return all;
}

double Fields::number(NodeId mapping, std::string_view key, double least, double most, double otherwise) {
  const NodeId node = value(mapping, key);
  if (node == yaml::none) return otherwise;
  const auto read = units::parse(units::Dimension::ratio, document_[node].text);
  if (document_[node].kind == Kind::scalar && read && *read >= least && *read <= most) return *read;
  wrong(node, fmt::format("`{}` is no number for `{}`", sanitize(document_[node].text), key),
        fmt::format("it takes a number from {} to {}", least, most));
  return otherwise;
}

bool take_problems(const yaml::Parsed& parsed, std::vector<Error>& errors) {
  for (const yaml::Problem& problem : parsed.problems)
    errors.push_back(yaml::complaint(parsed.document, problem.span, problem.message, problem.help));
  return !parsed.problems.empty();
}

}  // namespace decide::drill
