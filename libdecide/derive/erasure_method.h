#pragma once

#include <string_view>

#include "design/design.h"

namespace decide::derive {

/// The method by which a table, a source or the backups are erased: its own, the default of the named ones,
/// or the one for all.
inline const design::Val<design::ErasureMethod>& method_for(const design::Erasure& plan,
                                                            std::string_view name) {
  const auto* own = plan.method.by_name.find(name);
  if (own == nullptr) own = plan.method.by_name.find("default");
  return own == nullptr ? plan.method.all : own->value;
}

}  // namespace decide::derive
