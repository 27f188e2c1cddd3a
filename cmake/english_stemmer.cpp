// libstemmer's interface for English alone. Its own names the tables of 27 languages, and a static program
// then has 300 kB of pointers to relocate at each start, for a stemmer that only drills use. This one stands
// before it; CMake tries it before it is taken, since what it calls is in the library and not in its header.
#include <libstemmer.h>

#include <string>

extern "C" {
/// The start of the library's own struct: the word, how many bytes were left out before it, and its length.
struct SN_env {
  sb_symbol* p;
  int c;
  int l;
};
SN_env* english_UTF_8_create_env();
void english_UTF_8_close_env(SN_env* env);
int english_UTF_8_stem(SN_env* env);
int SN_set_current(SN_env* env, int size, const sb_symbol* word);

struct sb_stemmer {
  SN_env* env;
};

sb_stemmer* sb_stemmer_new(const char* algorithm, const char* /*charenc*/) {
  return std::string(algorithm) == "english" ? new sb_stemmer{english_UTF_8_create_env()} : nullptr;
}

void sb_stemmer_delete(sb_stemmer* stemmer) {
  if (stemmer == nullptr) return;
  english_UTF_8_close_env(stemmer->env);
  delete stemmer;
}

const sb_symbol* sb_stemmer_stem(sb_stemmer* stemmer, const sb_symbol* word, int size) {
  if (SN_set_current(stemmer->env, size, word) != 0) {
    stemmer->env->l = 0;
    return nullptr;
  }
  if (english_UTF_8_stem(stemmer->env) < 0) return nullptr;
  stemmer->env->p[stemmer->env->l] = 0;
  return stemmer->env->p;
}

int sb_stemmer_length(sb_stemmer* stemmer) {
  return stemmer->env->l;
}
}
