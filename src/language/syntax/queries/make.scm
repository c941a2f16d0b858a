(targets (word) @function)
(prerequisites (word) @string)
(variable_assignment name: (word) @variable)
(variable_reference (word) @variable)
(comment) @comment
(shell_text) @none
