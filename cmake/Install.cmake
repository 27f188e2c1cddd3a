# Puts everything where a distribution would.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(TARGET dedesign)
  install(TARGETS dedesign RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES man/dedesign.1 man/dedesign-drill.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES man/dedesign.yaml.5 man/dedesign-config.5 man/dedesign-rules.5 man/dedesign-scenario.5
  DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES man/dedesign-rules.7 man/dedesign-replay.7 man/dedesign-playbook.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES completions/dedesign.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME dedesign)
install(FILES completions/_dedesign DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES completions/dedesign.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/dedesign/scenarios FILES_MATCHING PATTERN "*.yaml")
install(FILES schemas/findings.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/dedesign/schemas)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The library as a CMake package: find_package(decide), decide::decide. Its public API is one header; the
# folders of libdecide are linked into one archive so that nothing of their order shows.
set(decide_objects "")
foreach(folder IN LISTS DECIDE_FOLDERS)
  list(APPEND decide_objects $<TARGET_OBJECTS:${folder}>)
endforeach()
add_library(decide STATIC ${decide_objects})
add_library(decide::decide ALIAS decide)
set_target_properties(decide PROPERTIES LINKER_LANGUAGE CXX)
target_include_directories(decide PUBLIC
  $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/libdecide/api> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/decide>)
if(DEDESIGN_SANITIZE)
  target_link_options(decide PUBLIC -fsanitize=${DEDESIGN_SANITIZE})
endif()
# Debian's own libraries, by name: the package is used on the machine that it was built for.
target_link_libraries(decide PUBLIC yaml-cpp fmt md utf8proc stemmer)
install(TARGETS decide EXPORT decideTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES libdecide/api/decide.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/decide)
install(EXPORT decideTargets NAMESPACE decide:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/decide)
configure_package_config_file(cmake/decideConfig.cmake.in ${CMAKE_BINARY_DIR}/decideConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/decide)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/decideConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/decideConfig.cmake ${CMAKE_BINARY_DIR}/decideConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/decide)
