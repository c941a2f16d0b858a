(php_tag) @preprocessor
"?>" @preprocessor
(variable_name) @variable
((variable_name) @variable.builtin (#eq? @variable.builtin "$this"))
(named_type (name) @type)
(named_type (qualified_name) @type)
(primitive_type) @type.builtin
(cast_type) @type.builtin
(class_declaration name: (name) @type)
(interface_declaration name: (name) @type)
(trait_declaration name: (name) @type)
(base_clause (name) @type)
(class_interface_clause (name) @type)
(object_creation_expression (name) @type.constructor)
(namespace_definition name: (namespace_name) @module)
(namespace_use_clause (qualified_name) @module)
(function_definition name: (name) @function)
(method_declaration name: (name) @function.method)
(function_call_expression function: (name) @function.call)
(member_call_expression name: (name) @function.method.call)
(scoped_call_expression name: (name) @function.method.call)
(scoped_call_expression scope: (name) @type)
(class_constant_access_expression . (name) @type)
(member_access_expression name: (name) @property)
(property_element (variable_name) @property)
(simple_parameter name: (variable_name) @variable.parameter)
(const_element (name) @constant)
((name) @constant (#match? @constant "^_?[A-Z][A-Z\\d_]+$"))
[(boolean) (null)] @constant.builtin
[(integer) (float)] @number
[(string) (encapsed_string) (heredoc) (nowdoc)] @string
(escape_sequence) @string.escape
(comment) @comment
["abstract" "final" "private" "protected" "public" "static" "readonly"] @keyword.modifier
["class" "interface" "trait" "extends" "implements"] @keyword.type
["function" "fn"] @keyword.function
["namespace" "use" "include" "include_once" "require" "require_once"] @keyword.import
["if" "else" "elseif" "switch" "case" "default" "match"] @keyword.conditional
["for" "foreach" "while" "do" "break" "continue"] @keyword.repeat
["return" "yield"] @keyword.return
["try" "catch" "finally" "throw"] @keyword.exception
["as" "const" "echo" "global" "new" "instanceof" "print"] @keyword
["=" "=>" "->" "." "+" "-" "*" "/" "<" ">" "==" "===" "!=" "!==" "<=" ">=" "&&" "||" "!" "??" "?" "+=" ".="] @operator
["," ";" ":" "::" "\\"] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
