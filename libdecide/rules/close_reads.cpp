#include "rules/close_reads.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace decide::rules {

namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_read(const derive::Facts& facts, TableId table) {
  const derive::Lineage::Node& node = facts.lineage[table];
  if (node.table == nullptr) return false;
  const auto asked = [&](const derive::NamedQuery* query) {
    return query->value.consumer && facts.design.scope.consumers.contains(query->value.consumer->text);
  };
  if (std::any_of(node.queries.begin(), node.queries.end(), asked)) return true;
  if (node.table->value.role.is(design::Role::dimension)) return false;
  return std::any_of(node.joined_by.begin(), node.joined_by.end(), asked);
}

std::vector<TableId> tables_read(const derive::Facts& facts) {
  std::vector<TableId> read;
  for (TableId id = 0; id < facts.lineage.nodes().size(); ++id) {
    if (is_read(facts, id)) read.push_back(id);
  }
  return read;
}

std::vector<TableId> fed_directly(const derive::Lineage& lineage, TableId id) {
  std::vector<TableId> fed = lineage[id].outputs;
  for (const derive::NamedJob* job : lineage[id].replayed_by) {
    if (!job->value.rebuilds) continue;
    const TableId table = lineage.find_table(job->value.rebuilds->text);
    if (table != derive::Lineage::nowhere && lineage[table].writers.empty()) fed.push_back(table);
  }
  return fed;
}

std::vector<bool> fed_by(const derive::Lineage& lineage, std::vector<TableId> seeds) {
  std::vector<bool> reached(lineage.nodes().size(), false);
  while (!seeds.empty()) {
    const TableId id = seeds.back();
    seeds.pop_back();
    if (reached[id]) continue;
    reached[id] = true;
    const auto fed = fed_directly(lineage, id);
    seeds.insert(seeds.end(), fed.begin(), fed.end());
  }
  return reached;
}

std::string names_of(const std::vector<const derive::NamedConsumer*>& consumers) {
  if (consumers.empty()) return "nobody";
  std::string names = fmt::format("`{}`", consumers.front()->name);
  if (consumers.size() > 1) names += fmt::format(" and {} more", consumers.size() - 1);
  return names;
}

std::string ticked(const std::vector<std::string_view>& names, std::string_view last) {
  std::vector<std::string> marked;
  marked.reserve(names.size());
  for (const std::string_view name : names) marked.push_back(fmt::format("`{}`", name));
  const std::vector<std::string_view> views(marked.begin(), marked.end());
  return join_words(views, last);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::vector<std::string> words_in(std::string_view text) {
  const std::string lower = lower_case(text);
  std::vector<std::string> words;
  for (auto at = lower.begin(); at != lower.end();) {
    const auto stop = std::find_if_not(at, lower.end(), is_word_character);
    if (stop != at) words.emplace_back(at, stop);
    at = std::find_if(stop, lower.end(), is_word_character);
  }
  return words;
}

bool is_blank(const design::Val<design::Text>& text) {
  return !text || trim(*text).empty();
}

}  // namespace decide::rules
