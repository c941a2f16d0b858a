(atx_heading) @markup.heading
(setext_heading) @markup.heading
[
  (atx_h1_marker)
  (atx_h2_marker)
  (atx_h3_marker)
  (atx_h4_marker)
  (atx_h5_marker)
  (atx_h6_marker)
  (setext_h1_underline)
  (setext_h2_underline)
] @markup.heading.marker

(indented_code_block) @markup.raw
(fenced_code_block) @markup.raw
(fenced_code_block_delimiter) @punctuation.delimiter
(info_string) @label
(code_fence_content) @markup.raw

[
  (list_marker_plus)
  (list_marker_minus)
  (list_marker_star)
  (list_marker_dot)
  (list_marker_parenthesis)
] @markup.list
(task_list_marker_checked) @markup.list.checked
(task_list_marker_unchecked) @markup.list.unchecked
(thematic_break) @punctuation.special

(block_quote) @markup.quote
(block_quote_marker) @punctuation.special

(pipe_table_header) @markup.bold
(pipe_table_header "|" @punctuation.special)
(pipe_table_row "|" @punctuation.special)
(pipe_table_delimiter_row) @punctuation.special

(link_reference_definition (link_label) @markup.link.label)
(link_reference_definition (link_destination) @markup.link.url)
(link_reference_definition (link_title) @string)
(backslash_escape) @string.escape
(html_block) @none
