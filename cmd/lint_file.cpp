#include "lint_file.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/markdown.h"
#include "base/parts.h"
#include "base/text.h"
#include "report/diff.h"
#include "schema/recognise.h"
#include "stage/mend.h"

namespace dedesign {

namespace {

using decide::diag::Finding;

/// Takes the time of parts that follow each other.
class Stopwatch {
 public:
  explicit Stopwatch(Times& times) : times_(times) {}
  void begin(std::string_view part) {
    const auto now = Clock::now();
    if (!part_.empty()) times_[part_] += std::chrono::duration<double>(now - since_).count();
    part_ = part;
    since_ = now;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Times& times_;
  std::string part_;
  Clock::time_point since_;
};

bool is_not_a_design(const Found& found, const std::vector<decide::Part>& parts) {
  if (parts.empty()) return true;
  if (found.named || decide::is_markdown(found.path)) return false;
  return !decide::schema::looks_like_design(parts.front().source.text());
}

decide::Error no_design(const std::string& path) {
  if (decide::is_markdown(path))
    return {fmt::format("{} holds no design", decide::sanitize(path)),
            "put one between ```dedesign and ```, or leave the file out"};
  return {fmt::format("{} is not a design: it has none of the keys of one", decide::sanitize(path)),
          "a design starts with `dedesign: 1`; leave the file out if it is something else"};
}

/// One file on its way.
class Job {
 public:
  Job(const LintRequest& request, const Found& found, const Settings& settings,
      decide::rules::CheckOptions check)
      : request_(request),
        found_(found),
        settings_(settings),
        check_(std::move(check)),
        watch_(linted_.times) {}

  Linted run(const Env& env) {
    begin("files");
    if (auto done = read(env); !done) linted_.errors.push_back(done.error());
    begin("");
    return std::move(linted_);
  }

 private:
  void begin(std::string_view part) {
    if (request_.verbose) watch_.begin(part);
  }

  decide::Status read(const Env& env) {
    const bool needs_digest = request_.cache || request_.mends();
    auto input =
        read_input(found_.path, env, needs_digest ? decide::Digest::taken : decide::Digest::left_out);
    if (!input) return input.error();
    linted_.source = std::move(input->source);
    if (uses_cache(*input)) return lint_cached(input->stamp->digest);
    return lint(input->stamp);
  }

  /// Fixes change the text.
  bool uses_cache(const Input& input) const {
    return request_.cache && !input.is_filter() && !request_.mends();
  }

  decide::Status lint_cached(const std::string& digest) {
    begin("cache");
    const auto key = Cache::key(linted_.source.name(), found_.named, digest, settings_, check_);
    if (auto entry = request_.cache->find(key, check_.today, check_.read_beside)) {
      linted_.said.push_back(fmt::format("{} is from the cache", linted_.source.name()));
      linted_.readable = entry->readable;
      linted_.findings = std::move(entry->findings);
      finish();
      return decide::Done{};
    }
    check_.read_beside = [this, read = check_.read_beside](const std::string& name) {
      auto text = read(name);
      entry_.beside.emplace(name, beside_digest(text));
      return text;
    };
    if (auto done = lint(std::nullopt); !done || !linted_.judged) return done;
    begin("cache");
    entry_.readable = linted_.readable;
    entry_.findings = linted_.findings;
    request_.cache->store(key, entry_);
    return decide::Done{};
  }

  decide::Status lint(const std::optional<decide::FileStamp>& stamp) {
    begin("files");
    auto parts = decide::parts_of(linted_.source);
    if (is_not_a_design(found_, parts)) return pass_by();
    linted_.said.push_back(
        fmt::format("reading {} ({} bytes)", linted_.source.name(), linted_.source.text().size()));
    if (request_.mends()) {
      if (auto done = mend(stamp); !done) return done;
      parts = decide::parts_of(linted_.source);
    }
    if (request_.verbose) check_.on_part = [this](std::string_view part) { watch_.begin(part); };
    for (decide::Part& part : parts) {
      if (auto done = judge(std::move(part)); !done) return done;
    }
    finish();
    return decide::Done{};
  }

  decide::Status pass_by() {
    if (found_.named) return no_design(linted_.source.name());
    linted_.said.push_back(fmt::format("passing by {}: not a design", found_.path));
    return decide::Done{};
  }

  decide::Status judge(decide::Part part) {
    const std::uint32_t offset = part.offset;
    const auto checked = decide::rules::check(std::move(part.source), check_);
    if (found_.named && decide::schema::is_something_else(checked->parsed.document))
      return no_design(linted_.source.name());
    linted_.readable = linted_.readable && checked->readable();
    if (request_.cache) narrow_days(entry_, *checked, check_.today);
    for (Finding& finding : checked->findings) {
      decide::diag::shift(finding, offset);
      if (was_refused(finding)) finding.fix.reset();
      linted_.findings.push_back(std::move(finding));
    }
    return decide::Done{};
  }

  /// Of a file that was mended, what could be made has been made: no fix is promised again.
  bool was_refused(const Finding& finding) const {
    return request_.mends() && is_written_ && finding.fix && (finding.fix->safe || request_.unsafe);
  }

  void finish() {
    begin("findings");
    linted_.judged = true;
    decide::diag::sort(linted_.findings);
    if (linted_.findings.empty()) drop_text(linted_.source);
  }

  /// Mends every part, and writes the file or shows what would be written.
  decide::Status mend(const std::optional<decide::FileStamp>& stamp) {
    begin("fixes");
    if (!stamp && !request_.diff)
      return decide::Error{fmt::format("{} needs a file to write to, and this is standard input",
                                       request_.fix ? "--fix" : "--unsafe-fixes"),
                           "name the design, or print the change with --diff"};
    const decide::Source before = linted_.source;
    std::size_t edits = 0;
    auto parts = decide::parts_of(linted_.source);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto mended = decide::stage::mend(parts[i].source, check_, request_.unsafe);
      if (mended.text == parts[i].source.text()) continue;
      auto changed = decide::with_part(linted_.source, i, mended.text);
      if (!changed) {  // it is judged as it stands
        linted_.errors.push_back(changed.error());
        continue;
      }
      linted_.source = *std::move(changed);
      parts = decide::parts_of(linted_.source);
      edits += mended.edits;
    }
    if (edits == 0) return decide::Done{};
    if (request_.diff) {
      linted_.diff = decide::report::unified_diff(before.text(), linted_.source.text(), before.name());
      return decide::Done{};
    }
    if (auto written = decide::replace_file(before.name(), linted_.source.text(), *stamp); !written) {
      linted_.source = before;  // it is judged as it stands
      linted_.errors.push_back(written.error());
      is_written_ = false;
      return decide::Done{};
    }
    linted_.said.push_back(fmt::format("{} fixes in {}", edits, before.name()));
    return decide::Done{};
  }

  const LintRequest& request_;
  const Found& found_;
  const Settings& settings_;
  decide::rules::CheckOptions check_;
  Linted linted_;
  bool is_written_ = true;  ///< unless it was mended, and could not be written
  CacheEntry entry_;
  Stopwatch watch_;
};

}  // namespace

Linted lint_file(const LintRequest& request, const Env& env, const Found& found, const Settings& settings) {
  decide::rules::CheckOptions check = request.check;
  follow(settings, check);
  check.read_beside = beside(found.path);
  check.memo = std::make_shared<decide::replay::Memo>(request.searches);
  Linted linted = Job(request, found, settings, std::move(check)).run(env);
  linted.settings = &settings;
  return linted;
}

}  // namespace dedesign
