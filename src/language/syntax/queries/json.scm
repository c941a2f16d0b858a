(pair key: (string) @property)
(escape_sequence) @string.escape
["," ":"] @punctuation.delimiter
["[" "]" "{" "}"] @punctuation.bracket
