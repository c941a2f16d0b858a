# hunch: tells the editor around this shell where prompts, commands and their output begin and end.
# Bash reads it in place of ~/.bashrc (--rcfile), or of the files of a login shell (ENV of --posix), and it
# reads those itself. It changes no file, sets no DEBUG trap, and what it says carries a secret that no
# child inherits.

if [[ $- == *i* && -n ${HUNCH_MARKS-} ]]; then

# Options may be in force from the start (SHELLOPTS): nothing of ours is exported.
__hunch_flags=$-
set +a
__hunch_nonce=
{ IFS= read -r __hunch_nonce <"$HUNCH_MARKS"; command -p rm -f -- "$HUNCH_MARKS"; } 2>/dev/null
__hunch_rc=${HUNCH_BASHRC-}
__hunch_login=
if [[ ${HUNCH_LOGIN-} ]]; then __hunch_login=1; fi
if [[ ${HUNCH_HISTFILE-} ]]; then export -n HISTFILE; fi
unset -v HUNCH_MARKS HUNCH_BASHRC HUNCH_LOGIN HUNCH_HISTFILE

__hunch_modern=
if [[ ${BASH_VERSINFO[0]} -gt 4 || ( ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 4 ) ]]; then
  __hunch_modern=1
fi

# A text in which nothing ends a mark, in __hunch_text.
__hunch_escape() {
  local i hex char
  __hunch_text=${1//\\/\\\\}
  __hunch_text=${__hunch_text//;/\\x3b}
  if [[ $__hunch_text == *[[:cntrl:]]* ]]; then
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 127; do
      builtin printf -v hex '\\x%02x' "$i"
      builtin printf -v char "$hex"
      __hunch_text=${__hunch_text//"$char"/$hex}
    done
  fi
}

# Before output, in a process of its own: the command line, where the history has taken it; or the last
# one that it took, which this may be, too.
__hunch_ps0() {
  trap - DEBUG
  set +aeuxT
  local line
  if [[ ${__hunch_next-} -gt 0 ]]; then
    line=$(HISTTIMEFORMAT= builtin history 1 2>/dev/null)
    if [[ $line =~ ^\ *([0-9]+)[\ *]\ (.*)$ && ${#BASH_REMATCH[2]} -lt 16384 ]]; then
      __hunch_escape "${BASH_REMATCH[2]}"
      if [[ ${BASH_REMATCH[1]} -ge $__hunch_next ]]; then
        builtin printf '\e]633;E;%s;%s\a' "$__hunch_text" "${__hunch_nonce-}"
      else
        builtin printf '\e]633;P;Last=%s;%s\a' "$__hunch_text" "${__hunch_nonce-}"
      fi
    fi
  fi
  builtin printf '\e]633;C;%s\a' "${__hunch_nonce-}"
}

__hunch_ended() {
  __hunch_said=1
  builtin printf '\e]633;D;%s;%s\a' "$1" "${__hunch_nonce-}" >&2
}

# The first and the last of what runs before a prompt.
if [[ $__hunch_modern ]]; then
  __hunch_first() {
    local - status=$?
    { set +aeuxT; } 2>/dev/null
    __hunch_ended "$status"
    __hunch_keep "$status"
  }
  __hunch_last() {
    local - status=$?
    { set +aeuxT; } 2>/dev/null
    __hunch_around "$status"
    __hunch_next=${HISTCMD:-0}
    __hunch_keep "$status"
  }
  # Where bash itself does not keep the status for the next of the prompt's commands.
  __hunch_keep() {
    if [[ ${__hunch_array-} || $- == *e* ]]; then return 0; fi
    return "$1"
  }
else
  # Bash 3.2 to 4.3 have no PS0: the command is told when it has ended.
  __hunch_first() {
    local status=$? line
    line=$(HISTTIMEFORMAT= builtin history 1 2>/dev/null)
    if [[ ${__hunch_line-} && $line != "$__hunch_line" && $line =~ ^\ *[0-9]+[\ *]\ (.*)$ ]]; then
      __hunch_escape "${BASH_REMATCH[1]}"
      builtin printf '\e]633;E;%s;%s\a' "$__hunch_text" "${__hunch_nonce-}" >&2
    fi
    __hunch_line=${line:- }
    __hunch_ended "$status"
    return "$status"
  }
  __hunch_last() {
    local status=$?
    __hunch_around "$status"
    builtin printf '\e]633;P;Late=1;%s\a' "${__hunch_nonce-}" >&2
    return "$status"
  }
fi

# Puts the marks around the prompts, which prompt programs write anew each time.
__hunch_around() {
  local bare
  if [[ -z ${__hunch_said-} ]]; then __hunch_ended "$1"; fi
  __hunch_said=
  __hunch_escape "$PWD"
  builtin printf '\e]633;P;Cwd=%s;%s\a' "$__hunch_text" "${__hunch_nonce-}" >&2
  if [[ ${BLE_VERSION-} ]]; then
    builtin printf '\e]633;P;Ghost=1;%s\a' "${__hunch_nonce-}" >&2
  fi
  if [[ $__hunch_key != '$'* ]]; then export -n PS0 PS1 PS2; fi
  if [[ ${PS1-} != "$__hunch_ps1" || -z $__hunch_ps1 ]]; then
    bare=${PS1-}
    bare=${bare//"$__hunch_a"/}
    bare=${bare//"$__hunch_b"/}
    PS1=$__hunch_a$bare$__hunch_b
    __hunch_ps1=$PS1
  fi
  if [[ ${PS2-} != "$__hunch_ps2" || -z $__hunch_ps2 ]]; then
    bare=${PS2-}
    bare=${bare//"$__hunch_f"/}
    bare=${bare//"$__hunch_g"/}
    PS2=$__hunch_f$bare$__hunch_g
    __hunch_ps2=$PS2
  fi
  if [[ $__hunch_modern && ${PS0-} != *"$__hunch_c" ]]; then
    bare=${PS0-}
    PS0=${bare//"$__hunch_c"/}$__hunch_c
  fi
  return 0
}

# Makes the marks.
__hunch_make() {
  __hunch_said=
  __hunch_next=0
  __hunch_ps1=
  __hunch_ps2=
  # What starts the prompts, ends them, and goes before output. Names in place of values: a prompt that is
  # exported takes no secret along.
  if shopt -q promptvars; then
    __hunch_key='${__hunch_nonce-}'
  else
    __hunch_key=$__hunch_nonce
  fi
  __hunch_a='\[\e]633;A;'$__hunch_key'\a\]'
  __hunch_b='\[\e]633;B;'$__hunch_key'\a\]'
  __hunch_f='\[\e]633;F;'$__hunch_key'\a\]'
  __hunch_g='\[\e]633;G;'$__hunch_key'\a\]'
  if shopt -q promptvars; then
    __hunch_c='$(__hunch_ps0)'
  else
    __hunch_c='\e]633;C;'$__hunch_key'\a'
  fi
  # Where they can't be changed there are no marks.
  if [[ ! $__hunch_modern || ${PS1@a}${PS2@a}${PS0@a}${PROMPT_COMMAND@a} != *r* ]]; then
    # Bash 5.1 and later run each element of an array with the same status.
    if [[ ${BASH_VERSINFO[0]} -gt 5 || ( ${BASH_VERSINFO[0]} -eq 5 && ${BASH_VERSINFO[1]} -ge 1 ) ]]; then
      __hunch_array=1
      __hunch_commands=(${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
      PROMPT_COMMAND=(__hunch_first ${__hunch_commands[@]+"${__hunch_commands[@]}"} __hunch_last)
    else
      __hunch_array=
      PROMPT_COMMAND=__hunch_first$'\n'${PROMPT_COMMAND-}$'\n'__hunch_last
    fi
  fi
}

# After the user's files. In functions, so that `set -v` and a trap on DEBUG of theirs see two names: with
# `set -T` functions inherit the trap, until it is off.
__hunch_start() {
  { local flags=$-${__hunch_errexit:+e}; set +aeuxT; } 2>/dev/null
  __hunch_make
  unset -v __hunch_rc __hunch_login __hunch_commands __hunch_trapped __hunch_trap __hunch_depth __hunch_flags
  unset -v __hunch_errexit
  unset -f __hunch_make __hunch_start
  if [[ $flags == *a* ]]; then set -a; fi
  if [[ $flags == *T* ]]; then set -T; fi
  if [[ $flags == *u* ]]; then set -u; fi
  if [[ $flags == *x* ]]; then set -x; fi
  if [[ $flags == *e* ]]; then set -e; fi
}

if [[ $__hunch_flags == *a* ]]; then set -a; fi

# With `set -e`, a file whose last command fails would end the shell here, though it would not if bash
# read the file itself. The trap is called when a file that is read here has come to its end.
__hunch_errexit=
__hunch_trapped=
__hunch_depth=${#BASH_SOURCE[@]}
__hunch_trap='if [[ ${#BASH_SOURCE[@]} -eq $__hunch_depth ]]; then
  __hunch_trapped=1
  case $- in *e*) set +e; __hunch_errexit=1 ;; esac
fi'

if [[ $__hunch_login ]]; then
  unset -v ENV
  set +o posix
  shopt -u inherit_errexit 2>/dev/null
  if [[ -r /etc/profile ]]; then
    trap "$__hunch_trap" RETURN
    . /etc/profile
    if [[ $__hunch_trapped ]]; then trap - RETURN; fi
    if [[ $__hunch_errexit ]]; then set -e; fi
  fi
  __hunch_rc=
  if [[ -r ~/.bash_profile ]]; then __hunch_rc=~/.bash_profile
  elif [[ -r ~/.bash_login ]]; then __hunch_rc=~/.bash_login
  elif [[ -r ~/.profile ]]; then __hunch_rc=~/.profile
  fi
elif [[ -z $__hunch_rc ]]; then
  __hunch_rc=~/.bashrc
fi
if [[ -r $__hunch_rc ]]; then
  __hunch_errexit=
  __hunch_trapped=
  trap "$__hunch_trap" RETURN
  . "$__hunch_rc"
  if [[ $__hunch_trapped ]]; then trap - RETURN; fi
fi
__hunch_start

fi
