(plain_value) @constant
(comment) @comment
(tag_name) @tag
(nesting_selector) @tag
(universal_selector) @tag
(class_name) @type
(id_name) @constant
(attribute_name) @attribute
(pseudo_class_selector (class_name) @attribute)
(property_name) @property
(feature_name) @property
(variable_name) @variable.builtin
(variable_value) @variable.builtin
(function_name) @function
(mixin_statement (name) @function)
(function_statement (name) @function)
(include_statement (identifier) @function.call)
(string_value) @string
(color_value) @number
(integer_value) @number
(float_value) @number
(unit) @type.builtin
(important) @keyword.modifier
(at_keyword) @keyword
["@media" "@import" "@charset" "@namespace" "@supports" "@keyframes" "@mixin" "@include" "@extend"
 "@function" "@return" "@if" "@else" "@each" "@for" "@while" "@use" "@forward"] @keyword
[":" ";" "," "." "::" "#"] @punctuation.delimiter
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["+" "-" "*" "/" ">" "~"] @operator
