#include "schema/read.h"

#include <fmt/format.h>

#include "schema/reader.h"

namespace decide::schema {

namespace {

diag::Finding from_problem(const yaml::Parsed& parsed, const yaml::Problem& problem) {
  const bool duplicate = problem.what == yaml::Problem::What::duplicate_key;
  diag::Finding finding;
  finding.rule = duplicate ? "F004" : "F001";
  finding.name = duplicate ? "duplicate-key" : "syntax";
  finding.span = problem.span;
  finding.message = problem.message;
  finding.help = problem.help;
  if (problem.node != yaml::none && parsed.readable()) finding.path = parsed.document.path(problem.node);
  if (problem.other.end > problem.other.begin) {
    finding.related.push_back({finding.path, problem.other, duplicate ? "first given here" : "see here"});
  }
  return finding;
}

diag::Finding version_finding(const yaml::Document& document, yaml::NodeId at, std::string message) {
  diag::Finding finding;
  finding.rule = "F008";
  finding.name = "version";
  finding.message = std::move(message);
  finding.help = "the first line of a design is `dedesign: 1`";
  finding.path = "dedesign";
  finding.span = at == yaml::none ? Span{} : document.span(at);
  return finding;
}

/// The version decides how the rest is read, so it is looked at first.
bool version_is_known(const yaml::Document& document, std::vector<diag::Finding>& findings) {
  const yaml::NodeId at =
      document.root().kind == yaml::Kind::mapping ? document.find(0, "dedesign") : yaml::none;
  if (at == yaml::none) {
    findings.push_back(
        version_finding(document, at, "the file does not say which version of the format it has"));
    return true;
  }
  const std::string& seen = document[at].text;
  if (document[at].kind == yaml::Kind::scalar && seen == "1") return true;
  findings.push_back(version_finding(
      document, at, fmt::format("the file has format version `{}`; this program knows version 1", seen)));
  return false;
}

}  // namespace

ReadResult read(const yaml::Parsed& parsed) {
  ReadResult result;
  for (const yaml::Problem& problem : parsed.problems)
    result.findings.push_back(from_problem(parsed, problem));
  if (!parsed.readable()) return result;
  const yaml::Document& document = parsed.document;
  if (document.root().kind != yaml::Kind::mapping && document.root().kind != yaml::Kind::null) {
    result.findings.push_back(from_problem(parsed, {yaml::Problem::What::syntax,
                                                    document.span(0),
                                                    "a design is a mapping, and this file is not one",
                                                    "start with `dedesign: 1`",
                                                    {},
                                                    yaml::none}));
    return result;
  }
  if (!version_is_known(document, result.findings)) return result;
  result.readable = true;
  Reader reader(document, result.findings);
  reader.structure(0, file_shape(), &result.design);
  return result;
}

void read_again(const yaml::Document& document, ReadResult& read, const std::vector<yaml::NodeId>& nodes) {
  std::vector<bool> ways(document.nodes().size(), false);
  for (const yaml::NodeId node : nodes) {
    for (yaml::NodeId id = node; id < ways.size() && !ways[id]; id = document[id].parent) ways[id] = true;
  }
  Reader reader(document, read.findings, &ways);
  reader.structure(0, file_shape(), &read.design);
}

}  // namespace decide::schema
