/** `[[` `]]` `[]` `][`: sections, the rows that start with a brace or a section macro. */
import { rowOf, type Text } from "../text.ts";
import type { Target } from "./contract.ts";
import { firstNonBlank } from "./lines.ts";
import { findBlock, type MacroOptions } from "./paragraph.ts";

export interface SectionKind {
  readonly forward: boolean;
  /** `[]` and `][`: rows that start with `}`. */
  readonly end: boolean;
  /** An operator waits: `]]` then also stops below a `}`, and the column is 0. */
  readonly operator: boolean;
}

export function sectionMotion(
  text: Text,
  pos: number,
  count: number,
  kind: SectionKind,
  options: MacroOptions,
): Target | null {
  const brace = kind.end ? "}" : "{";
  const both = kind.operator && kind.forward && !kind.end;
  const direction = kind.forward ? 1 : -1;
  const found = findBlock(text, rowOf(text, pos), direction, count, brace, both, options);
  if (found === null || kind.operator) return found;
  return { ...found, pos: firstNonBlank(text, rowOf(text, found.pos)) };
}
