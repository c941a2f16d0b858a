; JavaScript alone: in TypeScript a parameter is a node of its own.

(formal_parameters
  [
    (identifier) @variable.parameter
    (rest_pattern (identifier) @variable.parameter)
    (assignment_pattern left: (identifier) @variable.parameter)
  ])
(arrow_function parameter: (identifier) @variable.parameter)
