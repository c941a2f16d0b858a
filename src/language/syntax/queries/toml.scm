; The grammar's own query colours whole lines.
(bare_key) @property
(quoted_key) @property
(table (bare_key) @type)
(table (dotted_key (bare_key) @type))
(table (dotted_key (quoted_key) @type))
(table (quoted_key) @type)
(table_array_element (bare_key) @type)
(table_array_element (dotted_key (bare_key) @type))

(comment) @comment
(string) @string
(escape_sequence) @string.escape
(boolean) @constant.builtin
[(integer) (float)] @number
[(offset_date_time) (local_date_time) (local_date) (local_time)] @string.special

"=" @operator
["." ","] @punctuation.delimiter
["[" "]" "[[" "]]" "{" "}"] @punctuation.bracket
