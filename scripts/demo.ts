/**
 * `sh bin/node scripts/demo.ts`: films the built editor as docs/demo.svg: a rename, a repeated edit, a
 * jump to another file, all by Tab. `npm run build` comes first. Everything in it is what the editor did
 * in a pseudo-terminal, at the times at which it did it; only the pauses are the script's.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Film } from "./screen-svg.ts";
import { startPlay } from "./terminal-play.ts";

const root = join(import.meta.dirname, "..");

const FILES: Readonly<Record<string, string>> = {
  "src/cart.ts": `import { rate } from "./tax.ts";

export interface Item {
  readonly price: number;
  readonly count: number;
}

/** What the customer pays. */
export function total(items: readonly Item[], country: string): number {
  let sum = 0;
  for (const item of items) {
    sum += item.price * item.count;
  }
  console.log("sum", sum);
  const tax = sum * rate(country);
  console.log("tax", tax);
  const due = sum + tax;
  console.log("due", due);
  return due;
}
`,
  "src/tax.ts": `/** The share of the price that the country takes. */
export function rate(country: string): number {
  const known = RATES.get(country);
  if (known === undefined) {
    console.log("no rate", country);
    return 0;
  }
  return known;
}

const RATES = new Map([
  ["DE", 0.19],
  ["FR", 0.2],
]);
`,
};

interface Step {
  readonly keys: string;
  /** How the keys are named below the screen. */
  readonly name: string;
  readonly words: string;
  /** Milliseconds between two letters; absent: all at once. */
  readonly typing?: number;
  /** Milliseconds that one looks at it. */
  readonly look?: number;
}

const TAB = { keys: "\t", name: "Tab" };
const STEPS: readonly Step[] = [
  { keys: "", name: "", words: "Two files. No model, no network, no language server.", look: 2500 },
  { keys: "/sum\r", name: "/sum", words: "A better name for `sum`", typing: 90, look: 700 },
  { keys: "cwsubtotal\x1b", name: "cwsubtotal Esc", words: "…typed once", typing: 90, look: 1500 },
  { ...TAB, words: "the next one" },
  { ...TAB, words: "and the next" },
  { ...TAB, words: "and the next" },
];

const SIZE = { rows: 24, cols: 92 };
const play = startPlay(root, SIZE, FILES);
await play.settled();
const film = new Film(play.terminal);
const began = performance.now();
const now = (): number => Math.round(performance.now() - began);
film.take(0);
play.onScreen(() => film.take(now()));
for (const { keys, name, words, typing, look } of STEPS) {
  film.caption(name, words, now());
  if (typing === undefined) play.write(keys);
  else {
    for (const key of keys) {
      play.write(key);
      await delay(typing);
    }
  }
  await delay(look ?? 900);
}
await delay(1500);
writeFileSync(join(root, "docs", "demo.svg"), film.end(now()));
play.end();
