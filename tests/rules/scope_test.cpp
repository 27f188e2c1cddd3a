#include <fmt/format.h>

#include "catch.h"
#include "rules/mended.h"

namespace decide::test {
namespace {

diag::Severity severity_of(std::string_view rule, std::string_view fragment) {
  return only_finding(rule, fragment).severity;
}

constexpr auto error = diag::Severity::error;
constexpr auto warning = diag::Severity::warning;

constexpr std::string_view all_answered = R"(scope:
  volume: {average: 35k/s}
  latency: {freshness: 5 min}
  correctness: {level: exact}
  consumers: {invoicing: {kind: billing}}
  retention: {queryable: 30 d}
  schema_change: {owner: us}
  failure_tolerance: {data_loss: none}
)";

TEST_CASE("S101: seven questions, seven findings") {
  CHECK(silent("S101", all_answered));
  CHECK(findings_of("S101", "title: nothing else\n").size() == 7);
  CHECK(findings_of("S101", "scope: {}\n").size() == 7);
  for (const std::string_view question :
       {"volume", "latency", "correctness", "consumers", "retention", "schema_change", "failure_tolerance"}) {
    std::string text(all_answered);
    const std::size_t line = text.find("  " + std::string(question) + ":");
    text.erase(line, text.find('\n', line) + 1 - line);
    const auto finding = only_finding("S101", text);
    CHECK(finding.path == "scope." + std::string(question));
    CHECK(finding.severity == error);
    CHECK(finding.help.find('?') != std::string::npos);
  }
}

TEST_CASE("S101: an answer needs its main number") {
  std::string text(all_answered);
  text.replace(text.find("{queryable: 30 d}"), 17, "{hot: 30 d}");
  CHECK(only_finding("S101", text).path == "scope.retention");
  std::string empty(all_answered);
  empty.replace(empty.find("{invoicing: {kind: billing}}"), 28, "{}");
  CHECK(only_finding("S101", empty).path == "scope.consumers");
}

TEST_CASE("S101: an answer that was misread is not called missing") {
  std::string text(all_answered);
  text.replace(text.find("average: 35k/s"), 14, "average: 35000");
  CHECK(silent("S101", text));
}

TEST_CASE("S102: a peak may equal the average, whatever the units") {
  CHECK(fires("S102", "scope:\n  volume: {average: 3B/day, peak: «30k/s»}\n"));
  CHECK(silent("S102", "scope:\n  volume: {average: 86400/day, peak: 1/s}\n"));
  CHECK(silent("S102", "scope:\n  volume: {peak: 1/s}\n"));
}

TEST_CASE("S103: a load that moves needs a peak") {
  CHECK(fires("S103", "scope:\n  «volume»: {average: 35k/s, pattern: diurnal}\n"));
  CHECK(silent("S103", "scope:\n  volume: {average: 35k/s, pattern: spiky, peak: 90k/s}\n"));
  CHECK(silent("S103", "scope:\n  volume: {average: 35k/s}\n"));
  CHECK(only_finding("S103", "scope:\n  volume: {pattern: spiky}\n").path == "scope.volume.peak");
}

TEST_CASE("S104: the assumed size can be written down") {
  CHECK(mends("S104", "scope:\n  «volume»:\n    average: 35k/s\n"));
  CHECK(mended("S104", "scope:\n  volume:\n    average: 35k/s\n").find("event_size: 500 B") !=
        std::string::npos);
  CHECK(silent("S104", "scope:\n  latency: {freshness: 1 min}\n"));
}

TEST_CASE("S105: every consumer that is tighter, and no other") {
  constexpr std::string_view text = R"(scope:
  latency: {freshness: 5 min}
  consumers:
    a: {kind: api, freshness: «1 min»}
    b: {kind: api, freshness: «299 s»}
    c: {kind: api, freshness: 300 s}
    d: {kind: api}
)";
  CHECK(fires("S105", text));
  CHECK(silent("S105", "scope:\n  consumers:\n    a: {kind: api, freshness: 1 min}\n"));
  CHECK(mends("S105", R"(scope:
  latency: {freshness: 5 min}
  consumers:
    a: {kind: api, freshness: «1 min»}
)"));
}

TEST_CASE("S106: the level, or the consumer that says otherwise") {
  CHECK(fires("S106", "scope:\n  correctness: {level: «eventual», feeds: [dashboard, contractual]}\n"));
  CHECK(silent("S106", "scope:\n  correctness: {level: exact, feeds: [billing]}\n"));
  CHECK(silent("S106", "scope:\n  correctness: {level: approximate, feeds: [dashboard]}\n"));
  CHECK(silent("S106", "scope:\n  correctness: {feeds: [billing]}\n"));
  CHECK(fires("S106", R"(scope:
  correctness: {level: «eventual»}
  consumers:
    invoices: {kind: billing}
    audit: {kind: compliance, correctness: «approximate»}
    trends: {kind: dashboard}
)"));
  CHECK(mends("S106", "scope:\n  consumers:\n    invoices: {kind: billing, correctness: «eventual»}\n"));
}

TEST_CASE("S107: a tolerance of the scope is enough for consumers") {
  CHECK(fires("S107", "scope:\n  «correctness»: {level: approximate}\n"));
  CHECK(silent("S107", R"(scope:
  correctness: {level: exact, tolerance: 1%}
  consumers:
    trends: {kind: dashboard, correctness: approximate}
)"));
  CHECK(silent("S107", "scope:\n  correctness: {level: eventual}\n"));
}

TEST_CASE("S108: how bad it is depends on whether anything is exact") {
  CHECK(severity_of("S108", "scope:\n  correctness: {level: exact}\n") == error);
  CHECK(severity_of("S108", "scope:\n  correctness: {level: eventual}\n") == warning);
  CHECK(severity_of("S108", R"(scope:
  correctness: {level: eventual}
  consumers:
    invoices: {kind: billing, correctness: exact}
)") == error);
  CHECK(only_finding("S108", "scope:\n  lateness: {p50: 1 s}\n").path == "scope.lateness.max");
  CHECK(silent("S108", "scope:\n  lateness: {max: 0 s}\n"));
}

TEST_CASE("S109: each step down is one finding") {
  CHECK(fires("S109", "scope:\n  lateness: {p50: 2 s, p99: «1 s», p999: 5 s, max: «4 s»}\n"));
  CHECK(silent("S109", "scope:\n  lateness: {p50: 0 s, p90: 0 s, p99: 0 s, p999: 0 s, max: 0 s}\n"));
  CHECK(fires("S109", "scope:\n  lateness: {p90: 2 h, max: «90 min»}\n"));
}

TEST_CASE("S110: only clients that are offline have a tail") {
  CHECK(silent("S110", "scope:\n  lateness: {max: 12 h}\n"));
  CHECK(silent("S110", "scope:\n  lateness: {max: 12 h, offline_clients: false}\n"));
  CHECK(silent("S110", "scope:\n  lateness: {offline_clients: true}\n"));
  CHECK(mends("S110", "scope:\n  lateness: {max: «23 h», offline_clients: true}\n"));
}

TEST_CASE("S111: a contract or an invoice needs somebody whose count wins") {
  CHECK(only_finding("S111", "scope:\n  correctness: {feeds: [contractual]}\n").path ==
        "scope.correctness.authority");
  CHECK(fires("S111", "«scope»:\n  consumers:\n    invoices: {kind: billing}\n"));
  CHECK(silent("S111", "scope:\n  correctness: {feeds: [compliance, dashboard]}\n"));
}

TEST_CASE("S112: an empty list is no order") {
  CHECK(fires("S112", "scope:\n  priority: «[]»\n"));
  CHECK(silent("S112", "scope:\n  priority: [cost]\n"));
  CHECK(only_finding("S112", "title: x\n").path == "scope.priority");
}

TEST_CASE("S113: all three, and nothing given up") {
  const auto corner = [](std::string_view peak, std::string_view freshness, std::string_view level) {
    return fmt::format(
        "scope:\n  volume: {{peak: {}}}\n  latency: {{freshness: {}}}\n  correctness: {{level: {}}}\n", peak,
        freshness, level);
  };
  CHECK(findings_of("S113", corner("10001/s", "59 s", "exact")).size() == 1);
  CHECK(silent("S113", corner("10k/s", "59 s", "exact")));
  CHECK(silent("S113", corner("10001/s", "1 min", "exact")));
  CHECK(silent("S113", corner("10001/s", "59 s", "eventual")));
  const auto read = [](std::string_view bids) {
    return fmt::format(
        "scope:\n  volume: {{average: 20k/s}}\n  latency: {{freshness: 5 min}}\n  correctness: {{level: "
        "eventual}}\n  consumers:\n    bids: {{kind: api, freshness: 1 s{}}}\n    invoices: {{kind: billing, "
        "correctness: exact}}\n",
        bids);
  };
  CHECK(findings_of("S113", read(", correctness: exact")).size() == 1);
  CHECK(silent(
      "S113",
      "scope:\n  volume: {average: 20k/s}\n  latency: {freshness: 30 s}\n  correctness: {level: exact}\n"
      "  consumers:\n    bids: {kind: api, correctness: approximate}\n"
      "    invoices: {kind: billing, freshness: 1 d}\n"));
  // Fresh for one and exact for another is what two paths are for.
  CHECK(silent("S113", read("")));
}

TEST_CASE("S114: the first priority against the readers, and against the sacrifice") {
  CHECK(fires("S114", R"(scope:
  correctness: {level: exact}
  consumers:
    audit: {kind: compliance}
  priority: [«cost», correctness]
)"));
  CHECK(silent("S114", R"(scope:
  correctness: {level: exact}
  consumers:
    trends: {kind: dashboard}
  priority: [cost, correctness]
)"));
  CHECK(fires("S114", "scope:\n  priority: [correctness, cost]\n  sacrifice: {what: «correctness»}\n"));
  CHECK(silent("S114", "scope:\n  priority: [correctness, cost]\n  sacrifice: {what: cost}\n"));
}

TEST_CASE("S115: the strictest law that applies") {
  CHECK(mended("S115", "scope:\n  compliance: {regimes: [ccpa, gdpr], personal_data: [ip]}\n")
            .find("erasure: 30 d") != std::string::npos);
  CHECK(mends("S115", "scope:\n  compliance: {regimes: [ccpa], personal_data: [ip]}\n"));
  CHECK(silent("S115", "scope:\n  compliance: {regimes: [sox], personal_data: [ip]}\n"));
  CHECK(silent("S115", "scope:\n  compliance: {regimes: [gdpr]}\n"));
  CHECK(findings_of("S115", R"(scope:
  compliance: {regimes: [gdpr]}
model:
  tables:
    clicks: {role: raw, columns: {ip: {type: string, pii: true}}}
)")
            .size() == 1);
}

TEST_CASE("S116: up to the limit is lawful") {
  CHECK(silent("S116", "scope:\n  compliance: {regimes: [gdpr], erasure: 1 mo}\n"));
  CHECK(fires("S116", "scope:\n  compliance: {regimes: [ccpa, gdpr], erasure: «31 d»}\n"));
  CHECK(fires("S116", "scope:\n  compliance: {regimes: [ccpa], erasure: «46 d»}\n"));
  CHECK(silent("S116", "scope:\n  compliance: {regimes: [pci], erasure: 46 d}\n"));
  CHECK(mends("S116", "scope:\n  compliance: {regimes: [gdpr], erasure: «2 mo»}\n"));
}

TEST_CASE("S117: an empty list says that no law applies") {
  CHECK(silent("S117", "scope:\n  compliance: {personal_data: [ip], regimes: []}\n"));
  CHECK(silent("S117", "scope:\n  compliance: {erasure: 30 d}\n"));
  CHECK(findings_of("S117", R"(model:
  tables:
    clicks: {role: raw, columns: {ip: {type: string, pii: true}}}
)")
            .size() == 1);
}

TEST_CASE("S118: pseudonyms or destroyed keys meet both") {
  constexpr std::string_view scope = R"(scope:
  compliance: {personal_data: [ip], erasure: 30 d, audit: «7 y»}
)";
  CHECK(fires("S118", scope));
  CHECK(silent("S118", "scope:\n  compliance: {personal_data: [ip], erasure: 30 d, audit: 30 d}\n"));
  CHECK(silent("S118", "scope:\n  compliance: {erasure: 30 d, audit: 7 y}\n"));
  CHECK(fires("S118", std::string(scope) + "backfill:\n  erasure: {method: delete_merge}\n"));
  CHECK(
      silent("S118", std::string(scope) +
                         "backfill:\n  erasure: {method: {default: delete_merge, ledger: crypto_shred}}\n"));
  CHECK(silent("S118", std::string(scope) + R"(model:
  tables:
    ledger: {role: audit, columns: {token: {type: string}}}
)"));
  CHECK(fires("S118", std::string(scope) + R"(model:
  tables:
    ledger: {role: audit, columns: {ip: {type: string, pii: true}}}
)"));
}

TEST_CASE("S119: hot within queryable, queryable within what is kept") {
  CHECK(silent("S119", "scope:\n  retention: {raw: 90 d, queryable: 90 d, hot: 90 d}\n"));
  CHECK(mends("S119", "scope:\n  retention: {queryable: 90 d, hot: «91 d»}\n"));
  CHECK(silent("S119", "scope:\n  retention: {raw: 30 d, queryable: 90 d}\n"));
  CHECK(fires("S119", R"(scope:
  retention: {raw: 30 d, queryable: «90 d»}
model:
  tables:
    clicks: {role: raw}
    daily: {role: aggregate, retention: 30 d}
)"));
  CHECK(silent("S119", R"(scope:
  retention: {raw: 30 d, queryable: 90 d}
model:
  tables:
    daily: {role: aggregate}
)"));
}

TEST_CASE("S120: raw events outlive the latest one") {
  CHECK(silent("S120", "scope:\n  retention: {raw: 72 h}\n  lateness: {max: 3 d}\n"));
  CHECK(fires("S120", "scope:\n  retention: {raw: «71 h»}\n  lateness: {max: 3 d}\n"));
  CHECK(silent("S120", "scope:\n  retention: {raw: 1 h}\n"));
  const auto kept = [](std::string_view role, std::string_view retention) {
    return fmt::format(
        "scope:\n  lateness: {{max: 3 d}}\nmodel:\n  tables:\n    r: {{role: {}, retention: {}}}\n", role,
        retention);
  };
  CHECK(fires("S120", kept("raw", "«2 d»")));
  CHECK(silent("S120", kept("raw", "3 d")));
  CHECK(silent("S120", kept("fact", "2 d")));
}

TEST_CASE("S121: the longest demand counts, months and years alike") {
  CHECK(silent("S121", "scope:\n  compliance: {regimes: [pci], audit: 12 mo}\n"));
  CHECK(silent("S121", "scope:\n  compliance: {regimes: [pci], audit: 1 y}\n"));
  CHECK(fires("S121", "scope:\n  compliance: {regimes: [pci], audit: «11 mo»}\n"));
  CHECK(fires("S121", "scope:\n  compliance: {regimes: [pci, hipaa, sox], audit: «6 y»}\n"));
  CHECK(silent("S121", "scope:\n  compliance: {regimes: [hipaa], audit: 6 y}\n"));
  CHECK(silent("S121", "scope:\n  compliance: {regimes: [gdpr, ccpa]}\n"));
  CHECK(mended("S121", "scope:\n  compliance: {regimes: [pci]}\n").find("audit: 12 mo") != std::string::npos);
  CHECK(only_finding("S121", "scope:\n  compliance: {regimes: [sox]}\n").path == "scope.compliance.audit");
}

TEST_CASE("S122: trust depends on the owner") {
  CHECK(silent("S122", "scope:\n  schema_change: {stability: stable, owner: producers}\n"));
  CHECK(silent("S122", "scope:\n  schema_change: {stability: changing, owner: third_party}\n"));
  CHECK(silent("S122", "scope:\n  schema_change: {owner: third_party}\n"));
  CHECK(mends("S122", "scope:\n  schema_change: {stability: «stable», owner: third_party}\n"));
}

TEST_CASE("S123: any exact reader makes losses a question") {
  CHECK(findings_of("S123", "scope:\n  consumers:\n    i: {kind: billing, correctness: exact}\n").size() ==
        1);
  CHECK(silent("S123", "scope:\n  correctness: {level: eventual}\n"));
  CHECK(silent("S123", "scope:\n  correctness: {level: exact}\n  failure_tolerance: {data_loss: 1 min}\n"));
}

TEST_CASE("S124: the factor is shown as a sum") {
  const auto finding = only_finding("S124", "scope:\n  failure_tolerance: {outage: 2 h, recovery: 1 h}\n");
  CHECK(finding.severity == diag::Severity::note);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 3);
  CHECK(silent("S124", "scope:\n  failure_tolerance: {outage: 2 h, recovery: 4 h}\n"));
  CHECK(silent("S124", "scope:\n  failure_tolerance: {outage: 2 h, recovery: 0 s}\n"));
  CHECK(silent("S124", "scope:\n  failure_tolerance: {recovery: 1 h}\n"));
}

TEST_CASE("S125: what is assumed must have been written down") {
  CHECK(fires("S125",
              "scope:\n  lateness: {max: 72 h}\n  assumed: [lateness.max, «lateness.p99», «latness.max»]\n"));
  CHECK(only_finding("S125", "scope:\n  assumed: [latness.max]\n").help == "did you mean lateness?");
  CHECK(fires("S125", "scope:\n  consumers: {}\n  assumed: [«consumers»]\n"));
  const auto finding = only_finding("S125", "scope:\n  duplicates: 1%\n  assumed: [scope.duplicates]\n");
  CHECK(finding.help == "paths stand below scope: write duplicates");
}

}  // namespace
}  // namespace decide::test
