#include "yaml/events.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>  // NOLINT(bugprone-forward-declaration-namespace): it has a Node of its own

#include <istream>

namespace decide::yaml {

Pass first_document(std::streambuf& text, YAML::EventHandler& handler) {
  std::istream stream(&text);
  try {
    YAML::Parser parser(stream);
    return {parser.HandleNextDocument(handler), {}, {}};
  } catch (const YAML::Exception& error) {
    return {false, error.mark, error.msg};
  }
}

}  // namespace decide::yaml
