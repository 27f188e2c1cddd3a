# The Debian package: cpack -G DEB, after the targets dedesign and package_files; `make package` does both. It holds
# the program, not the library.
find_program(GZIP gzip)
if(TARGET dedesign AND GZIP)
  # A static program would depend on nothing, and carry a libc that nobody mends. What Debian ships in one version only
  # (yaml-cpp, fmt) stays inside where the release build has it inside.
  set(DEDESIGN_PACKAGED dedesign)
  if(DEDESIGN_STATIC)
    set(DEDESIGN_PACKAGED dedesign_packaged)
    add_executable(dedesign_packaged EXCLUDE_FROM_ALL cmd/main.cpp)
    target_link_libraries(dedesign_packaged PRIVATE dedesign_commands)
    set_target_properties(dedesign_packaged PROPERTIES OUTPUT_NAME dedesign
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/packaged)
  endif()
  target_link_options(${DEDESIGN_PACKAGED} PRIVATE -pie -Wl,-z,relro,-z,now)
  install(TARGETS ${DEDESIGN_PACKAGED} RUNTIME DESTINATION bin COMPONENT package EXCLUDE_FROM_ALL)

  # gzip writes no name and no time, so that the same sources make the same package.
  set(DEDESIGN_COMPRESSED "")
  function(package_compressed file name destination)
    set(made ${CMAKE_BINARY_DIR}/package/${destination}/${name}.gz)
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/package/${destination}
      COMMAND sh -c "${GZIP} -9nc '${CMAKE_SOURCE_DIR}/${file}' > '${made}'"
      DEPENDS ${file} VERBATIM)
    install(FILES ${made} DESTINATION ${destination} COMPONENT package EXCLUDE_FROM_ALL)
    set(DEDESIGN_COMPRESSED ${DEDESIGN_COMPRESSED} ${made} PARENT_SCOPE)
  endfunction()
  package_compressed(man/dedesign.1 dedesign.1 share/man/man1)
  package_compressed(man/dedesign.yaml.5 dedesign.yaml.5 share/man/man5)
  package_compressed(man/dedesign-rules.5 dedesign-rules.5 share/man/man5)
  package_compressed(man/dedesign-rules.7 dedesign-rules.7 share/man/man7)
  package_compressed(man/dedesign-replay.7 dedesign-replay.7 share/man/man7)
  package_compressed(CHANGELOG.md changelog share/doc/dedesign)
  package_compressed(cmake/debian/changelog changelog.Debian share/doc/dedesign)
  add_custom_target(package_files DEPENDS ${DEDESIGN_COMPRESSED} ${DEDESIGN_PACKAGED})

  set(in_package COMPONENT package EXCLUDE_FROM_ALL)
  install(FILES cmake/debian/overrides DESTINATION share/lintian/overrides RENAME dedesign ${in_package})
  install(FILES cmake/debian/copyright README.md DESTINATION share/doc/dedesign ${in_package})
  install(FILES completions/dedesign.bash DESTINATION share/bash-completion/completions RENAME dedesign ${in_package})
  install(FILES completions/_dedesign DESTINATION share/zsh/vendor-completions ${in_package})
  install(FILES completions/dedesign.fish DESTINATION share/fish/vendor_completions.d ${in_package})
  install(DIRECTORY scenarios/ DESTINATION share/doc/dedesign/examples ${in_package} FILES_MATCHING PATTERN "*.yaml")

  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_NAME dedesign)
  set(CPACK_PACKAGE_CONTACT "dedesign maintainers <maintainers@dedesign.example>")
  set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};dedesign;package;/")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
  set(CPACK_DEBIAN_PACKAGE_SECTION utils)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "checks the design of a data platform")
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "The answer to a data-platform design question stands in one YAML file: scope,
tables and pipelines, layout on storage, backfills, quality and trade-offs.
The program checks it as a compiler checks a program, and serves editors.")
  include(CPack)
endif()
