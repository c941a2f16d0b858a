(identifier) @variable
((identifier) @type (#match? @type "^[A-Z]"))
((identifier) @constant (#match? @constant "^[A-Z][A-Z\\d_]+$"))
(builtin_type) @type.builtin
(function_declaration name: (identifier) @function)
(call_expression function: (identifier) @function.call)
(call_expression function: (field_expression member: (identifier) @function.method.call))
(field_expression member: (identifier) @property)
(call_expression function: (field_expression member: (identifier) @function.method.call))
(parameter name: (identifier) @variable.parameter)
(builtin_identifier) @function.macro
(builtin_function (builtin_identifier) @function.macro)
[(string) (multiline_string) (character)] @string
(escape_sequence) @string.escape
[(integer) (float)] @number
[(boolean) "null" "undefined" "unreachable"] @constant.builtin
(comment) @comment
["const" "var" "pub" "extern" "export" "comptime" "inline" "test" "defer" "errdefer" "threadlocal" "volatile"] @keyword
["struct" "enum" "union" "error" "opaque"] @keyword.type
"fn" @keyword.function
"return" @keyword.return
["if" "else" "switch" "orelse" "catch" "try"] @keyword.conditional
["for" "while" "break" "continue"] @keyword.repeat
["and" "or"] @keyword.operator
["=" "=>" "+" "-" "*" "/" "<" ">" "==" "!=" "<=" ">=" "!" "&" "|" "?" "+=" "-="] @operator
["," ";" ":" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
