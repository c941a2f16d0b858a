(bare_key) @property
(quoted_key) @property
(table (bare_key) @type)
(table (dotted_key (bare_key) @type))
(table (dotted_key (quoted_key) @type))
(table (quoted_key) @type)
(table_array_element (bare_key) @type)
(table_array_element (dotted_key (bare_key) @type))
(escape_sequence) @string.escape
(boolean) @constant.builtin
