(namespace_identifier) @module
((namespace_identifier) @type
  (#match? @type "^[A-Z]"))
(namespace_definition name: (namespace_identifier) @module)
(call_expression function: (qualified_identifier name: (identifier) @function.call))
(function_declarator declarator: (field_identifier) @function.method)
(function_declarator declarator: (qualified_identifier name: (identifier) @function.method))
(parameter_declaration declarator: (reference_declarator (identifier) @variable.parameter))
(optional_parameter_declaration declarator: (identifier) @variable.parameter)
(type_parameter_declaration (type_identifier) @type)
(auto) @type.builtin
(this) @variable.builtin
(null) @constant.builtin
(raw_string_literal) @string
(attribute_declaration) @attribute
(destructor_name (identifier) @function.method)
(operator_name) @function.method

["class" "concept" "typename" "template"] @keyword.type
["catch" "throw" "try" "noexcept"] @keyword.exception
["using" "namespace"] @keyword.import
["co_return" "co_yield"] @keyword.return
["new" "delete"] @keyword.operator
["explicit" "final" "friend" "override" "private" "protected" "public" "virtual" "mutable"] @keyword.modifier
(access_specifier) @keyword.modifier
["::"] @punctuation.delimiter
(template_argument_list ["<" ">"] @punctuation.bracket)
(template_parameter_list ["<" ">"] @punctuation.bracket)
