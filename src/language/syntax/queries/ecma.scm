; JavaScript and TypeScript. It takes the place of the grammars' own queries: a query costs
; milliseconds to prepare, most of all patterns of nodes in nodes, so nothing is said twice.

(identifier) @variable
(property_identifier) @property
(private_property_identifier) @property
(shorthand_property_identifier) @variable
(shorthand_property_identifier_pattern) @variable
(statement_identifier) @label

(call_expression
  function: (identifier) @function.call)
(call_expression
  function: (member_expression
    property: [(property_identifier) (private_property_identifier)] @function.method.call))

[
  (function_expression name: (identifier) @function)
  (function_declaration name: (identifier) @function)
  (generator_function_declaration name: (identifier) @function)
  (variable_declarator name: (identifier) @function value: [(function_expression) (arrow_function)])
]
(method_definition
  name: [(property_identifier) (private_property_identifier)] @function.method)
(pair
  key: (property_identifier) @function.method
  value: [(function_expression) (arrow_function)])
(assignment_expression
  left: [
    (identifier) @function
    (member_expression property: (property_identifier) @function.method)
  ]
  right: [(function_expression) (arrow_function)])

((identifier) @type
  (#match? @type "^[A-Z]"))
(new_expression
  constructor: (identifier) @type.constructor)

([(identifier) (property_identifier) (shorthand_property_identifier)
  (shorthand_property_identifier_pattern)] @constant
  (#match? @constant "^[A-Z_][A-Z\\d_]+$"))

((identifier) @variable.builtin
  (#any-of? @variable.builtin
    "arguments" "console" "document" "exports" "globalThis" "module" "process" "window"))

((identifier) @function.builtin
  (#any-of? @function.builtin "require" "structuredClone" "setTimeout" "setInterval" "clearTimeout"
    "clearInterval" "queueMicrotask" "fetch"))

((identifier) @constant.builtin
  (#any-of? @constant.builtin "NaN" "Infinity"))

((property_identifier) @type.constructor
  (#eq? @type.constructor "constructor"))

(namespace_import (identifier) @module)

[(this) (super)] @variable.builtin
[(true) (false) (null) (undefined)] @constant.builtin
(number) @number
[(string) (template_string)] @string
(escape_sequence) @string.escape
(regex_pattern) @string.regexp
(regex_flags) @keyword

(comment) @comment
((comment) @comment.documentation
  (#match? @comment.documentation "^/\\*\\*"))
(hash_bang_line) @comment

[";" "." "," ":" (optional_chain)] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
[
  "-" "--" "-=" "+" "++" "+=" "*" "*=" "**" "**=" "/" "/=" "%" "%=" "<" "<=" "<<" "<<=" "=" "==" "==="
  "!" "!=" "!==" "=>" ">" ">=" ">>" ">>=" ">>>" ">>>=" "~" "^" "&" "|" "^=" "&=" "|=" "&&" "||" "??"
  "&&=" "||=" "??=" "..." "@" "?"
] @operator
(regex "/" @string.regexp)
(template_substitution
  ["${" "}"] @punctuation.special) @none

[
  "as" "async" "await" "class" "const" "debugger" "extends" "get" "let" "set" "static" "target" "var"
  "with"
] @keyword
"function" @keyword.function
["return" "yield"] @keyword.return
["import" "export" "from"] @keyword.import
["throw" "try" "catch" "finally"] @keyword.exception
["if" "else" "switch" "case" "default"] @keyword.conditional
["for" "while" "do" "continue" "break"] @keyword.repeat
["new" "delete" "in" "of" "instanceof" "typeof" "void"] @keyword.operator
(export_statement "default" @keyword.import)
