(identifier) @variable
(class_declaration name: (identifier) @type)
(interface_declaration name: (identifier) @type)
(struct_declaration name: (identifier) @type)
(enum_declaration name: (identifier) @type)
(record_declaration name: (identifier) @type)
(enum_member_declaration name: (identifier) @constant)
(namespace_declaration name: (identifier) @module)
(namespace_declaration name: (qualified_name) @module)
(using_directive (identifier) @module)
(using_directive (qualified_name) @module)
(method_declaration name: (identifier) @function.method)
(constructor_declaration name: (identifier) @type.constructor)
(local_function_statement name: (identifier) @function)
(member_access_expression name: (identifier) @property)
(invocation_expression function: (identifier) @function.call)
(invocation_expression
  function: (member_access_expression name: (identifier) @function.method.call))
(property_declaration name: (identifier) @property)
(parameter name: (identifier) @variable.parameter)
(parameter type: (identifier) @type)
(variable_declaration type: (identifier) @type)
(method_declaration type: (identifier) @type)
(property_declaration type: (identifier) @type)
(object_creation_expression type: (identifier) @type.constructor)
(generic_name (identifier) @type)
(type_argument_list (identifier) @type)
(type_argument_list ["<" ">"] @punctuation.bracket)
(base_list (identifier) @type)
(attribute name: (identifier) @attribute)
(predefined_type) @type.builtin
(implicit_type) @type.builtin
(modifier) @keyword.modifier
[(this_expression) (base_expression)] @variable.builtin
[(boolean_literal) (null_literal)] @constant.builtin
[(integer_literal) (real_literal)] @number
[(string_literal) (verbatim_string_literal) (character_literal) (interpolated_string_expression)] @string
(interpolation) @none
(escape_sequence) @string.escape
(comment) @comment
["class" "interface" "struct" "enum" "record" "delegate" "event" "where"] @keyword.type
["using" "namespace"] @keyword.import
["if" "else" "switch" "case" "default" "when"] @keyword.conditional
["for" "foreach" "while" "do" "break" "continue" "in"] @keyword.repeat
["return" "yield"] @keyword.return
["try" "catch" "finally" "throw"] @keyword.exception
["as" "await" "get" "is" "lock" "new" "operator" "out" "params" "ref" "set" "sizeof" "typeof" "unsafe"] @keyword
["=" "=>" "+" "-" "*" "/" "<" ">" "==" "!=" "<=" ">=" "&&" "||" "!" "??" "?" "+=" "-=" "++" "--"] @operator
["," ";" ":" "."] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
