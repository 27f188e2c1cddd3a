# Writes OUTPUT, a C++ source that holds every file below scenarios/ as text, so that the program needs no
# files beside it. Run at configure time; a changed scenario configures again.
function(embed_scenarios output)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${CMAKE_SOURCE_DIR}/scenarios/*.yaml)
  list(SORT files)
  set(rows "")
  set(names "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/scenarios ${file})
    string(FIND ${path} "/" slash)
    # a file beside the folders belongs to all scenarios
    set(scenario "")
    set(name ${path})
    if(NOT slash EQUAL -1)
      string(SUBSTRING ${path} 0 ${slash} scenario)
      math(EXPR rest "${slash} + 1")
      string(SUBSTRING ${path} ${rest} -1 name)
      list(APPEND names ${scenario})
    endif()
    file(READ ${file} text)
    string(APPEND rows "    {\"${scenario}\", \"${name}\", R\"~~~(${text})~~~\"sv},\n")
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(quoted "")
  foreach(name IN LISTS names)
    string(APPEND quoted "\"${name}\", ")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[// Made by cmake/EmbedScenarios.cmake from scenarios/.
#include "drill/library.h"

namespace decide::drill {

namespace {

// with its length: to count some hundred thousand characters is too much for compilers
using namespace std::string_view_literals;

constexpr ScenarioFile files[] = {
@rows@};
constexpr std::string_view names[] = {@quoted@};

}  // namespace

std::span<const ScenarioFile> scenario_files() { return files; }
std::span<const std::string_view> scenario_names() { return names; }

}  // namespace decide::drill
]])
endfunction()
