#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "base/file.h"
#include "base/text.h"
#include "common.h"
#include "report/formats.h"
#include "report/summary.h"
#include "version.h"

namespace dedesign {

namespace fs = std::filesystem;
using decide::report::Format;

namespace {

/// A format and where its text goes; empty, written as "-": to the stream of the report.
struct Target {
  std::string format, file;
  bool names_file = false;
};

Target target(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || word.substr(equals) == "=-") return {word.substr(0, equals), {}};
  return {word.substr(0, equals), word.substr(equals + 1), true};
}

/// The folder that we are in and the root of the repository around it; empty if there is none any more.
decide::report::Places places() {
  std::error_code problem;
  const fs::path folder = fs::current_path(problem);
  if (problem) return {};
  fs::path root = folder;
  while (!fs::exists(root / ".git", problem) && root != root.parent_path()) root = root.parent_path();
  if (!fs::exists(root / ".git", problem)) root = folder;
  return {folder.generic_string(), root.generic_string()};
}

std::string summary_text(const decide::report::Run& run) {
  return decide::report::summary_line(decide::report::summarize(run.files), run.files.size()) + "\n";
}

decide::report::Run run_of(const std::vector<Judged>& files, const decide::report::Extras& extras) {
  decide::report::Run run{{}, extras, {version, homepage}, places()};
  run.files.reserve(files.size());
  for (const Judged& file : files) run.files.push_back({file.source, *file.findings});
  return run;
}

}  // namespace

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  for (const Format& format : decide::report::formats()) names.push_back(format.name);
  return names;
}

std::string_view about_formats() {
  static const std::string about =
      fmt::format("How findings are shown: {}; FORMAT=FILE writes to a file; may be repeated",
                  decide::join_words(format_names(), "or"));
  return about;
}

std::string wrong_format(const std::string& word) {
  const Target wanted = target(word);
  if (decide::report::format_named(wanted.format) != nullptr) {
    if (!wanted.names_file || !wanted.file.empty()) return {};
    return fmt::format("`{0}=` names no file; give {0}=FILE, or {0} to print it", wanted.format);
  }
  const auto names = format_names();
  const auto near = decide::nearest(wanted.format, names);
  std::string text = fmt::format("`{}` is not a format; there are {}", decide::sanitize(wanted.format),
                                 decide::join_words(names));
  if (!near.empty()) text += fmt::format("; did you mean {}?", near);
  return text;
}

decide::Status write_to(const std::string& file, const std::string& text) {
  std::error_code problem;
  const fs::file_status there = fs::status(file, problem);
  if (fs::exists(there) && !fs::is_regular_file(there) && !fs::is_directory(there)) {
    // A pipe or a device takes what comes; nothing stands there that could be replaced.
    std::ofstream stream(file, std::ios::binary);
    if (stream << text << std::flush) return decide::Done{};
    return decide::Error{fmt::format("cannot write to {}", decide::sanitize(file)), {}};
  }
  if (auto existing = decide::read_file(file, 1U << 30U))
    return decide::replace_file(file, text, existing->stamp);
  return decide::create_file(file, text);
}

Rendering render(const std::vector<Judged>& files, const decide::report::Extras& extras,
                 const ReportOptions& options, const decide::report::Style& style, const std::string& before,
                 const std::string& after) {
  Rendering rendering;
  const decide::report::Run run = run_of(files, extras);
  std::vector<std::string> formats = options.formats;
  if (formats.empty()) formats = {"full"};
  std::set<std::string> taken;
  for (const std::string& word : formats) {
    const Target wanted = target(word);
    if (!wanted.file.empty() && !taken.insert(wanted.file).second) {
      rendering.failed = true;
      rendering.failure +=
          failure({fmt::format("{} would be written by two formats; the first is in it", wanted.file),
                   "give each format a file of its own"})
              .err;
      continue;
    }
    const Format& format = *decide::report::format_named(wanted.format);
    const auto look =
        wanted.file.empty() ? style : decide::report::Style{.width = 0, .verbose = style.verbose};
    std::string text = format.render(run, look);
    if (!options.quiet && format.around != Format::Around::nothing) {
      text += summary_text(run);
      if (format.around == Format::Around::all) text = fmt::format("{}{}{}", before, text, after);
    }
    if (wanted.file.empty()) {
      rendering.text += text;
    } else if (auto written = write_to(wanted.file, text); !written) {
      rendering.failed = true;
      rendering.failure += failure(written.error()).err;
    }
  }
  return rendering;
}

}  // namespace dedesign
