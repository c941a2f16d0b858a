(tag_name) @tag
(erroneous_end_tag_name) @tag
(doctype) @keyword
(attribute_name) @attribute
(attribute "=" @operator)
(attribute_value) @string
(quoted_attribute_value) @string
(comment) @comment
(entity) @string.escape
["<" ">" "</" "/>" "<!"] @tag.delimiter
((element (start_tag (tag_name) @_tag) (text) @markup.heading)
  (#match? @_tag "^(h[1-6]|title)$"))
((element (start_tag (tag_name) @_tag) (text) @markup.bold)
  (#any-of? @_tag "b" "strong"))
((element (start_tag (tag_name) @_tag) (text) @markup.italic)
  (#any-of? @_tag "em" "i"))
((attribute (attribute_name) @_name (quoted_attribute_value (attribute_value) @markup.link.url))
  (#any-of? @_name "href" "src"))
