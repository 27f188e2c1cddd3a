#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "base/text.h"
#include "yaml/builder.h"
#include "yaml/events.h"
#include "yaml/explain.h"
#include "yaml/prescan.h"

namespace decide::yaml {
namespace {

/// Past blanks, comments and `...` lines to the first thing after a document.
std::size_t skip_trailer(std::string_view text, std::size_t at) {
  for (;;) {
    at = skip_gap(text, at);
    if (at >= text.size() || line_begin(text, at) != at || !is_marker(text, at, "...")) return at;
    at += 3;
  }
}

bool is_directive(std::string_view text, std::size_t at) {
  const Span content = line_content(text, at);
  const std::size_t comment = std::min(text.find('#', at), std::size_t{content.end});
  if (comment > at && comment < content.end && !is_space(text[comment - 1])) return false;
  const std::string_view line = trim(text.substr(at, comment - at));
  return line == "%YAML 1.2" || line == "%YAML 1.1" || line.starts_with("%TAG ");
}

/// Only directives may stand before a document, and only before its `---`: yaml-cpp passes over any line that
/// begins with `%`.
void check_head(const Builder& builder) {
  const std::string_view text = builder.text();
  for (std::size_t at = skip_gap(text, builder.bom()); at < builder.start();
       at = skip_gap(text, line_end(text, at))) {
    const bool marked = is_marker(text, builder.start(), "---");
    if (marked && is_directive(text, at)) continue;
    refuse(line_content(text, at), "This line is not part of the document.",
           "If it is text, indent it or put it in quotes; only '%YAML 1.2' may stand before a '---'.");
  }
}

void check_rest(const Builder& builder, std::size_t from) {
  const std::size_t rest = skip_trailer(builder.text(), from);
  if (rest < builder.text().size()) throw Refused{explain_rest(builder, rest)};
}

/// One document, and nothing after it. yaml-cpp starts a new document too easily, and at a comma for ever, so
/// it is never asked for a second one: the rest of the text is looked at instead.
void read(Feed& feed, Builder& builder) {
  const Pass pass = first_document(feed, builder);
  if (!pass.failure.empty()) throw Refused{explain(builder, builder.offset(pass.mark), pass.failure)};
  if (pass.found) {
    check_head(builder);
    check_rest(builder, builder.nodes().front().end);
  } else {
    check_rest(builder, builder.bom());
    builder.add_empty_root(builder.text().size());
  }
}

Problem too_dense(const Builder& builder) {
  const std::size_t last = builder.has_root() ? builder.nodes().back().end : builder.bom();
  return syntax(
      line_content(builder.text(), last),
      "After this line stand more brackets, commas, quotes and other signs than a design file can need.",
      "Keep data out of the design file.");
}

/// Reads the text into the builder; whatever is thrown on the way comes back as a problem.
std::optional<Problem> run(Builder& builder, const Limits& limits) {
  Feed feed(builder.squeezed().text(), 10 * limits.nodes);
  builder.attach(feed);
  try {
    read(feed, builder);
    return std::nullopt;
  } catch (Refused& refused) {
    return std::move(refused.problem);
  } catch (const Feed::TooDense&) {
    return too_dense(builder);
  } catch (const std::exception&) {
    return syntax({}, "The text cannot be read as YAML.");
  }
}

}  // namespace

Parsed parse(Source source, const Limits& limits) {
  Parsed parsed;
  std::optional<Problem> bad = prescan(source.text(), limits);
  Builder builder(parsed, std::move(source), limits);
  if (!bad) bad = run(builder, limits);
  if (bad) {
    builder.discard();
    parsed.problems.push_back(std::move(*bad));
  }
  return parsed;
}

}  // namespace decide::yaml
