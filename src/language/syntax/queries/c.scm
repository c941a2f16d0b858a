((identifier) @constant
  (#match? @constant "^[A-Z][A-Z\\d_]*$"))
(enumerator name: (identifier) @constant)
(parameter_declaration declarator: (identifier) @variable.parameter)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @variable.parameter))
(parameter_declaration declarator: (array_declarator declarator: (identifier) @variable.parameter))

(call_expression function: (identifier) @function.call)
(call_expression function: (field_expression field: (field_identifier) @function.method.call))
(function_declarator declarator: (identifier) @function)
(preproc_function_def name: (identifier) @function.macro)
(preproc_def name: (identifier) @constant.macro)
(preproc_params (identifier) @variable.parameter)

(primitive_type) @type.builtin
(sized_type_specifier) @type.builtin
(type_identifier) @type
(type_qualifier) @keyword.modifier
(storage_class_specifier) @keyword.modifier

(char_literal) @string
(escape_sequence) @string.escape
(true) @constant.builtin
(false) @constant.builtin
(null) @constant.builtin
(system_lib_string) @string

["#define" "#elif" "#else" "#endif" "#if" "#ifdef" "#ifndef" "#include"] @preprocessor
(preproc_directive) @preprocessor
(preproc_def name: (identifier) @constant.macro)

["return" "goto"] @keyword.return
["if" "else" "switch" "case" "default"] @keyword.conditional
["for" "while" "do" "break" "continue"] @keyword.repeat
["struct" "union" "enum" "typedef"] @keyword.type
["sizeof"] @keyword.operator

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," "." ";" ":" "->"] @punctuation.delimiter
["!" "!=" "%" "%=" "&" "&&" "&=" "*" "*=" "+" "++" "+=" "-" "--" "-=" "/" "/=" "<" "<<" "<<=" "<=" "="
 "==" ">" ">=" ">>" ">>=" "^" "^=" "|" "|=" "||" "~"] @operator
(conditional_expression ["?" ":"] @operator)
