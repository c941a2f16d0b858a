/** The film of Tab: a rename, a repeated edit, a jump to another file. */
import { type Scene, type Step, TYPING_MS } from "./scene.ts";

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

const TAB = { keys: "\t", name: "Tab" };
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

export const TAB_SCENE: Scene = {
  name: "demo",
  size: { rows: 24, cols: 92 },
  files: FILES,
  steps: STEPS,
};
