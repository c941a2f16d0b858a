; JavaScript and TypeScript: what the grammar's own query leaves plain.

(call_expression
  function: (identifier) @function.call)

(call_expression
  function: (member_expression
    property: (property_identifier) @function.method.call))

(call_expression
  function: (identifier) @function.builtin
  (#any-of? @function.builtin "require" "structuredClone" "setTimeout" "setInterval" "clearTimeout"
    "clearInterval" "queueMicrotask" "fetch"))

(new_expression
  constructor: (identifier) @type.constructor)

((identifier) @type
  (#match? @type "^[A-Z]"))

((identifier) @constant
  (#match? @constant "^[A-Z_][A-Z\\d_]+$"))

((property_identifier) @constant
  (#match? @constant "^[A-Z_][A-Z\\d_]+$"))

((identifier) @variable.builtin
  (#any-of? @variable.builtin
    "arguments" "console" "document" "exports" "globalThis" "module" "process" "window"))

((identifier) @constant.builtin
  (#any-of? @constant.builtin "NaN" "Infinity"))

(method_definition
  name: (property_identifier) @type.constructor
  (#eq? @type.constructor "constructor"))

(method_definition
  name: (private_property_identifier) @function.method)

(private_property_identifier) @property

(shorthand_property_identifier) @variable
(shorthand_property_identifier_pattern) @variable

(namespace_import (identifier) @module)

(statement_identifier) @label

(undefined) @constant.builtin
(this) @variable.builtin
(super) @variable.builtin

(escape_sequence) @string.escape
(regex "/" @string.regexp)
(regex_pattern) @string.regexp
(regex_flags) @keyword

((comment) @comment.documentation
  (#match? @comment.documentation "^/\\*\\*"))

(hash_bang_line) @comment

["function" "=>"] @keyword.function
"=>" @operator
["return" "yield"] @keyword.return
["import" "export" "from"] @keyword.import
["throw" "try" "catch" "finally"] @keyword.exception
["if" "else" "switch" "case"] @keyword.conditional
["for" "while" "do" "continue" "break"] @keyword.repeat
["new" "delete" "in" "of" "instanceof" "typeof" "void"] @keyword.operator
(switch_default "default" @keyword.conditional)
(export_statement "default" @keyword.import)

(ternary_expression ["?" ":"] @operator)

(template_substitution
  ["${" "}"] @punctuation.special)
