; The grammar's own query names functions before variables; here the later one wins.

(package_identifier) @module
(parameter_declaration name: (identifier) @variable.parameter)
(variadic_parameter_declaration name: (identifier) @variable.parameter)
(const_spec name: (identifier) @constant)
((identifier) @constant (#match? @constant "^[A-Z][A-Z\\d_]+$"))

(function_declaration name: (identifier) @function)
(method_declaration name: (field_identifier) @function.method)
(method_elem name: (field_identifier) @function.method)
(call_expression function: (identifier) @function.call)
(call_expression
  function: (selector_expression field: (field_identifier) @function.method.call))
(call_expression
  function: (identifier) @function.builtin
  (#any-of? @function.builtin
    "append" "cap" "clear" "close" "complex" "copy" "delete" "imag" "len" "make" "max" "min" "new"
    "panic" "print" "println" "real" "recover"))

((type_identifier) @type.builtin
  (#any-of? @type.builtin
    "any" "bool" "byte" "comparable" "complex64" "complex128" "error" "float32" "float64" "int" "int8"
    "int16" "int32" "int64" "rune" "string" "uint" "uint8" "uint16" "uint32" "uint64" "uintptr"))

(label_name) @label
(blank_identifier) @variable.builtin
(field_declaration name: (field_identifier) @property)
(keyed_element . (literal_element (identifier) @property))

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["." "," ";" ":"] @punctuation.delimiter
["package" "import"] @keyword.import
["func"] @keyword.function
["return"] @keyword.return
["if" "else" "switch" "case" "select"] @keyword.conditional
["for" "range" "break" "continue"] @keyword.repeat
["type" "struct" "interface"] @keyword.type
