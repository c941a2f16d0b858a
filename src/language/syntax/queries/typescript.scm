; What TypeScript adds to ecma.scm.

[(required_parameter pattern: (identifier) @variable.parameter)
 (optional_parameter pattern: (identifier) @variable.parameter)
 (required_parameter (rest_pattern (identifier) @variable.parameter))
 (arrow_function parameter: (identifier) @variable.parameter)]

(type_identifier) @type
(predefined_type) @type.builtin
(literal_type [(null) (undefined)] @type.builtin)

[(method_signature name: (property_identifier) @function.method)
 (abstract_method_signature name: (property_identifier) @function.method)]
(function_signature name: (identifier) @function)
(public_field_definition
  name: (property_identifier) @function.method
  value: [(function_expression) (arrow_function)])
[(enum_body name: (property_identifier) @constant)
 (enum_assignment name: (property_identifier) @constant)]

(decorator ["@" (identifier)] @attribute)
(decorator (call_expression function: (identifier) @attribute))

[(internal_module name: (identifier) @module)
 (nested_type_identifier module: (identifier) @module)]

["abstract" "declare" "private" "protected" "public" "readonly" "static" "override"] @keyword.modifier
["interface" "type" "enum" "class" "namespace"] @keyword.type
["implements" "keyof" "satisfies" "is" "infer" "asserts"] @keyword.operator

(type_parameters ["<" ">"] @punctuation.bracket)
(type_arguments ["<" ">"] @punctuation.bracket)
(template_literal_type) @string
(template_type ["${" "}"] @punctuation.special)
