((identifier) @constant
  (#match? @constant "^[A-Z][A-Z\\d_]+$"))

(integer_literal) @number
(float_literal) @number
(char_literal) @string
(enum_variant name: (identifier) @constant)
(const_item name: (identifier) @constant)
(static_item name: (identifier) @constant)

(mod_item name: (identifier) @module)
(scoped_identifier path: (identifier) @module)
(scoped_use_list path: (identifier) @module)
(use_declaration argument: (identifier) @module)
((scoped_identifier path: (identifier) @type)
  (#match? @type "^[A-Z]"))
((use_list (identifier) @type)
  (#match? @type "^[A-Z]"))
((scoped_identifier name: (identifier) @type)
  (#match? @type "^[A-Z][a-z]"))
((scoped_identifier name: (identifier) @constant)
  (#match? @constant "^[A-Z][A-Z\\d_]+$"))

(call_expression function: (identifier) @function.call)
(call_expression function: (field_expression field: (field_identifier) @function.method.call))
(call_expression function: (scoped_identifier name: (identifier) @function.call))
((call_expression function: (identifier) @type.constructor)
  (#match? @type.constructor "^[A-Z]"))
((call_expression function: (scoped_identifier name: (identifier) @type.constructor))
  (#match? @type.constructor "^[A-Z]"))
(generic_function function: (identifier) @function.call)
(impl_item body: (declaration_list (function_item name: (identifier) @function.method)))
(trait_item body: (declaration_list (function_signature_item name: (identifier) @function.method)))

(macro_invocation macro: (identifier) @function.macro "!" @function.macro)
(macro_definition name: (identifier) @function.macro)
(metavariable) @variable.builtin

(closure_parameters (identifier) @variable.parameter)
(parameter pattern: (identifier) @variable.parameter)
(self) @variable.builtin
(shorthand_field_initializer (identifier) @property)
(field_initializer field: (field_identifier) @property)

(lifetime ["'" (identifier)] @label)
(label ["'" (identifier)] @label)

(escape_sequence) @string.escape
["," "." ":" "::" ";" "->" "=>"] @punctuation.delimiter
["!=" "%" "%=" "&" "&=" "&&" "*" "*=" "+" "+=" "-" "-=" ".." "..=" "/=" "<" "<<" "<<=" "<=" "="
 "==" ">" ">=" ">>" ">>=" "@" "^" "^=" "|" "|=" "||" "?"] @operator
["->" "=>"] @operator
(binary_expression "/" @operator)
(unary_expression "!" @operator)
(type_arguments ["<" ">"] @punctuation.bracket)
(type_parameters ["<" ">"] @punctuation.bracket)
(closure_parameters "|" @punctuation.bracket)

["fn"] @keyword.function
["return" "yield"] @keyword.return
["use" "mod" "extern"] @keyword.import
["if" "else" "match"] @keyword.conditional
["for" "in" "loop" "while" "break" "continue"] @keyword.repeat
["struct" "enum" "union" "trait" "impl" "type"] @keyword.type
["pub" "static" "const" "async" "unsafe" "ref" "move" "dyn"] @keyword.modifier
(mutable_specifier) @keyword.modifier
(use_as_clause "as" @keyword.import)
