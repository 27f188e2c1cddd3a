#include <fmt/format.h>

#include "derive/constraint.h"
#include "report/explain.h"
#include "report/mdoc.h"
#include "rules/registry.h"
#include "schema/type.h"

namespace decide::report {

namespace {

constexpr std::string_view format_intro =
    "One YAML document describes one data-platform design. It has five sections, one for each stage command, "
    "in the "
    "order in which a good answer is built: scope, model, partition, backfill and close. Everything that a "
    "person names "
    "is a key of a mapping, never an entry of a list, so every value has one address, its path, such as "
    "model.tables.clicks.columns.user_id.pii. Paths are what --set takes, what findings point at, and what "
    "dedesign explain describes.\n\n"
    "A file may be 16 MiB long, nest 100 levels deep and hold 100,000 nodes. Anchors and aliases are read; "
    "merge keys, "
    "duplicate keys, tags outside the YAML 1.2 core schema, a second document and control characters are "
    "refused.";

constexpr std::string_view reasons_intro =
    "A because is a list. An item that is a single word is the name of a constraint and must be one that the "
    "design "
    "has; an item with spaces is free text.";

struct ScalarHelp {
  std::string_view kind, written;
};
constexpr ScalarHelp scalars[] = {
    {"count", "12, 10k, 2.5M, 3B or 1T; k M B T are decimal, and _ may group digits"},
    {"bytes", "450 B, 64 MB, 1.5 GiB; kB MB GB TB PB are powers of 1000, KiB MiB GiB TiB PiB of 1024"},
    {"duration",
     "500 ms, 15 min, 6 h, 30 d, 2 y; ms s min h d w mo y, where mo is 30 d and y is 365 d; may be summed: "
     "1 d 12 h"},
    {"rate", "120k/s, 3B/day, 40M/h, 2/month; a count, then /s /min /h /day /week /month /year"},
    {"byterate", "200 MB/s, 1 TB/h"},
    {"percent", "2%, 0.5%; a bare number is refused"},
    {"flag", "true or false, and nothing else"},
    {"name", "a lower-case letter, then lower-case letters, digits, _ and -"},
};

void add_fields(Mdoc& page, std::string_view section) {
  page.begin_list();
  for (const schema::PathRow& row : schema::all_paths()) {
    const bool inside = row.path == section || row.path.starts_with(fmt::format("{}.", section));
    if (!inside) continue;
    page.item(row.path, "", fmt::format("{} Takes {}.", row.field->doc, schema::describe(*row.type)));
  }
  page.end_list();
}

}  // namespace

std::string format_manual() {
  Mdoc page("dedesign.yaml", 5, "the file that holds a data-platform design");
  page.section("DESCRIPTION").text(format_intro);
  page.section("SCALARS").begin_list();
  for (const ScalarHelp& scalar : scalars) page.item(scalar.kind, "", scalar.written);
  page.end_list().text("A quantity is never negative, and one that is too large to be true is an error.");
  page.section("REASONS").text(reasons_intro);
  page.section("CONSTRAINTS")
      .text("Constraints follow from the answers; they are never written to the file.");
  page.begin_list();
  for (std::size_t i = 0; i < derive::constraint_count; ++i) {
    const auto& constraint = derive::info(static_cast<derive::ConstraintId>(i));
    page.item(constraint.name, "",
              fmt::format("Exists when {}. Demands: {}.", constraint.exists, constraint.demands));
  }
  page.end_list();
  page.section("FIELDS").text("NAME stands for any name that people choose.");
  for (const schema::Field& field : schema::file_shape().fields) {
    page.subsection(field.name);
    add_fields(page, field.name);
  }
  page.section("SEE ALSO").macro(".Xr dedesign 1 ,").macro(".Xr dedesign-rules 7");
  return std::move(page).str();
}

std::string rules_manual() {
  Mdoc page("dedesign-rules", 7, "the rules that a design is checked against");
  page.section("DESCRIPTION")
      .text(
          "A code is a letter for the stage and three digits: F for the file, S scope, M model, P partition, "
          "B backfill, "
          "C close. An error is a design that contradicts itself or a constraint, or that fails by "
          "arithmetic; a "
          "warning works, at a cost or a risk that should be chosen knowingly; a note is worth saying out "
          "loud. In the "
          "failing examples the culprit is underlined.");
  page.section("RULES");
  for (const rules::Entry& entry : rules::registry()) {
    const rules::Rule& rule = *entry.rule;
    page.subsection(fmt::format("{} {} ({})", rule.code, rule.name, diag::severity_name(rule.severity)));
    page.text(fmt::format("Fires when: {}", rule.summary)).macro(".Pp").text(rule.rationale);
    page.macro(".Pp").text("Fails:").literal(example_lines(rule.fails, ""));
    page.text("Passes:").literal(example_lines(rule.passes, ""));
  }
  page.section("SEE ALSO").macro(".Xr dedesign 1 ,").macro(".Xr dedesign.yaml 5");
  return std::move(page).str();
}

}  // namespace decide::report
