(identifier) @variable
(attribute (identifier) @property)
(block (identifier) @keyword)
(block (string_lit) @type)
(function_call (identifier) @function.call)
(get_attr (identifier) @property)
(object_elem key: (expression (variable_expr (identifier) @property)))
(string_lit) @string
(block (string_lit) @type)
(quoted_template) @string
(heredoc_template) @string
(template_interpolation) @none
(numeric_lit) @number
[(bool_lit) (null_lit)] @constant.builtin
(comment) @comment
["for" "in" "if" "else" "endif" "endfor"] @keyword
["=" "=>" "?" ":" "==" "!=" "&&" "||" "!" "+" "-" "*" "/" "<" ">" "<=" ">="] @operator
["," "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
