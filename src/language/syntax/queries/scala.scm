(identifier) @variable
(type_identifier) @type
(class_definition name: (identifier) @type)
(object_definition name: (identifier) @type)
(trait_definition name: (identifier) @type)
(function_definition name: (identifier) @function)
(function_declaration name: (identifier) @function)
(call_expression function: (identifier) @function.call)
(call_expression function: (field_expression field: (identifier) @function.method.call))
(field_expression field: (identifier) @property)
(call_expression function: (field_expression field: (identifier) @function.method.call))
(parameter name: (identifier) @variable.parameter)
(class_parameter name: (identifier) @property)
((identifier) @type (#match? @type "^[A-Z]"))
(package_identifier (identifier) @module)
(import_declaration path: (identifier) @module)
(annotation) @attribute
((identifier) @variable.builtin (#any-of? @variable.builtin "this" "super"))
[(boolean_literal) (null_literal)] @constant.builtin
[(integer_literal) (floating_point_literal)] @number
[(string) (character_literal) (interpolated_string_expression)] @string
(interpolation) @none
[(comment) (block_comment)] @comment
["abstract" "final" "implicit" "lazy" "override" "private" "protected" "sealed"] @keyword.modifier
["class" "object" "trait" "enum" "type" "extends" "with"] @keyword.type
["def"] @keyword.function
["import" "package"] @keyword.import
["if" "else" "match" "case"] @keyword.conditional
["for" "while" "do"] @keyword.repeat
["return" "yield"] @keyword.return
["try" "catch" "finally" "throw"] @keyword.exception
["val" "var" "new"] @keyword
["=" "=>" "<-"] @operator
(operator_identifier) @operator
["," ";" ":" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
