#pragma once

#include <string_view>

#include "yaml/document.h"

namespace decide::schema {

/// Whether a text that nobody called a design is meant as one: on the first level of it stands the key
/// `dedesign`, or two of the sections. Looks at the lines only, so that it can be asked of templates and of
/// broken files too.
bool looks_like_design(std::string_view text);

/// True if a document that was called a design has nothing of one: it holds something, and none of its keys
/// is a field of the format.
bool is_something_else(const yaml::Document& document);

}  // namespace decide::schema
