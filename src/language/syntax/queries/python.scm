((identifier) @constant
  (#match? @constant "^[A-Z][A-Z\\d_]*$"))

(parameters (identifier) @variable.parameter)
(lambda_parameters (identifier) @variable.parameter)
(default_parameter name: (identifier) @variable.parameter)
(typed_parameter (identifier) @variable.parameter)
(typed_default_parameter name: (identifier) @variable.parameter)
(list_splat_pattern (identifier) @variable.parameter)
(dictionary_splat_pattern (identifier) @variable.parameter)
(keyword_argument name: (identifier) @variable.parameter)

((identifier) @variable.builtin
  (#any-of? @variable.builtin "self" "cls" "__name__" "__file__"))

(attribute attribute: (identifier) @property)

(call function: (identifier) @function.call)
(call function: (attribute attribute: (identifier) @function.method.call))
(call
  function: (identifier) @type.constructor
  (#match? @type.constructor "^[A-Z]"))
(call
  function: (identifier) @function.builtin
  (#any-of? @function.builtin
    "abs" "all" "any" "ascii" "bin" "breakpoint" "callable" "chr" "compile" "delattr" "dir" "divmod"
    "enumerate" "eval" "exec" "filter" "format" "getattr" "globals" "hasattr" "hash" "help" "hex" "id"
    "input" "isinstance" "issubclass" "iter" "len" "locals" "map" "max" "min" "next" "oct" "open" "ord"
    "pow" "print" "repr" "reversed" "round" "setattr" "sorted" "sum" "super" "vars" "zip" "__import__"))
((identifier) @type.builtin
  (#any-of? @type.builtin
    "bool" "bytearray" "bytes" "complex" "dict" "float" "frozenset" "int" "list" "memoryview" "object"
    "set" "str" "tuple" "type" "BaseException" "Exception" "ValueError" "TypeError" "KeyError"
    "IndexError" "RuntimeError" "AttributeError" "OSError" "StopIteration" "NotImplementedError"))

(function_definition name: (identifier) @function)
(class_definition body: (block (function_definition name: (identifier) @function.method)))
(class_definition
  body: (block (decorated_definition (function_definition name: (identifier) @function.method))))
(class_definition name: (identifier) @type)
(class_definition superclasses: (argument_list (identifier) @type))
(type (identifier) @type)
(type (generic_type (identifier) @type))
(type (subscript (identifier) @type))
((type (identifier) @type.builtin)
  (#any-of? @type.builtin
    "bool" "bytes" "dict" "float" "int" "list" "object" "set" "str" "tuple" "type"))

(decorator) @attribute
(decorator (identifier) @attribute)
(decorator (call function: (identifier) @attribute))
(decorator (attribute attribute: (identifier) @attribute))

(import_statement name: (dotted_name (identifier) @module))
(import_from_statement module_name: (dotted_name (identifier) @module))
(import_from_statement module_name: (relative_import) @module)

; A string alone is documentation.
(module . (comment)* . (expression_statement (string) @comment.documentation))
(class_definition body: (block . (expression_statement (string) @comment.documentation)))
(function_definition body: (block . (expression_statement (string) @comment.documentation)))

(escape_sequence) @string.escape
(interpolation ["{" "}"] @punctuation.special)
(type_conversion) @string.escape
(format_specifier) @string.escape

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
(interpolation ["{" "}"] @punctuation.special)
["," "." ":" ";"] @punctuation.delimiter
["and" "in" "is" "not" "or" "is not" "not in"] @keyword.operator
["def" "lambda"] @keyword.function
["return" "yield"] @keyword.return
["import" "from"] @keyword.import
["if" "elif" "else" "match" "case"] @keyword.conditional
["for" "while" "break" "continue"] @keyword.repeat
["try" "except" "finally" "raise"] @keyword.exception
["class"] @keyword.type
