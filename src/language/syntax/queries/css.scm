(plain_value) @constant
(property_name) @property
((property_name) @variable
  (#match? @variable "^--"))
((plain_value) @variable
  (#match? @variable "^--"))
(class_name) @type
(id_name) @constant
(pseudo_class_selector (class_name) @attribute)
(pseudo_element_selector (tag_name) @attribute)
(attribute_name) @attribute
(feature_name) @property
(keyword_query) @constant.builtin
(function_name) @function
(color_value) @number
(unit) @type.builtin
(integer_value) @number
(float_value) @number
(important) @keyword.modifier
(string_value) @string
(escape_sequence) @string.escape
["[" "]"] @punctuation.bracket
(color_value "#" @number)
