// A program that uses nothing but the installed package: find_package(decide), decide::decide.
#include <decide.h>

#include <cstdio>
#include <string>

int main() {
  const std::string design = "dedesign: 1\nscope:\n  volume: {average: 35k/s, peak: 20k/s}\n";
  const decide::api::Report report = decide::api::check("design.yaml", design, "2026-11-25");
  bool found = false;
  for (const auto& finding : report.findings()) {
    found = found || (finding.rule == "S102" && finding.line == 3 && finding.column == 34);
  }
  std::fputs(report.concise().c_str(), stdout);
  return report.readable() && found && !report.constraints().empty() ? 0 : 1;
}
