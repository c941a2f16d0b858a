/** Patterns out of a seed, made to backtrack: repeats in repeats, alternatives that overlap. */
export function randomPattern(seed: number): string {
  let state = (seed * 2654435761) & 0x7fffffff;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const ATOMS = ["a", "b", ".", "\\w", "\\s*", "[ab]", "[^c]", "\\_.", "<", "$", "\\1", "\\zs"];
  const REPEATS = ["", "*", "+", "?", "{-}", "{2,5}", "{-1,}", "{30}"];
  const piece = (depth: number): string => {
    const kind = depth > 3 ? 0 : pick(6);
    if (kind < 3) return ATOMS[pick(ATOMS.length)]! + (REPEATS[pick(REPEATS.length)] ?? "");
    const inner = sequence(depth + 1);
    if (kind === 3) return `(${inner}|${sequence(depth + 1)})${REPEATS[pick(REPEATS.length)]}`;
    if (kind === 4) return `(${inner})${REPEATS[pick(REPEATS.length)]}`;
    return `%(${inner})@${pick(2) === 0 ? "=" : "<!"}`;
  };
  const sequence = (depth: number): string => {
    let source = "";
    for (let left = 1 + pick(3); left > 0; left--) source += piece(depth);
    return source;
  };
  return `\\v${sequence(0)}${pick(2) === 0 ? "c" : ""}`;
}
