#pragma once

#include <string>

#include "schema/type.h"
#include "yaml/document.h"

namespace decide::schema {

/// The canonical form of a value of the format: two values that mean the same have the same form, two that do
/// not have different ones. Keys are sorted, scalars are brought to one spelling by the kind that their type
/// names; comments, order of keys, quoting, indentation and the spelling of numbers leave no trace. Lists
/// keep their order. Where a scalar cannot be read as its type, or any value is taken, its YAML 1.2 core type
/// counts, so that 1 and "1" differ. Lengths stand before texts, so no two trees share a form. A value that
/// is not there, null, or an empty mapping has the empty form.
std::string canonical_form(const yaml::Document& document, yaml::NodeId value, const Type& type);

}  // namespace decide::schema
