/**
 * `sh bin/node scripts/screenshot.ts`: runs the built editor in a pseudo-terminal, types a little, and
 * draws what a terminal shows as docs/screen.svg. `npm run build` comes first.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictureOf } from "./screen-svg.ts";
import { startPlay } from "./terminal-play.ts";

const root = join(import.meta.dirname, "..");
const SAMPLE = `interface Line {
  readonly price: number;
  readonly count: number;
}

/** What the customer pays, tax included. */
export function amount(lines: readonly Line[], tax: number): number {
  let total = 0;
  for (const line of lines) {
    total += line.price * line.count;
  }
  if (total > 1000) total *= 0.98;
  return total * (1 + tax);
}

/** The same, as a person reads it. */
export function shown(lines: readonly Line[], tax: number): string {
  const value = amount(lines, tax);
  return value.toFixed(2) + " EUR";
}
`;
/** `total` becomes `sum` once; the next places are offered. */
const TYPED = [":set number cursorline\r", "/total\r", "cwsum\x1b", "\t", ":noh\r"];

const play = startPlay(root, { rows: 26, cols: 92 }, { "invoice.ts": SAMPLE });
await play.settled();
for (const keys of TYPED) {
  play.write(keys);
  await play.settled();
}
writeFileSync(join(root, "docs", "screen.svg"), pictureOf(play.terminal));
play.end();
