#include "rules/registry.h"

/// What is found while a file is read, in schema/read.cpp: these rules have no body here.
namespace decide::rules {

const Rule rule_F001{
    .code = "F001",
    .name = "syntax",
    .summary = "The file is not YAML, not UTF-8, holds more than one document, or is past a limit.",
    .rationale =
        "Nothing can be said about a design that cannot be read. The finding says what was expected and "
        "where; if an opening bracket or quote is to blame, it points at that and not at the end of the "
        "file. "
        "Limits of size and depth keep a broken or hostile file from holding up whoever checks it.",
    .fails = R"(dedesign: 1
scope:
  priority: [correctness, freshness
  duplicates«:» 1%
)",
    .passes = R"(dedesign: 1
scope:
  priority: [correctness, freshness]
  duplicates: 1%
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F002{
    .code = "F002",
    .name = "unknown-field",
    .summary = "A key that the format does not have.",
    .rationale =
        "A key with a typing error would otherwise be ignored, and the answer that it holds with it: the "
        "design would be judged as if nobody had said it. Every key is therefore known or refused, and the "
        "nearest one that exists there is offered as the fix.",
    .fails = R"(scope:
  volume: {«averge»: 35k/s}
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F003{
    .code = "F003",
    .name = "bad-value",
    .summary = "A value of the wrong kind, without its unit, not one of the words, or out of range.",
    .rationale =
        "A bare 5 may be seconds or minutes, and 0.02 may be two per cent or two in ten thousand: guessing "
        "would turn every later sum wrong without a sign. So a quantity names its unit, a choice is one of "
        "the "
        "words of its field, and anything else is refused with what the field takes.",
    .fails = R"(scope:
  latency: {freshness: «5»}
)",
    .passes = R"(scope:
  latency: {freshness: 5 min}
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F004{
    .code = "F004",
    .name = "duplicate-key",
    .summary = "A key that stands twice in one mapping.",
    .rationale =
        "YAML readers disagree on which of two equal keys counts, and most drop one without a word. In a "
        "long "
        "design the second is usually a copy that somebody meant to edit. Both places are shown, and the "
        "author decides.",
    .fails = R"(dedesign: 1
scope:
  duplicates: 1%
  «duplicates»: 2%
)",
    .passes = R"(dedesign: 1
scope:
  duplicates: 1%
  timezone: UTC
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F008{
    .code = "F008",
    .name = "version",
    .summary = "`dedesign:` is missing, or names a version of the format that this program does not know.",
    .rationale =
        "The version decides what every other key means, so a file that is checked by a program of another "
        "version must be refused and not half understood. It also marks a YAML file as a design, which is "
        "how "
        "folders are searched.",
    .fails = R"(dedesign: «2»
scope:
  duplicates: 1%
)",
    .passes = R"(dedesign: 1
scope:
  duplicates: 1%
)",
    .constraint = "",
    .facts = "",
};

}  // namespace decide::rules
