((script_element
  (start_tag) @_start
  (raw_text) @injection.content)
  (#not-match? @_start "(type|lang)\\s*=")
  (#set! injection.language "javascript"))

((script_element
  (start_tag) @_start
  (raw_text) @injection.content)
  (#match? @_start "type\\s*=\\s*[\"']?(module|text/javascript|application/javascript|text/babel)")
  (#set! injection.language "javascript"))

((script_element
  (start_tag) @_start
  (raw_text) @injection.content)
  (#match? @_start "lang\\s*=\\s*[\"']?(ts|typescript)")
  (#set! injection.language "typescript"))

((script_element
  (start_tag) @_start
  (raw_text) @injection.content)
  (#match? @_start "type\\s*=\\s*[\"']?(application/([a-z]+\\+)?json|importmap)")
  (#set! injection.language "json"))

((style_element
  (raw_text) @injection.content)
  (#set! injection.language "css"))

((attribute
  (attribute_name) @_name
  (quoted_attribute_value (attribute_value) @injection.content))
  (#match? @_name "^on[a-z]+$")
  (#set! injection.language "javascript"))
