#include "stage/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "derive/seal.h"
#include "schema/read.h"
#include "schema/type.h"
#include "stage/value.h"
#include "yaml/edit.h"

namespace decide::stage {

namespace {

/// The open rows that a finding about something absent asks for: the row itself, or the rows of a structure.
void collect(const yaml::Document& document, const std::string& path, const std::string& reason,
             std::vector<Question>& out) {
  const auto located = schema::locate(path);
  if (!located || located->field == nullptr) return;
  if (located->type->form == schema::Form::structure) {
    for (const schema::Field& field : located->type->shape().fields) {
      collect(document, fmt::format("{}.{}", path, field.name), reason, out);
    }
    return;
  }
  if (document.at(path) != yaml::none) return;
  out.push_back({path, std::string(located->field->doc), schema::describe(*located->type), reason});
}

}  // namespace

std::optional<Question> next_question(const Source& source, design::Section section,
                                      rules::CheckOptions options, const std::set<std::string>& asked) {
  options.stage = section;
  const auto checked = rules::check(source, options);
  if (!checked->readable()) return std::nullopt;
  std::vector<Question> open;
  const std::string inside = fmt::format("{}.", derive::stage_of(section).key);
  for (const diag::Finding& finding : checked->findings) {
    if (!finding.absent || !finding.path.starts_with(inside)) continue;
    collect(checked->parsed.document, finding.path, fmt::format("{} [{}]", finding.message, finding.rule),
            open);
  }
  std::vector<std::string> order;
  for (const schema::PathRow& row : schema::all_paths()) order.push_back(row.path);
  const auto rank = [&](const Question& q) {
    return std::find(order.begin(), order.end(), q.path) - order.begin();
  };
  std::stable_sort(open.begin(), open.end(),
                   [&](const Question& a, const Question& b) { return rank(a) < rank(b); });
  for (Question& question : open) {
    if (!asked.contains(question.path)) return std::move(question);
  }
  return std::nullopt;
}

Result<std::string> answer(const Source& source, const Question& question, std::string_view value) {
  auto path = yaml::split_path(question.path);
  if (!path) return path.error();
  const yaml::Parsed before = yaml::parse(source);
  auto text = yaml::apply(before.document,
                          {yaml::Change::Verb::set, *std::move(path), as_yaml(question.path, value)});
  if (!text) return text;
  const auto read = schema::read(yaml::parse(Source(source.name(), *text)));
  for (const diag::Finding& finding : read.findings) {
    if (finding.path.starts_with(question.path)) return Error{finding.message, finding.help};
  }
  return text;
}

}  // namespace decide::stage
