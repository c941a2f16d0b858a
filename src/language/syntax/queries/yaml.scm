(block_scalar) @string
(block_mapping_pair
  key: (flow_node (plain_scalar (string_scalar) @property)))
(flow_mapping (flow_pair key: (flow_node (plain_scalar (string_scalar) @property))))
(anchor_name) @label
(alias_name) @label
(tag) @type
(escape_sequence) @string.escape
