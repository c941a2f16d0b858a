(class_declaration name: (identifier) @type)
(record_declaration name: (identifier) @type)
(method_invocation name: (identifier) @function.method.call)
(method_declaration name: (identifier) @function.method)
(constructor_declaration name: (identifier) @type.constructor)
(object_creation_expression type: (type_identifier) @type.constructor)
(formal_parameter name: (identifier) @variable.parameter)
(spread_parameter (variable_declarator name: (identifier) @variable.parameter))
(lambda_expression parameters: (identifier) @variable.parameter)
(inferred_parameters (identifier) @variable.parameter)
(field_declaration declarator: (variable_declarator name: (identifier) @property))
((field_declaration declarator: (variable_declarator name: (identifier) @constant))
  (#match? @constant "^_*[A-Z][A-Z\\d_]+$"))
(field_access field: (identifier) @property)
((field_access field: (identifier) @constant)
  (#match? @constant "^_*[A-Z][A-Z\\d_]+$"))
(enum_constant name: (identifier) @constant)
(package_declaration (identifier) @module)
(package_declaration (scoped_identifier name: (identifier) @module))
(scoped_identifier scope: (identifier) @module)
(scoped_identifier scope: (scoped_identifier name: (identifier) @module))
((scoped_identifier name: (identifier) @type)
  (#match? @type "^[A-Z]"))
(super) @variable.builtin
(labeled_statement (identifier) @label)
((block_comment) @comment.documentation
  (#match? @comment.documentation "^/\\*\\*"))
(annotation "@" @attribute name: (identifier) @attribute)
(marker_annotation "@" @attribute name: (identifier) @attribute)
(escape_sequence) @string.escape

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," "." ";" ":" "::"] @punctuation.delimiter
["!" "!=" "%" "%=" "&" "&&" "&=" "*" "*=" "+" "++" "+=" "-" "--" "-=" "->" "/" "/=" "<" "<<" "<<=" "<="
 "=" "==" ">" ">=" ">>" ">>=" ">>>" ">>>=" "^" "^=" "|" "|=" "||" "~"] @operator
(type_arguments ["<" ">"] @punctuation.bracket)
(type_parameters ["<" ">"] @punctuation.bracket)
(ternary_expression ["?" ":"] @operator)
["return" "yield"] @keyword.return
["import" "package"] @keyword.import
["if" "else" "switch" "case"] @keyword.conditional
["for" "while" "do" "break" "continue"] @keyword.repeat
["throw" "throws" "try" "catch" "finally"] @keyword.exception
["class" "interface" "enum" "record"] @keyword.type
["new" "instanceof"] @keyword.operator
["abstract" "final" "native" "private" "protected" "public" "static" "synchronized" "transient"
 "volatile"] @keyword.modifier
