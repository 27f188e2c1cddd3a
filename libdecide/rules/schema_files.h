#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compat/avro.h"
#include "design/design.h"
#include "diag/finding.h"
#include "yaml/document.h"

namespace decide::rules {

/// Gives the text of a file that a design names, relative to where the design lies. The library itself reads
/// no files: whoever calls it says how.
using ReadBeside = std::function<Result<std::string>(const std::string& name)>;

/// A version of the event schema that was read from its file.
struct SchemaFile {
  const design::Named<design::Val<design::Text>>* entry = nullptr;
  compat::AvroSchema schema;
};

/// Reads `backfill.schema.versions`, if the plan speaks of Avro or of no language. A file that is missing or
/// no Avro schema is a finding F003 at its name.
std::vector<SchemaFile> read_schema_files(const yaml::Document& document, const design::SchemaPlan& plan,
                                          const ReadBeside& read, std::vector<diag::Finding>& findings);

}  // namespace decide::rules
