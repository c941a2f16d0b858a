(required_parameter pattern: (identifier) @variable.parameter)
(optional_parameter pattern: (identifier) @variable.parameter)
(required_parameter (rest_pattern (identifier) @variable.parameter))
(arrow_function parameter: (identifier) @variable.parameter)
(required_parameter pattern: (this) @variable.builtin)

(type_parameter name: (type_identifier) @type)
(predefined_type) @type.builtin
(literal_type (null) @type.builtin)
(literal_type (undefined) @type.builtin)

(method_signature name: (property_identifier) @function.method)
(abstract_method_signature name: (property_identifier) @function.method)
(function_signature name: (identifier) @function)
(property_signature name: (property_identifier) @property)
(public_field_definition
  name: (property_identifier) @function.method
  value: [(function_expression) (arrow_function)])
(enum_body name: (property_identifier) @constant)
(enum_assignment name: (property_identifier) @constant)

(decorator "@" @attribute)
(decorator (identifier) @attribute)
(decorator (call_expression function: (identifier) @attribute))

(internal_module name: (identifier) @module)
(nested_type_identifier module: (identifier) @module)

["abstract" "declare" "private" "protected" "public" "readonly" "static" "override"] @keyword.modifier
["interface" "type" "enum" "class" "namespace"] @keyword.type
["keyof" "satisfies" "is" "infer" "asserts"] @keyword.operator
(as_expression "as" @keyword.operator)
(import_specifier "as" @keyword.import)
(export_specifier "as" @keyword.import)
(namespace_import "as" @keyword.import)

(union_type "|" @operator)
(intersection_type "&" @operator)
(optional_parameter "?" @operator)
(property_signature "?" @operator)
(public_field_definition "?" @operator)
(type_parameters ["<" ">"] @punctuation.bracket)
(type_arguments ["<" ">"] @punctuation.bracket)
(type_annotation ":" @punctuation.delimiter)
(non_null_expression "!" @operator)
(conditional_type ["?" ":"] @operator)
(template_literal_type) @string
(template_type ["${" "}"] @punctuation.special)
