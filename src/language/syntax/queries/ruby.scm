(identifier) @variable
(constant) @type
((constant) @constant (#match? @constant "^[A-Z][A-Z\\d_]+$"))
(instance_variable) @property
(class_variable) @property
(global_variable) @variable.builtin
[(self) (super)] @variable.builtin
[(nil) (true) (false)] @constant.builtin
(method name: (identifier) @function.method)
(singleton_method name: (identifier) @function.method)
(call method: (identifier) @function.method.call)
((identifier) @function.builtin
  (#any-of? @function.builtin "require" "require_relative" "attr_reader" "attr_writer" "attr_accessor"
    "include" "extend" "prepend" "private" "protected" "public" "raise" "puts" "print" "p" "lambda" "proc"))
(method_parameters (identifier) @variable.parameter)
(block_parameters (identifier) @variable.parameter)
(keyword_parameter name: (identifier) @variable.parameter)
(optional_parameter name: (identifier) @variable.parameter)
[(string) (bare_string) (subshell) (heredoc_body) (heredoc_beginning)] @string
[(simple_symbol) (delimited_symbol) (hash_key_symbol) (bare_symbol)] @string.special
(regex) @string.regexp
(escape_sequence) @string.escape
(interpolation) @none
(interpolation ["#{" "}"] @punctuation.special)
[(integer) (float)] @number
(comment) @comment
["alias" "and" "begin" "class" "def" "do" "end" "ensure" "in" "module" "not" "or" "then" "undef"
 "rescue" "redo" "retry"] @keyword
["if" "elsif" "else" "unless" "case" "when"] @keyword.conditional
["for" "while" "until" "break" "next"] @keyword.repeat
["return" "yield"] @keyword.return
["=" "=>" "->" "+" "-" "*" "/" "<" ">" "==" "!=" "<=" ">=" "&&" "||" "!" "<<" "&" "|" "+=" "-=" "||=" "?"] @operator
["," ";" "." ":" "::" "&."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
(regex "/" @string.regexp)
