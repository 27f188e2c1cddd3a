#pragma once

#include <memory>
#include <string>

#include "common.h"
#include "rules/check.h"

/// What the commands that set two designs side by side share.
namespace dedesign {

struct CompareOptions {
  std::string format = "full";
  std::string color = "auto";
  std::string today;
};
void add_compare_options(Options& all, CompareOptions& options);

/// How text for standard output is to look.
decide::report::Style style(const CompareOptions& options, const Env& env);

/// Only rules that compute, without edits.
decide::Result<decide::rules::CheckOptions> computing(const CompareOptions& options, const std::string& file,
                                                      const Env& env);

/// A design that can be read, judged.
decide::Result<std::unique_ptr<decide::rules::Checked>> judged(const std::string& path, const Env& env,
                                                               const decide::rules::CheckOptions& check);

/// The two side by side.
Output show(const decide::rules::Checked& before, const decide::rules::Checked& after,
            const CompareOptions& options, const Env& env);

}  // namespace dedesign
