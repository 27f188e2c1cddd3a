#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "estimate/sums.h"

/// What sums.cpp is made of: one function a subject.
namespace decide::estimate::parts {

using Inputs = std::vector<std::pair<std::string, std::string>>;

/// Sums about one subject, in the order in which they are added.
class Sheet {
 public:
  Sheet(std::vector<Sum>& all, std::string path) : all_(all), path_(std::move(path)) {}
  void add(std::string_view name, double value, std::string_view unit, std::string_view formula,
           Inputs inputs);
  void withhold(std::string_view name, std::string missing);

 private:
  std::vector<Sum>& all_;
  std::string path_;
};

std::string count(double value);
std::string bytes(double value);
std::string days(double value);
std::string rate(double value);
void of_table(std::vector<Sum>& all, const derive::Facts& facts, const Estimates& estimates,
              const TableFigures& table);
void of_query(std::vector<Sum>& all, const QueryFigures& query);
void of_pipeline(std::vector<Sum>& all, const derive::Facts& facts, const derive::NamedPipeline& pipeline);
void of_job(std::vector<Sum>& all, const derive::Facts& facts, const derive::NamedJob& job);

}  // namespace decide::estimate::parts
