#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "derive/facts.h"

/// Who reads what, and what words a text holds: asked by several rules about the close.
namespace decide::rules {

using TableId = derive::Lineage::Id;

/// True if a consumer's query reads the table, or joins it and it is no dimension.
bool is_read(const derive::Facts& facts, TableId table);
/// The ids of all tables for which that holds, in the order of the file.
std::vector<TableId> tables_read(const derive::Facts& facts);

/// The tables that it feeds; a table that no pipeline fills is fed by the jobs that rebuild it.
std::vector<TableId> fed_directly(const derive::Lineage& lineage, TableId id);
/// `seeds` and every table that they feed: true at the index of each. Linear in the lineage.
std::vector<bool> fed_by(const derive::Lineage& lineage, std::vector<TableId> seeds);

/// "`dash`", "`dash` and 2 more"
std::string names_of(const std::vector<const derive::NamedConsumer*>& consumers);

/// "`over`, `because` and `cost`"
std::string ticked(const std::vector<std::string_view>& names, std::string_view last = "and");

/// A text in lower case (ASCII).
std::string lower_case(std::string_view text);
/// The words of a text in lower case: runs of letters and digits.
std::vector<std::string> words_in(std::string_view text);
/// True if an answer is not given, or holds blanks only.
bool is_blank(const design::Val<design::Text>& text);

}  // namespace decide::rules
