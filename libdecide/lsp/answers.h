#pragma once

#include <vector>

#include "lsp/document.h"
#include "lsp/json.h"
#include "lsp/place.h"

/// What the server says about a document, as the protocol's objects.
namespace decide::lsp {

/// Diagnostics of a document that has been judged.
Json diagnostics(const Document& document, Encoding encoding);
/// What the word at a place means, or null. `markdown`: the client shows it.
Json hover(const Document& document, Place place, Encoding encoding, bool markdown);
/// What can be typed at a place.
Json completions(const Document& document, Place place, Encoding encoding);
/// Fixes of the findings in a range.
Json code_actions(const Document& document, Range range, Encoding encoding);

}  // namespace decide::lsp
