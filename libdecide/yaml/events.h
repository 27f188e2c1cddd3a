#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <streambuf>
#include <string>

namespace decide::yaml {

/// How yaml-cpp's pass over the first document went. Kept apart from the tree, whose names yaml-cpp also
/// uses.
struct Pass {
  bool found = false;   ///< there was a document
  YAML::Mark mark;      ///< of the failure
  std::string failure;  ///< yaml-cpp's reason, empty if there was none
};

/// Hands the events of the first document to `handler`. What the handler throws passes through.
Pass first_document(std::streambuf& text, YAML::EventHandler& handler);

}  // namespace decide::yaml
