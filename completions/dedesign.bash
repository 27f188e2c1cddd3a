# bash completion for dedesign
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
