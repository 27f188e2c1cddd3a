#include "rules/schema_files.h"

#include <fmt/format.h>

#include <utility>

namespace decide::rules {

namespace {

using VersionEntry = design::Named<design::Val<design::Text>>;

diag::Finding bad_file(const yaml::Document& document, const VersionEntry& entry, const Error& error) {
  diag::Finding finding;
  finding.rule = "F003";
  finding.name = "bad-value";
  finding.path = document.path(entry.value.at.node);
  finding.span = document.span(entry.value.at.node);
  finding.message = fmt::format("`{}` is no Avro schema that can be read: {}", *entry.value, error.message);
  finding.help = error.help.empty() ? "name the file of an Avro schema beside the design" : error.help;
  return finding;
}

Result<compat::AvroSchema> read_one(const std::string& name, const ReadBeside& read) {
  if (name.empty() || name.front() == '/')
    return Error{"the name of a file beside the design is wanted", "write a path relative to the design"};
  auto text = read(name);
  if (!text) return text.error();
  return compat::parse_avro(*text);
}

}  // namespace

std::vector<SchemaFile> read_schema_files(const yaml::Document& document, const design::SchemaPlan& plan,
                                          const ReadBeside& read, std::vector<diag::Finding>& findings) {
  std::vector<SchemaFile> files;
  if (!read || (plan.format && *plan.format != design::SchemaFormat::avro)) return files;
  for (const VersionEntry& entry : plan.versions) {
    if (!entry.value) continue;
    auto schema = read_one(*entry.value, read);
    if (schema) {
      files.push_back({&entry, *std::move(schema)});
    } else {
      findings.push_back(bad_file(document, entry, schema.error()));
    }
  }
  return files;
}

}  // namespace decide::rules
