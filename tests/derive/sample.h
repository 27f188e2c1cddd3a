#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "catch.h"
#include "derive/facts.h"
#include "schema/read.h"

/// A design that was read from a text, with what follows from it. It must be readable without a finding.
struct Sample {
  explicit Sample(std::string_view body)
      : parsed(decide::yaml::parse(decide::Source("sample.yaml", "dedesign: 1\n" + std::string(body)))),
        read(decide::schema::read(parsed)),
        facts(parsed.document, read.design) {
    std::string said;
    for (const auto& finding : read.findings) said += finding.path + ": " + finding.message + "\n";
    CAPTURE(said);
    REQUIRE(read.findings.empty());
  }
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  const decide::derive::Lineage& lineage() const { return facts.lineage; }
  decide::derive::Lineage::Id id(std::string_view name) const { return facts.lineage.find(name); }
  std::string path_of(decide::design::Place place) const { return parsed.document.path(place.node); }
  std::string show(const std::vector<decide::derive::Lineage::Id>& nodes) const {
    return facts.lineage.show(nodes);
  }

  decide::yaml::Parsed parsed;
  decide::schema::ReadResult read;
  decide::derive::Facts facts;
};
