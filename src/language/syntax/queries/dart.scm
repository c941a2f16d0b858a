(identifier) @variable
(type_identifier) @type
((identifier) @type (#match? @type "^[A-Z]"))
(class_definition name: (identifier) @type)
(function_signature name: (identifier) @function)
(constructor_signature name: (identifier) @type.constructor)
(formal_parameter name: (identifier) @variable.parameter)
(annotation) @attribute
(this) @variable.builtin
(super) @variable.builtin
[(true) (false) (null_literal)] @constant.builtin
[(decimal_integer_literal) (decimal_floating_point_literal) (hex_integer_literal)] @number
(string_literal) @string
(template_substitution) @none
(escape_sequence) @string.escape
[(comment) (documentation_comment)] @comment
["class" "enum" "extension" "mixin" "extends" "implements" "with"] @keyword.type
["import" "export" "library" "part"] @keyword.import
["if" "else" "switch" "case" "default"] @keyword.conditional
["for" "while" "do" "in"] @keyword.repeat
["return" "yield"] @keyword.return
["try" "catch" "finally" "throw" "on"] @keyword.exception
["abstract" "external" "static" "late" "required" "covariant"] @keyword.modifier
["async" "await" "new" "get" "set"] @keyword
["=" "=>" "?" "!" "&&" "||"] @operator
["," ";" ":" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
