; C, and what C++ takes from it; in place of the grammars' own queries.

(identifier) @variable
((identifier) @constant
  (#match? @constant "^[A-Z][A-Z\\d_]*$"))
(enumerator name: (identifier) @constant)

(call_expression
  function: [
    (identifier) @function.call
    (field_expression field: (field_identifier) @function.method.call)
  ])
(function_declarator declarator: (identifier) @function)
(parameter_declaration
  declarator: [
    (identifier) @variable.parameter
    (pointer_declarator declarator: (identifier) @variable.parameter)
    (array_declarator declarator: (identifier) @variable.parameter)
  ])

(preproc_function_def name: (identifier) @function.macro)
(preproc_def name: (identifier) @constant.macro)
(preproc_params (identifier) @variable.parameter)
[
  "#define" "#elif" "#else" "#endif" "#if" "#ifdef" "#ifndef" "#include" (preproc_directive)
] @preprocessor

(field_identifier) @property
(statement_identifier) @label
(type_identifier) @type
[(primitive_type) (sized_type_specifier)] @type.builtin
[(type_qualifier) (storage_class_specifier)] @keyword.modifier

[(string_literal) (system_lib_string) (char_literal)] @string
(escape_sequence) @string.escape
(number_literal) @number
[(true) (false) (null)] @constant.builtin
(comment) @comment

["return" "goto"] @keyword.return
["if" "else" "switch" "case" "default"] @keyword.conditional
["for" "while" "do" "break" "continue"] @keyword.repeat
["struct" "union" "enum" "typedef"] @keyword.type
"sizeof" @keyword.operator
["const" "extern" "inline" "static" "volatile"] @keyword.modifier

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," "." ";" ":" "->"] @punctuation.delimiter
["!" "!=" "%" "%=" "&" "&&" "&=" "*" "*=" "+" "++" "+=" "-" "--" "-=" "/" "/=" "<" "<<" "<<=" "<=" "="
 "==" ">" ">=" ">>" ">>=" "?" "^" "^=" "|" "|=" "||" "~"] @operator
