; JavaScript alone: in TypeScript a parameter is a node of its own.

(formal_parameters (identifier) @variable.parameter)
(formal_parameters (rest_pattern (identifier) @variable.parameter))
(formal_parameters (assignment_pattern left: (identifier) @variable.parameter))
(arrow_function parameter: (identifier) @variable.parameter)
