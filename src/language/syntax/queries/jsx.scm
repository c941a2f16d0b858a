[(jsx_opening_element name: (identifier) @tag)
 (jsx_closing_element name: (identifier) @tag)
 (jsx_self_closing_element name: (identifier) @tag)]

([(jsx_opening_element name: (identifier) @type)
  (jsx_closing_element name: (identifier) @type)
  (jsx_self_closing_element name: (identifier) @type)]
 (#match? @type "^[A-Z]"))
[(jsx_opening_element name: (member_expression property: (property_identifier) @type))
 (jsx_closing_element name: (member_expression property: (property_identifier) @type))
 (jsx_self_closing_element name: (member_expression property: (property_identifier) @type))]

(jsx_attribute (property_identifier) @attribute)
(jsx_text) @none
(html_character_reference) @string.escape
(jsx_opening_element ["<" ">"] @tag.delimiter)
(jsx_closing_element ["</" ">"] @tag.delimiter)
(jsx_self_closing_element ["<" "/>"] @tag.delimiter)
(jsx_expression ["{" "}"] @punctuation.special)
