/**
 * `sh bin/node scripts/demo.ts`: films the built editor as docs/demo.svg: a rename, a repeated edit, a
 * jump to another file, all by Tab. `npm run build` comes first. Everything in it is what the editor did
 * in a pseudo-terminal, at the times at which it did it; only the pauses are the script's. `--text` prints
 * the screen after each step as well.
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
  ".editorconfig": "[*]\nindent_style = space\nindent_size = 2\n",
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
const TYPING_MS = 80;
const STEPS: readonly Step[] = [
  { keys: "", name: "", words: "Two files. No model, no network, no language server.", look: 2000 },
  { keys: "/sum\r", name: "/sum", words: "`sum` wants a better name", typing: TYPING_MS },
  {
    keys: "cwsubtotal\x1b",
    name: "cw subtotal Esc",
    words: "typed once",
    typing: TYPING_MS,
    look: 1600,
  },
  { ...TAB, words: "the next one", look: 1200 },
  { ...TAB, words: "and the next" },
  { ...TAB, words: "and the next" },
  { ...TAB, words: "that was the last one", look: 1500 },
  { keys: "/console\r", name: "/console", words: "another change", typing: TYPING_MS },
  {
    keys: "cf(log.debug(\x1b",
    name: "cf( log.debug( Esc",
    words: "made once",
    typing: TYPING_MS,
    look: 1600,
  },
  { ...TAB, words: "the same on the next line like it" },
  { ...TAB, words: "and the next; now there is one in another file", look: 2500 },
  { ...TAB, words: "goes there", look: 1800 },
  { ...TAB, words: "and makes it", look: 1500 },
  { keys: "/FR\r", name: "/FR", words: "one more row", typing: TYPING_MS },
  { keys: 'o["IT",', name: 'o ["IT",', words: "what rows have in common", typing: 200, look: 1800 },
  { keys: "\t", name: "Tab", words: "is taken" },
  { keys: "22],\x1b", name: "22], Esc", words: "the rest is typed", typing: 160, look: 2000 },
];

/** For who writes the script: what a step has left on the screen. */
function print(title: string): void {
  const { active } = play.terminal.buffer;
  const rows = Array.from({ length: SIZE.rows }, (_, row) => active.getLine(row));
  console.log(`--- ${title}\n${rows.map((row) => row?.translateToString(true)).join("\n")}`);
}

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
  if (process.argv.includes("--text")) print(`${name}  ${words}`);
}
await delay(1500);
writeFileSync(join(root, "docs", "demo.svg"), film.end(now()));
play.end();
