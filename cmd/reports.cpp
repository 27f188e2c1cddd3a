#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/markdown.h"
#include "base/parts.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/summary.h"
#include "reports.h"
#include "schema/recognise.h"
#include "version.h"

namespace dedesign {

namespace fs = std::filesystem;
using decide::diag::Severity;
using decide::report::Format;

namespace {

/// What `FORMAT` and `FORMAT=FILE` say; the file is empty, or written as "-", for the stream of the report.
struct Wanted {
  std::string format, file;
  bool names_file = false;
};

Wanted wanted_by(const std::string& word) {
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

std::vector<std::string> formats_of(const ReportOptions& options) {
  return options.formats.empty() ? std::vector<std::string>{"full"} : options.formats;
}

/// No severity: nothing fails.
std::optional<Severity> least_failing(std::string_view word) {
  if (word == "never") return std::nullopt;
  if (word == "note") return Severity::note;
  return word == "warning" ? Severity::warning : Severity::error;
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
  const Wanted wanted = wanted_by(word);
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

namespace {

/// True for a file that holds a design, or a document with designs in it. Its beginning says so.
bool holds_design(const std::string& file) {
  constexpr std::size_t enough = std::size_t{1} << 16U;
  std::string head(enough, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  if (decide::is_markdown(file)) return !decide::parts_of(decide::Source(file, std::move(head))).empty();
  return decide::schema::looks_like_design(head);
}

/// The standard stream that a file is, by another name such as /dev/stdout: to replace it would take from the
/// shell what it has there already.
std::optional<int> stream_of(const std::string& file) {
  struct stat named {};
  if (::stat(file.c_str(), &named) != 0) return std::nullopt;
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat open {};
    const bool is_open = ::fstat(descriptor, &open) == 0;
    if (is_open && open.st_dev == named.st_dev && open.st_ino == named.st_ino) return descriptor;
  }
  return std::nullopt;
}

/// The same for all names of one file.
std::string place_of(const std::string& file) {
  std::error_code problem;
  const fs::path from_here = fs::absolute(file, problem);
  const fs::path whole = problem ? fs::path() : fs::weakly_canonical(from_here, problem);
  return problem ? file : whole.string();
}

}  // namespace

decide::Status write_to(const std::string& file, const decide::Content& content) {
  if (const auto stream = stream_of(file))
    return content([&](std::string_view piece) { return decide::write_all(*stream, piece); });
  std::error_code problem;
  const fs::file_status there = fs::status(file, problem);
  if (fs::exists(there) && !fs::is_regular_file(there) && !fs::is_directory(there)) {
    // A pipe or a device takes what comes; nothing stands there that could be replaced.
    std::ofstream stream(file, std::ios::binary);
    const decide::Error refused{fmt::format("cannot write to {}", decide::sanitize(file)), {}};
    auto written = content([&](std::string_view piece) -> decide::Status {
      if (stream << piece) return decide::Done{};
      return refused;
    });
    if (written && !(stream << std::flush)) return refused;
    return written;
  }
  if (fs::is_regular_file(there) && holds_design(file)) {
    return decide::Error{
        fmt::format("cannot write to {}: it holds a design, which would be lost", decide::sanitize(file)),
        "name another file"};
  }
  if (auto existing = decide::stamp_file(file)) return decide::replace_file(file, content, *existing);
  return decide::create_file(file, content);
}

decide::Status write_to(const std::string& file, const std::string& text) {
  return write_to(file, [&text](const decide::Sink& sink) { return sink(text); });
}

int exit_status(const Judged& file, const ReportOptions& options) {
  const auto least = least_failing(options.fail_on.empty() ? file.fail_on : options.fail_on);
  const bool fails = std::any_of(file.findings->begin(), file.findings->end(), [&](const auto& finding) {
    return least && decide::diag::counts(finding) && finding.severity >= *least;
  });
  return fails ? has_findings : ok;
}

Reports::Reports(const ReportOptions& options, const decide::report::Extras& extras,
                 const decide::report::Style& style)
    : options_(options) {
  const auto around = places();
  for (const std::string& word : formats_of(options)) {
    const Wanted wanted = wanted_by(word);
    const Format& format = *decide::report::format_named(wanted.format);
    const auto look =
        wanted.file.empty() ? style : decide::report::Style{.width = 0, .verbose = style.verbose};
    targets_.push_back({wanted.file, &format, format.begin({extras, {version, homepage}, around, look})});
  }
}

Shown Reports::show(const Judged& file) const {
  Shown shown;
  for (const Target& target : targets_)
    shown.parts.push_back(target.document->part(*file.source, *file.findings));
  shown.fails = dedesign::exit_status(file, options_) != ok;
  return shown;
}

void Reports::add(Shown shown) {
  for (std::size_t i = 0; i < targets_.size(); ++i) targets_[i].document->add(std::move(shown.parts[i]));
  fails_ = fails_ || shown.fails;
}

/// What a target is written from, as long as its document is there.
decide::Content Reports::content(const Target& target, const std::string& before,
                                 const std::string& after) const {
  const bool is_whole = !options_.quiet && target.format->around == Format::Around::all;
  const auto& totals = target.document->totals();
  std::string total;
  if (!options_.quiet && target.format->around != Format::Around::nothing)
    total = decide::report::summary_line(totals.summary, totals.files) + "\n";
  return [document = target.document, head = is_whole ? before : std::string(),
          tail = total + (is_whole ? after : std::string())](const decide::Sink& sink) -> decide::Status {
    if (auto written = sink(head); !written) return written;
    if (auto written = document->write(sink); !written) return written;
    return sink(tail);
  };
}

Rendering Reports::finish(const std::string& before, const std::string& after) const {
  Rendering rendering;
  std::vector<decide::Content> texts;
  std::set<std::string> taken;
  const auto fail = [&rendering](const decide::Error& error) {
    rendering.failed = true;
    rendering.failure += failure(error).err;
  };
  for (const Target& target : targets_) {
    const auto text = content(target, before, after);
    if (target.file.empty()) {
      texts.push_back(text);
    } else if (!taken.insert(place_of(target.file)).second) {
      fail({fmt::format("{} would be written by two formats; the first is in it", target.file),
            "give each format a file of its own"});
    } else if (auto written = write_to(target.file, text); !written) {
      fail(written.error());
    }
  }
  rendering.text = [texts = std::move(texts)](const decide::Sink& sink) -> decide::Status {
    for (const decide::Content& text : texts) {
      if (auto written = text(sink); !written) return written;
    }
    return decide::Done{};
  };
  return rendering;
}

Rendering render(const Judged& file, const decide::report::Extras& extras, const ReportOptions& options,
                 const decide::report::Style& style, const std::string& before, const std::string& after) {
  Reports reports(options, extras, style);
  reports.add(reports.show(file));
  return reports.finish(before, after);
}

}  // namespace dedesign
