(simple_identifier) @variable
(type_identifier) @type
((type_identifier) @type.builtin
  (#any-of? @type.builtin "Any" "Boolean" "Byte" "Char" "Double" "Float" "Int" "Long" "Nothing" "Short"
    "String" "Unit"))
(function_declaration . (simple_identifier) @function)
(call_expression . (simple_identifier) @function.call)
(call_expression (navigation_expression (navigation_suffix (simple_identifier) @function.method.call) .))
(navigation_suffix (simple_identifier) @property)
(call_expression
  (navigation_expression (navigation_suffix (simple_identifier) @function.method.call)))
(parameter (simple_identifier) @variable.parameter)
(class_parameter (simple_identifier) @property)
(enum_entry (simple_identifier) @constant)
((simple_identifier) @constant (#match? @constant "^[A-Z][A-Z\\d_]+$"))
(package_header (identifier) @module)
(import_header (identifier) @module)
(annotation) @attribute
(this_expression) @variable.builtin
(super_expression) @variable.builtin
[(boolean_literal) (null_literal)] @constant.builtin
[(integer_literal) (real_literal) (long_literal) (hex_literal)] @number
[(string_literal) (character_literal)] @string
(character_escape_seq) @string.escape
(interpolated_expression) @none
(interpolated_identifier) @variable
[(line_comment) (multiline_comment)] @comment
[(class_modifier) (visibility_modifier) (inheritance_modifier) (member_modifier) (function_modifier)
 (property_modifier) (parameter_modifier)] @keyword.modifier
["class" "interface" "object" "enum" "typealias"] @keyword.type
"fun" @keyword.function
["package" "import"] @keyword.import
["if" "else" "when"] @keyword.conditional
["for" "while" "do"] @keyword.repeat
["try" "catch" "finally" "throw"] @keyword.exception
["as" "as?" "by" "companion" "constructor" "get" "in" "init" "is" "set" "val" "var" "where"] @keyword
["=" "->" "+" "-" "*" "/" "<" ">" "==" "!=" "<=" ">=" "&&" "||" "!" "?:" "?." "+=" "-="] @operator
["," ";" ":" "." "::"] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
