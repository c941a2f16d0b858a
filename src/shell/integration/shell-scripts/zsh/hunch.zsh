# hunch: tells the editor around this shell where prompts, commands and their output begin and end.
# Read before the user's files, it waits for the first prompt: what they set up is there by then.

# A text in which nothing ends a mark, in REPLY.
__hunch_escape() {
  builtin local i hex char
  REPLY=${1//\\/\\\\}
  REPLY=${REPLY//;/\\x3b}
  if [[ $REPLY == *[[:cntrl:]]* ]]; then
    for i in {1..31} 127; do
      builtin printf -v hex '\\x%02x' $i
      builtin printf -v char $hex
      REPLY=${REPLY//$char/$hex}
    done
  fi
}

__hunch_mark() {
  builtin print -rnu2 -- $'\e]633;'"$1;$__hunch_nonce"$'\a'
}

# The first and the last of what runs before a prompt.
__hunch_first() {
  builtin local code=$?
  { builtin set +eux } 2>/dev/null
  __hunch_said=1
  __hunch_mark "D;$code"
}

__hunch_last() {
  builtin local code=$? REPLY ghost=0
  { builtin set +eux } 2>/dev/null
  # Whoever came behind or before us meanwhile: the order is made again.
  if [[ ${precmd_functions[1]-} != __hunch_first || ${precmd_functions[-1]-} != __hunch_last ]]; then
    precmd_functions=(__hunch_first ${precmd_functions:#__hunch_(first|last|start)} __hunch_last)
  fi
  if [[ -z $__hunch_said ]]; then __hunch_mark "D;$code"; fi
  __hunch_said=
  if [[ ${preexec_functions[-1]-} != __hunch_preexec ]]; then
    preexec_functions=(${preexec_functions:#__hunch_preexec} __hunch_preexec)
  fi
  __hunch_escape $PWD
  __hunch_mark "P;Cwd=$REPLY"
  if (( ${+functions[_zsh_autosuggest_start]} && ! ${+_ZSH_AUTOSUGGEST_DISABLED} )); then ghost=1; fi
  if (( ${+functions[.autocomplete:async:start]} || ${+functions[.autocomplete__async]} )); then ghost=1; fi
  __hunch_mark "P;Ghost=$ghost"
  __hunch_wrap
}

# Puts the marks around the prompts. In prompts the secret is a name for it: prompts may be exported.
__hunch_wrap() {
  builtin local bare
  if [[ ${(t)PSVAR} == *export* ]]; then builtin typeset -g +x PSVAR; fi
  psvar[20]=$__hunch_nonce
  if [[ ${PS1-} != "$__hunch_ps1" ]]; then
    bare=${${${PS1-}//$__hunch_a/}//$__hunch_b/}
    PS1=$__hunch_a$bare$__hunch_b
    __hunch_ps1=$PS1
  fi
  if [[ ${PS2-} != "$__hunch_ps2" ]]; then
    bare=${${${PS2-}//$__hunch_f/}//$__hunch_g/}
    PS2=$__hunch_f$bare$__hunch_g
    __hunch_ps2=$PS2
  fi
  # Two names for one prompt, of which the one that was set can be read.
  bare=${RPROMPT-${RPS1-}}
  if [[ -n $bare && $bare != "$__hunch_rps1" ]]; then
    bare=$__hunch_h${${bare//$__hunch_h/}//$__hunch_i/}$__hunch_i
    if [[ -n ${RPROMPT-} ]]; then RPROMPT=$bare; else RPS1=$bare; fi
    __hunch_rps1=$bare
  fi
}

__hunch_preexec() {
  builtin local REPLY
  { builtin set +eux } 2>/dev/null
  if [[ -n ${1-} ]] && (( ${#1} < 16384 )); then
    __hunch_escape $1
    __hunch_mark "E;$REPLY"
  fi
  __hunch_mark C
}

# At the first prompt, after the user's files.
__hunch_start() {
  builtin local code=$?
  { builtin set +eux } 2>/dev/null
  builtin unfunction __hunch_start
  __hunch_mark "D;$code"
  __hunch_said=1
  precmd_functions=(__hunch_first ${precmd_functions:#__hunch_(first|last|start)} __hunch_last)
  __hunch_last
}

# Behind all that runs before the first prompt: what came after us may have made the prompt, or have
# thrown us away.
__hunch_late() {
  if (( ${+functions[__hunch_start]} )); then __hunch_start; else __hunch_wrap; fi
  builtin unfunction __hunch_late
}

builtin typeset -g +x __hunch_said= __hunch_ps1= __hunch_ps2= __hunch_rps1=
builtin typeset -g +x __hunch_a=$'%{\e]633;A;%20v\a%}' __hunch_b=$'%{\e]633;B;%20v\a%}'
builtin typeset -g +x __hunch_f=$'%{\e]633;F;%20v\a%}' __hunch_g=$'%{\e]633;G;%20v\a%}'
builtin typeset -g +x __hunch_h=$'%{\e]633;H;%20v\a%}' __hunch_i=$'%{\e]633;I;%20v\a%}'
builtin typeset -ag precmd_functions preexec_functions
precmd_functions+=(__hunch_start)
preexec_functions+=(__hunch_preexec)
if builtin zmodload zsh/sched 2>/dev/null; then builtin sched +0 __hunch_late; fi
