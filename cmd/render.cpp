#include <fmt/format.h>

#include <algorithm>
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

std::string summary_text(const std::vector<Judged>& files) {
  decide::diag::Summary total;
  for (const Judged& file : files)
    total += file.shown != nullptr ? file.shown->summary : decide::diag::summarize(*file.findings);
  return decide::report::summary_line(total, files.size()) + "\n";
}

std::vector<std::string> formats_of(const ReportOptions& options) {
  return options.formats.empty() ? std::vector<std::string>{"full"} : options.formats;
}

decide::report::Style look_of(const Target& wanted, const decide::report::Style& style) {
  return wanted.file.empty() ? style : decide::report::Style{.width = 0, .verbose = style.verbose};
}

/// What all files have in one format.
std::string joined(const std::vector<Judged>& files, std::size_t format) {
  std::string text;
  for (const Judged& file : files) text += file.shown->texts[format];
  return text;
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

bool shows_files_apart(const ReportOptions& options) {
  const auto formats = formats_of(options);
  return std::all_of(formats.begin(), formats.end(), [](const std::string& word) {
    return decide::report::format_named(target(word).format)->of_file != nullptr;
  });
}

Shown show(const Judged& file, const ReportOptions& options, const decide::report::Style& style) {
  Shown shown;
  for (const std::string& word : formats_of(options)) {
    const Target wanted = target(word);
    const Format& format = *decide::report::format_named(wanted.format);
    shown.texts.push_back(format.of_file(*file.source, *file.findings, look_of(wanted, style)));
  }
  shown.summary = decide::diag::summarize(*file.findings);
  shown.fails = exit_status({file}, options) != ok;
  return shown;
}

Rendering render(const std::vector<Judged>& files, const decide::report::Extras& extras,
                 const ReportOptions& options, const decide::report::Style& style, const std::string& before,
                 const std::string& after) {
  Rendering rendering;
  const bool are_shown = !files.empty() && std::all_of(files.begin(), files.end(), [](const Judged& file) {
    return file.shown != nullptr;
  });
  const auto run = are_shown ? decide::report::Run{} : run_of(files, extras);
  const auto formats = formats_of(options);
  std::set<std::string> taken;
  for (std::size_t at = 0; at < formats.size(); ++at) {
    const Target wanted = target(formats[at]);
    if (!wanted.file.empty() && !taken.insert(wanted.file).second) {
      rendering.failed = true;
      rendering.failure +=
          failure({fmt::format("{} would be written by two formats; the first is in it", wanted.file),
                   "give each format a file of its own"})
              .err;
      continue;
    }
    const Format& format = *decide::report::format_named(wanted.format);
    std::string text = are_shown ? joined(files, at) : format.render(run, look_of(wanted, style));
    if (!options.quiet && format.around != Format::Around::nothing) {
      text += summary_text(files);
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
