(code_span) @markup.raw
(code_span_delimiter) @punctuation.delimiter
(emphasis) @markup.italic
(strong_emphasis) @markup.bold
(strikethrough) @markup.strikethrough
(emphasis_delimiter) @punctuation.delimiter

(link_text) @markup.link
(link_label) @markup.link.label
(image_description) @markup.link
(link_destination) @markup.link.url
(uri_autolink) @markup.link.url
(email_autolink) @markup.link.url
(link_title) @string
(inline_link ["[" "]" "(" ")"] @punctuation.delimiter)
(full_reference_link ["[" "]"] @punctuation.delimiter)
(collapsed_reference_link ["[" "]"] @punctuation.delimiter)
(image ["!" "[" "]" "(" ")"] @punctuation.delimiter)

[
  (backslash_escape)
  (hard_line_break)
  (entity_reference)
  (numeric_character_reference)
] @string.escape
(html_tag) @tag
