["(" ")" "((" "))" "[" "]" "[[" "]]" "{" "}"] @punctuation.bracket
(variable_name) @variable
(variable_assignment name: (variable_name) @variable)
(special_variable_name) @variable.builtin
(command_name) @function.call
(function_definition name: (word) @function)
((command_name (word) @function.builtin)
  (#any-of? @function.builtin
    "." ":" "[" "alias" "bg" "bind" "builtin" "caller" "cd" "command" "compgen" "complete" "dirs"
    "disown" "echo" "enable" "eval" "exec" "exit" "fc" "fg" "getopts" "hash" "help" "history" "jobs"
    "kill" "let" "logout" "mapfile" "popd" "printf" "pushd" "pwd" "read" "readarray" "return" "set"
    "shift" "shopt" "source" "suspend" "test" "time" "times" "trap" "type" "ulimit" "umask" "unalias"
    "wait"))
(string) @string
(raw_string) @string
(ansi_c_string) @string
(heredoc_body) @string
(heredoc_start) @label
(heredoc_end) @label
(expansion ["${" "}"] @punctuation.special)
(simple_expansion "$" @punctuation.special)
(command_substitution ["$(" ")"] @punctuation.special)
(command_substitution) @none
(expansion) @none
((command argument: (word) @constant)
  (#match? @constant "^-"))
(number) @number
(file_descriptor) @number
(test_operator) @keyword.operator
(regex) @string.regexp
(extglob_pattern) @string.regexp
["declare" "local" "readonly" "typeset" "export" "unset" "unsetenv"] @keyword.modifier
["case" "elif" "else" "esac" "fi" "if" "then" "in"] @keyword.conditional
["do" "done" "for" "select" "until" "while"] @keyword.repeat
"function" @keyword.function
[";" ";;"] @punctuation.delimiter
["&&" "||" "|" "|&" "&" ">" ">>" "<" "<<" "<<<" ">&" "&>" "<&" "=" "==" "!=" "=~" "+="] @operator
((comment) @preprocessor
  (#match? @preprocessor "^#!"))
