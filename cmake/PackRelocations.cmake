# A position-independent program relocates itself before main: packed, the list takes a fiftieth, and a start a tenth less
# time. The C library knows the packed form since glibc 2.36; elsewhere the program stays as it is.
include(CheckCXXSourceRuns)

function(decide_pack_relocations target)
  if(DEDESIGN_TESTS AND LLD_LINKER)
    set(options -fuse-ld=lld LINKER:--pack-dyn-relocs=relr)
  else()
    set(options LINKER:-z,pack-relative-relocs)
  endif()
  set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie ${options})
  check_cxx_source_runs("
    #include <features.h>
    #if !__GLIBC_PREREQ(2, 36)
    #error too old
    #endif
    static int number = 0;
    int* const where = &number;
    int main() { return *where; }" DECIDE_PACKS_RELOCATIONS)
  if(DECIDE_PACKS_RELOCATIONS)
    target_link_options(${target} PRIVATE ${options})
  endif()
endfunction()
