#include "schema/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace decide::schema {

using yaml::Kind;
using yaml::NodeId;

namespace {

std::string quoted(const yaml::Document& document, NodeId id) {
  const NodeId key = document.key_of(id);
  return key == yaml::none ? std::string("an item") : fmt::format("`{}`", document[key].text);
}

std::string one_of_names(const Shape& shape) {
  std::vector<std::string_view> names;
  for (const Field& field : shape.fields) {
    if (field.one_of) names.push_back(field.name);
  }
  return join_words(names, "or");
}

/// "2026" where a person meant a text, or "yes" where a flag was meant: what to do about a bad value.
std::string help_for(const ScalarKind& kind, const Error& error) {
  if (!error.help.empty()) return error.help;
  if (!kind.words.empty()) return {};
  return fmt::format("write {}", kind.describe);
}

}  // namespace

diag::Finding& Reader::add(std::string_view rule, std::string_view name, NodeId id, std::string message) {
  diag::Finding& finding = findings_.emplace_back();
  finding.rule = rule;
  finding.name = name;
  finding.path = document_.path(id);
  finding.span = document_.span(id);
  finding.message = std::move(message);
  return finding;
}

void Reader::bad_value(NodeId id, const ScalarKind& kind, const Error& error) {
  auto& finding = add("F003", "bad-value", id, fmt::format("{}: {}", quoted(document_, id), error.message));
  finding.help = help_for(kind, error);
  const auto near = nearest(document_[id].text, kind.words);
  if (near.empty() || document_[id].kind != Kind::scalar) return;
  finding.help = fmt::format("did you mean {}?", near);
  if (!document_[id].aliased) {
    finding.fix = diag::Fix{true, fmt::format("write {}", near), {{document_.span(id), std::string(near)}}};
  }
}

bool Reader::expect_list(NodeId id, const ScalarKind& item) {
  const yaml::Node& node = document_[id];
  if (node.kind == Kind::sequence) return true;
  if (node.kind == Kind::null) return false;
  auto& finding = add("F003", "bad-value", id,
                      fmt::format("{}: takes a list; each item is {}", quoted(document_, id), item.describe));
  finding.help = "write [a, b]; a single item as [a]";
  const bool bracketable =
      node.kind == Kind::scalar && node.style == yaml::Style::plain && node.tag == yaml::Tag::unset;
  const bool shared = node.aliased || node.anchored;
  if (bracketable && !shared && node.text.find_first_of(",[]{}") == std::string::npos) {
    const std::string text(document_.source().slice(document_.span(id)));
    finding.help = fmt::format("write [{}]", node.text);
    finding.fix = diag::Fix{true, "make it a list of one", {{document_.span(id), "[" + text + "]"}}};
  }
  return false;
}

bool Reader::expect_names(NodeId id) {
  const yaml::Node& node = document_[id];
  if (node.kind == Kind::mapping) return true;
  if (node.kind == Kind::null) return false;
  auto& finding = add("F003", "bad-value", id,
                      fmt::format("{}: takes a mapping whose keys are names", quoted(document_, id)));
  finding.help = "give each entry a name of its own as its key, never a `name:` inside a list";
  return false;
}

bool Reader::key_is_usable(NodeId key, Keys keys) {
  const std::string& text = document_[key].text;
  if (keys == Keys::path ? !text.empty() : design::is_name(text)) return true;
  auto& finding = add("F003", "bad-value", key, fmt::format("`{}` is not a name", text));
  finding.help =
      "a name starts with a lower-case letter and goes on with lower-case letters, digits, _ and -";
  return false;
}

void Reader::unknown_key(NodeId key, const Shape& shape) {
  const std::string& seen = document_[key].text;
  auto& finding = add("F002", "unknown-field", key, fmt::format("{} has no field `{}`", shape.name, seen));
  std::vector<std::string_view> names;
  for (const Field& field : shape.fields) names.push_back(field.name);
  const auto near = nearest(seen, names);
  finding.help =
      near.empty() ? fmt::format("it has {}", join_words(names)) : fmt::format("did you mean {}?", near);
  const bool taken = document_.find(document_[key].parent, near) != yaml::none;
  if (!near.empty() && !taken && !document_[key].aliased) {
    finding.fix = diag::Fix{true, fmt::format("write {}", near), {{document_.span(key), std::string(near)}}};
  }
}

void Reader::missing(NodeId id, const Shape& shape, const std::vector<bool>& given) {
  const NodeId key = document_.key_of(id);
  const NodeId at = key == yaml::none ? id : key;
  std::size_t chosen = 0;
  bool wants_one = false;
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const Field& field = shape.fields[i];
    if (field.one_of) {
      wants_one = true;
      chosen += given[i] ? 1 : 0;
    }
    if (!field.required || given[i]) continue;
    auto& finding = add("F003", "bad-value", at, fmt::format("{} needs `{}`", shape.name, field.name));
    finding.help = fmt::format("add `{}`: {}", field.name, describe(*field.type));
  }
  if (wants_one && chosen != 1) {
    add("F003", "bad-value", at,
        fmt::format("{} takes exactly one of {}; this one has {}", shape.name, one_of_names(shape),
                    chosen == 0 ? "none" : "several"));
  }
}

namespace {

/// The index of a field, or how many there are; looked for from `next` on and then before it, since people
/// mostly keep to the order of the table.
std::size_t field_named(const Shape& shape, std::string_view name, std::size_t next) {
  const std::size_t count = shape.fields.size();
  for (std::size_t i = next; i < count; ++i) {
    if (shape.fields[i].name == name) return i;
  }
  for (std::size_t i = 0; i < std::min(next, count); ++i) {
    if (shape.fields[i].name == name) return i;
  }
  return count;
}

}  // namespace

bool Reader::structure(NodeId id, const Shape& shape, void* owner) {
  const yaml::Node& node = document_[id];
  if (node.kind != Kind::mapping && node.kind != Kind::null) {
    auto& finding =
        add("F003", "bad-value", id,
            fmt::format("{}: takes a mapping, the fields of {}", quoted(document_, id), shape.name));
    finding.help = "write each field as `key: value`";
    return false;
  }
  std::vector<bool> given(shape.fields.size(), false);
  std::size_t next = 0;
  for (NodeId key = node.first; key != yaml::none; key = value_of(key).next) {
    const std::size_t i = field_named(shape, document_[key].text, next);
    next = i + 1;
    if (i == shape.fields.size()) {
      if (ways_ == nullptr) unknown_key(key, shape);
    } else if (!given[i]) {  // of a duplicate key the first is read; F004 names both
      given[i] = true;
      if (is_read(document_[key].next)) shape.fields[i].read(*this, document_[key].next, owner);
    }
  }
  if (ways_ == nullptr) missing(id, shape, given);
  return node.kind == Kind::mapping;
}

void Reader::read(NodeId id, design::Val<design::NewValue>& out) {
  const yaml::Node& node = document_[id];
  out.at = {id};
  out.value.node = id;
  if (node.kind == Kind::scalar) out.value.factor = design::parse_factor(node.text);
}

void Reader::read(NodeId id, design::Methods& out) {
  if (document_[id].kind == Kind::mapping) {
    read(id, out.by_name);
    out.at = out.by_name.at;
  } else {
    read(id, out.all);
    out.at = out.all.at;
  }
}

}  // namespace decide::schema
