# Of a static libstemmer only English: see english_stemmer.cpp. Taken where a program made with it stems.
function(decide_english_stemmer target library)
  if(NOT library MATCHES "\\.a$")
    return()
  endif()
  set(source ${CMAKE_SOURCE_DIR}/cmake/english_stemmer.cpp)
  file(READ ${source} text)
  set(CMAKE_REQUIRED_LIBRARIES ${library})
  check_cxx_source_runs("${text}
    int main() {
      sb_stemmer* stemmer = sb_stemmer_new(\"english\", \"UTF_8\");
      const auto* word = reinterpret_cast<const sb_symbol*>(\"partitions\");
      const sb_symbol* stem = sb_stemmer_stem(stemmer, word, 10);
      return std::string(reinterpret_cast<const char*>(stem), sb_stemmer_length(stemmer)) == \"partit\" ? 0 : 1;
    }" DECIDE_STEMS_ENGLISH)
  if(DECIDE_STEMS_ENGLISH)
    target_sources(${target} PRIVATE ${source})
    set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()
