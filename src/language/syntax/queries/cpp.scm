; What C++ adds to c.scm.

(namespace_identifier) @module
((namespace_identifier) @type
  (#match? @type "^[A-Z]"))

(call_expression function: (qualified_identifier name: (identifier) @function.call))
[(template_function name: (identifier) @function.call)
 (template_method name: (field_identifier) @function.method.call)]
(function_declarator
  declarator: [
    (field_identifier) @function.method
    (qualified_identifier name: (identifier) @function.method)
  ])
[(parameter_declaration declarator: (reference_declarator (identifier) @variable.parameter))
 (optional_parameter_declaration declarator: (identifier) @variable.parameter)]
(auto) @type.builtin
(this) @variable.builtin
(raw_string_literal) @string
(attribute_declaration) @attribute
[(destructor_name) (operator_name)] @function.method

["class" "concept" "typename" "template"] @keyword.type
["catch" "throw" "try" "noexcept"] @keyword.exception
["using" "namespace"] @keyword.import
["co_return" "co_yield"] @keyword.return
["co_await" "new" "delete" "requires"] @keyword.operator
["constexpr" "constinit" "consteval" "explicit" "final" "friend" "override" "private" "protected"
 "public" "virtual" "mutable"] @keyword.modifier
(access_specifier) @keyword.modifier
"::" @punctuation.delimiter
(template_argument_list ["<" ">"] @punctuation.bracket)
(template_parameter_list ["<" ">"] @punctuation.bracket)
