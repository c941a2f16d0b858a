(identifier) @variable
(alias) @type
(call target: (identifier) @function.call)
(call target: (dot right: (identifier) @function.method.call))
(call
  target: (identifier) @keyword
  (#any-of? @keyword "alias" "case" "cond" "def" "defimpl" "defmacro" "defmodule" "defp" "defprotocol"
    "defstruct" "for" "if" "import" "quote" "raise" "receive" "require" "try" "unless" "unquote" "use"
    "with"))
(call
  target: (identifier) @_def
  (arguments (call target: (identifier) @function))
  (#any-of? @_def "def" "defp" "defmacro"))
(unary_operator operator: "@") @attribute
(atom) @string.special
(keyword) @string.special
(quoted_atom) @string.special
[(string) (charlist) (sigil)] @string
(escape_sequence) @string.escape
(interpolation) @none
(interpolation ["#{" "}"] @punctuation.special)
[(integer) (float) (char)] @number
[(boolean) (nil)] @constant.builtin
(comment) @comment
["do" "end" "fn" "after" "catch" "else" "rescue" "when" "and" "or" "not" "in"] @keyword
["," ";" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}" "<<" ">>" "%"] @punctuation.bracket
["=" "->" "<-" "|>" "|" "+" "-" "*" "/" "==" "!=" "<>" "++" "&" "=>" "::"] @operator
