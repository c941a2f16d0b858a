(simple_identifier) @variable
(type_identifier) @type
(function_declaration name: (simple_identifier) @function)
(protocol_function_declaration name: (simple_identifier) @function)
(call_expression (simple_identifier) @function.call)
(call_expression (navigation_expression (navigation_suffix (simple_identifier) @function.method.call)))
(parameter name: (simple_identifier) @variable.parameter)
(class_declaration name: (type_identifier) @type)
(enum_entry name: (simple_identifier) @constant)
(import_declaration (identifier) @module)
(attribute) @attribute
(self_expression) @variable.builtin
(super_expression) @variable.builtin
[(boolean_literal) "nil"] @constant.builtin
[(integer_literal) (real_literal) (hex_literal)] @number
[(line_string_literal) (multi_line_string_literal)] @string
(str_escaped_char) @string.escape
(interpolated_expression) @none
[(comment) (multiline_comment)] @comment
[(visibility_modifier) (member_modifier) (function_modifier) (property_modifier) (mutation_modifier)] @keyword.modifier
["class" "struct" "enum" "protocol" "extension" "typealias"] @keyword.type
["func" "init" "deinit"] @keyword.function
["import"] @keyword.import
["if" "switch" "case" "guard" (else) (default_keyword)] @keyword.conditional
["for" "while" "repeat" "in"] @keyword.repeat
["return"] @keyword.return
["do" (catch_keyword) (throws) "try"] @keyword.exception
["let" "var" (where_keyword) "async" "await"] @keyword
["=" "->" "+" "-" "*" "/" "<" ">" "==" "!=" "<=" ">=" "&&" "||" "!" "??" "?" "+=" "-="] @operator
["," ";" ":" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
