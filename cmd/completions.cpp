#include "command.h"

namespace dedesign {

namespace {

// The scripts are thin: they hand the line to `dedesign __complete` and show what it answers. They must be
// silent, since an error in the middle of a command line helps nobody.

constexpr std::string_view bash_script = R"~(# bash completion for dedesign
_dedesign() {
  local text=${COMP_LINE:0:COMP_POINT} current line directive=4 prefix
  local -a words candidates=()
  read -ra words <<<"$text"
  [[ $text == *[[:space:]] ]] && words+=("")
  current=${words[${#words[@]}-1]}
  while IFS= read -r line; do
    case $line in
      :*) directive=${line#:} ;;
      *) candidates+=("${line%%$'\t'*}") ;;
    esac
  done < <("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null)
  # bash replaces only what follows the last = or : of the word
  prefix=
  [[ $current == *[=:]* && $COMP_WORDBREAKS == *=* ]] && prefix=${current%"${current##*[=:]}"}
  COMPREPLY=("${candidates[@]#"$prefix"}")
  ((directive & 2)) && compopt -o nospace 2>/dev/null
  if ((!(directive & 4))) && ((${#COMPREPLY[@]} == 0)); then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
  fi
}
complete -F _dedesign dedesign
)~";

constexpr std::string_view zsh_script = R"~(#compdef dedesign
_dedesign() {
  local line directive=4
  local -a candidates
  local -a words_so_far=("${(@)words[2,CURRENT]}")
  for line in "${(@f)$("${words[1]}" __complete -- "${words_so_far[@]}" 2>/dev/null)}"; do
    case $line in
      :*) directive=${line#:} ;;
      ?*) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
    esac
  done
  if (( ${#candidates} )); then
    if (( directive & 2 )); then
      _describe -t candidates 'dedesign' candidates -S ''
    else
      _describe -t candidates 'dedesign' candidates
    fi
  elif (( ! (directive & 4) )); then
    _files
  fi
}
if [ "$funcstack[1]" = "_dedesign" ]; then
  _dedesign "$@"
else
  compdef _dedesign dedesign
fi
)~";

constexpr std::string_view fish_script = R"~(# fish completion for dedesign
function __dedesign_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
  set -l directive (string replace -f -r '^:' '' -- $lines[-1])
  set -l candidates (string match -v -r '^:' -- $lines)
  if test (count $candidates) -gt 0
    printf '%s\n' $candidates
  else if test (math "bitand($directive, 4)") -eq 0
    __fish_complete_path "$current"
  end
end
complete -c dedesign -f -a '(__dedesign_complete)'
)~";

class CompletionsCommand final : public Command {
 public:
  Options options() override {
    return {{.names = "SHELL",
             .about = "bash, zsh or fish",
             .target = &shell_,
             .words = {"bash", "zsh", "fish"},
             .required = true}};
  }

  Output run(const Env& /*env*/) override {
    if (shell_ == "bash") return {std::string(bash_script), {}, ok};
    return {std::string(shell_ == "zsh" ? zsh_script : fish_script), {}, ok};
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completions(std::string_view /*name*/) {
  return std::make_unique<CompletionsCommand>();
}

}  // namespace dedesign
