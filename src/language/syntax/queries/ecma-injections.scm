; Tagged templates: css`…`, html`…`; what stands between `${` and `}` is left out.

(call_expression
  function: (identifier) @injection.language
  arguments: (template_string (string_fragment)+ @injection.content)
  (#any-of? @injection.language "css" "html" "svg" "javascript" "js" "ts" "json" "yaml" "markdown" "md"))

(call_expression
  function: (member_expression
    object: (identifier) @_styled)
  arguments: (template_string (string_fragment)+ @injection.content)
  (#any-of? @_styled "styled" "css")
  (#set! injection.language "css"))

; createGlobalStyle`…`
(call_expression
  function: (identifier) @_name
  arguments: (template_string (string_fragment)+ @injection.content)
  (#any-of? @_name "keyframes" "createGlobalStyle" "injectGlobal")
  (#set! injection.language "css"))
