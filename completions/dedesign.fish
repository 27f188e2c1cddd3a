# fish completion for dedesign
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
