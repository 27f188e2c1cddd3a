#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "options.h"
#include "rules/custom.h"

namespace dedesign {

/// `--rules PATH`
void add_rules_option(Options& all, std::vector<std::string>& paths);

/// The rules of an organisation from files and folders; of a folder its `.yaml` and `.yml` files by name.
/// Null without paths. The error says which file, and where in it.
decide::Result<std::shared_ptr<const decide::rules::CustomRules>> load_rules(
    const std::vector<std::string>& paths);

}  // namespace dedesign
