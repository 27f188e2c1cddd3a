#include "report/json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "report/number.h"

namespace decide::report {
namespace {

using Json = nlohmann::ordered_json;

void add_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void add_range(Json& object, const Source& source, Span span) {
  const Position begin = source.position(span.begin);
  const Position end = source.position(std::max(span.begin, span.end));
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

/// Whole numbers without a point; a value that is no number is null.
Json number(double value) {
  return is_whole(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

template <class Items, class Convert>
void add_list(Json& object, const char* key, const Items& items, Convert convert) {
  if (items.empty()) return;
  Json list = Json::array();
  for (const auto& item : items) list.push_back(convert(item));
  object[key] = std::move(list);
}

Json related_json(const Source& source, const diag::Related& related) {
  Json object;
  add_text(object, "path", related.path);
  object["file"] = source.name();
  add_range(object, source, related.span);
  object["message"] = related.message;
  return object;
}

Json figure_json(const diag::Figure& figure) {
  Json object;
  object["name"] = figure.name;
  object["value"] = number(figure.value);
  add_text(object, "unit", figure.unit);
  add_text(object, "formula", figure.formula);
  add_list(object, "inputs", figure.inputs, [](const auto& input) {
    return Json{{"name", input.first}, {"value", input.second}};
  });
  return object;
}

Json fix_json(const Source& source, const diag::Fix& fix) {
  Json object;
  object["safe"] = fix.safe;
  object["edits"] = Json::array();
  for (const diag::Edit& edit : fix.edits) {
    Json row;
    add_range(row, source, edit.span);
    row["text"] = edit.text;
    row["begin"] = edit.span.begin;
    row["end"] = edit.span.end;
    object["edits"].push_back(std::move(row));
  }
  return object;
}

Json finding_json(const Source& source, const diag::Finding& finding) {
  Json object;
  object["rule"] = finding.rule;
  object["name"] = finding.name;
  object["severity"] = std::string(diag::severity_name(finding.severity));
  add_text(object, "path", finding.path);
  object["file"] = source.name();
  add_range(object, source, finding.span);
  object["message"] = finding.message;
  add_text(object, "help", finding.help);
  add_text(object, "constraint", finding.constraint);
  add_list(object, "related", finding.related, [&](const auto& one) { return related_json(source, one); });
  add_list(object, "figures", finding.figures, figure_json);
  if (finding.fix) object["fix"] = fix_json(source, *finding.fix);
  if (finding.accepted) {
    const std::uint32_t line = source.position(finding.accepted->span.begin).line;
    object["accepted"] = Json{{"by", finding.accepted->name}, {"line", line}};
  }
  return object;
}

Json constraint_json(const ConstraintRow& row) {
  Json object;
  object["name"] = row.name;
  object["strength"] = row.strength;
  object["demand"] = row.demand;
  add_text(object, "quantity", row.quantity);
  object["from"] = Json::array();
  for (const ConstraintPlace& place : row.from) {
    object["from"].push_back(Json{{"path", place.path}, {"line", place.line}, {"column", place.column}});
  }
  return object;
}

Json summary_json(const diag::Summary& summary) {
  return Json{{"error", summary.error},
              {"warning", summary.warning},
              {"note", summary.note},
              {"accepted", summary.accepted},
              {"fixable", summary.fixable}};
}

/// Controls, blanks of no width, direction marks: what a terminal obeys or does not show.
bool is_unseen(std::uint32_t code) {
  using Range = std::pair<std::uint32_t, std::uint32_t>;
  constexpr std::array<Range, 7> kUnseen{{{0x7F, 0x9F},
                                          {0xAD, 0xAD},
                                          {0x61C, 0x61C},
                                          {0x200B, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x206F},
                                          {0xFEFF, 0xFEFF}}};
  const auto within = [code](const Range& range) { return range.first <= code && code <= range.second; };
  return std::any_of(kUnseen.begin(), kUnseen.end(), within);
}

/// The code point of the one to three bytes at `at`; 0 for longer ones, of which none is unseen.
std::uint32_t short_code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto bits = [&](std::size_t i, unsigned mask) {
    return static_cast<unsigned char>(text[at + i]) & mask;
  };
  if (length == 1) return bits(0, 0x7F);
  if (length == 2) return bits(0, 0x1F) << 6U | bits(1, 0x3F);
  return length == 3 ? bits(0, 0x0F) << 12U | bits(1, 0x3F) << 6U | bits(2, 0x3F) : 0;
}

std::size_t length_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80U) return 1;
  if (lead < 0xE0U) return 2;
  return lead < 0xF0U ? 3 : 4;
}

std::string escaped(std::uint32_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) text += kDigits[code >> shift & 0xFU];
  return text;
}

/// `text` is JSON, hence valid UTF-8 with anything else than ASCII inside strings only.
std::string with_unseen_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    const std::uint32_t code = short_code_point(text, at, length);
    out += is_unseen(code) ? escaped(code) : std::string(text.substr(at, length));
    at += length;
  }
  return out;
}

void add(diag::Summary& total, const diag::Summary& part) {
  total.error += part.error;
  total.warning += part.warning;
  total.note += part.note;
  total.accepted += part.accepted;
  total.fixable += part.fixable;
}

}  // namespace

std::string json(const std::vector<FileReport>& files, const Extras& extras) {
  Json root;
  root["version"] = 1;
  root["files"] = files.size();
  root["findings"] = Json::array();
  diag::Summary summary;
  for (const FileReport& file : files) {
    add(summary, diag::summarize(file.findings));
    for (const auto& finding : file.findings) root["findings"].push_back(finding_json(*file.source, finding));
  }
  root["summary"] = summary_json(summary);
  add_text(root, "stage", extras.stage);
  if (extras.constraints) {
    root["constraints"] = Json::array();
    for (const ConstraintRow& row : *extras.constraints) root["constraints"].push_back(constraint_json(row));
  }
  return with_unseen_escaped(root.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace decide::report
