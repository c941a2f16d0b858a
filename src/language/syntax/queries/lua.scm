(identifier) @variable
((identifier) @constant
  (#match? @constant "^[A-Z][A-Z_0-9]+$"))
((identifier) @variable.builtin
  (#any-of? @variable.builtin "self" "_G" "_ENV" "vim"))
(parameters (identifier) @variable.parameter)
(field name: (identifier) @property)
(dot_index_expression field: (identifier) @property)
(function_declaration
  name: [(identifier) @function (dot_index_expression field: (identifier) @function)])
(function_declaration
  name: (method_index_expression method: (identifier) @function.method))
(function_call
  name: [
    (identifier) @function.call
    (dot_index_expression field: (identifier) @function.call)
    (method_index_expression method: (identifier) @function.method.call)
  ])
(function_call
  name: (identifier) @function.builtin
  (#any-of? @function.builtin
    "assert" "collectgarbage" "dofile" "error" "getmetatable" "ipairs" "load" "loadfile" "loadstring"
    "next" "pairs" "pcall" "print" "rawequal" "rawget" "rawlen" "rawset" "require" "select"
    "setmetatable" "tonumber" "tostring" "type" "unpack" "xpcall"))
(table_constructor ["{" "}"] @punctuation.bracket)
"=" @operator
(label_statement) @label
((comment) @comment.documentation
  (#match? @comment.documentation "^---"))
