#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config.h"
#include "design/scalars.h"
#include "diag/finding.h"
#include "rules/check.h"

namespace dedesign {

/// What was found in a file, and what else it holds for: files that were read beside it, and days.
struct CacheEntry {
  bool readable = true;
  std::vector<decide::diag::Finding> findings;
  std::map<std::string, std::string> beside;  ///< name to what came of reading it
  decide::design::Date from{INT32_MIN}, to{INT32_MAX};
};

/// Results of earlier runs in a folder, one file each, named by all that they come from: the text and the
/// name of the design, what it is judged by, and this very program. May be deleted at any time, and written
/// by several programs at once; what is damaged counts as absent.
class Cache {
 public:
  /// Creates the folder where there is none.
  static decide::Result<Cache> open(const std::string& folder);

  /// `text_digest` is of the design's bytes.
  static std::string key(const std::string& name, bool named, const std::string& text_digest,
                         const Settings& settings, const decide::rules::CheckOptions& check);
  std::optional<CacheEntry> find(const std::string& key, decide::design::Date today,
                                 const decide::rules::ReadBeside& read) const;
  /// A full disk and the like only cost the next run its time.
  void store(const std::string& key, const CacheEntry& entry) const;

 private:
  explicit Cache(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

/// What came of reading a file beside the design, as the cache compares it.
std::string beside_digest(const decide::Result<std::string>& read);

/// Narrows the days of an entry to those on which the acceptances of a design read as they do today.
void narrow_days(CacheEntry& entry, const decide::rules::Checked& checked, decide::design::Date today);

}  // namespace dedesign
