# hunch: the user's own files are read as if this one were not there; then the marks are made ready.
# Quoted words, because aliases may be in force.
if [[ -n "${HUNCH_ZDOTDIR+x}" ]]; then
  'builtin' 'export' ZDOTDIR="$HUNCH_ZDOTDIR"
else
  'builtin' 'unset' 'ZDOTDIR'
fi
'builtin' 'typeset' '-g' '+x' __hunch_nonce=
if [[ -n "${HUNCH_MARKS-}" ]]; then
  {
    'builtin' 'read' '-r' __hunch_nonce <"$HUNCH_MARKS"
    'command' '-p' 'rm' '-f' '--' "$HUNCH_MARKS"
  } 2>/dev/null
fi
'builtin' 'typeset' '-g' '+x' __hunch_folder="${HUNCH_SCRIPTS-}"
'builtin' 'unset' 'HUNCH_ZDOTDIR' 'HUNCH_MARKS' 'HUNCH_SCRIPTS'
if [[ -o interactive && -n "$__hunch_nonce" && -r "$__hunch_folder/hunch.zsh" ]]; then
  'builtin' 'emulate' 'zsh' '-o' 'no_aliases' '-c' 'builtin source "$__hunch_folder/hunch.zsh"'
fi
'builtin' 'unset' '__hunch_folder'
if [[ -r "${ZDOTDIR-$HOME}/.zshenv" ]]; then
  'builtin' 'source' "${ZDOTDIR-$HOME}/.zshenv"
fi
