/** The film of the terminal: a suggested command, what failed as places to go to, the command again. */
import { type Scene, TYPING_MS } from "./scene.ts";

const FILES: Readonly<Record<string, string>> = {
  "price.js": `const RATES = new Map([
  ["DE", 0.19],
  ["FR", 0.2],
]);

/** The price with the tax of a country. */
export function withTax(price, country) {
  return price * (1 + rateOf(country));
}

/** The share of the price that a country takes. */
function rateOf(country) {
  return rates.get(country) ?? 0;
}
`,
  "price.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { withTax } from "./price.js";

test("tax is part of the price", () => {
  assert.equal(withTax(100, "DE"), 119);
});
`,
  "package.json": `{
  "type": "module",
  "scripts": { "start": "node price.js", "test": "node --test" }
}
`,
  ".bashrc": "PS1='~/shop $ '\n",
};

export const SHELL_SCENE: Scene = {
  name: "shell",
  size: { rows: 26, cols: 92 },
  files: FILES,
  steps: [
    { keys: "", name: "", words: "A file with a mistake in it, and a test.", look: 1500 },
    { keys: "\x1ct", name: "CTRL-\\ t", words: "the drawer: your own shell", look: 1800 },
    { keys: "npm t", name: "npm t", words: "what the project offers", typing: 220, look: 1500 },
    { keys: "\x1b[C", name: "Right", words: "takes it", look: 800 },
    { keys: "\r", name: "Enter", words: "and you run it", look: 3500 },
    { keys: "\x1c\x17k", name: "CTRL-\\ CTRL-W k", words: "back to the file", look: 1200 },
    { keys: "\t", name: "Tab", words: "goes where it failed", look: 2500 },
    {
      keys: "wcwRATES\x1b",
      name: "w cw RATES Esc",
      words: "mended",
      typing: TYPING_MS,
      look: 2500,
    },
    { keys: "\t", name: "Tab", words: "what comes next", look: 2500 },
    { keys: "!", name: "!", words: "runs it; Tab and Enter never do", look: 4000 },
  ],
};
