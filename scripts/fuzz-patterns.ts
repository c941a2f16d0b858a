/**
 * Types random patterns, key by key, over a line of a megabyte and over many rows, and lists the keys
 * that took longer than 50 ms. `node scripts/fuzz-patterns.ts [COUNT] [FIRST SEED]`; fails if any did.
 */

import { composeEditor } from "../src/app/compose.ts";
import { parseKeys } from "../src/base/key.ts";
import { KeyLoop } from "../src/editor/key-loop.ts";
import { Text } from "../src/text/text.ts";
import { randomPattern } from "../test/text/pattern/random-pattern.ts";

const LIMIT_MS = 50;
const count = Number(process.argv[2] ?? 200);
const first = Number(process.argv[3] ?? 1);

const TEXTS = {
  "a line of 1 MB": Text.of([`${"a".repeat(700_000)}!${"ab ".repeat(100_000)}`]),
  "rows of code": Text.of(
    Array.from({ length: 100_000 }, (_, i) => `  const foo${i} = aaaa bbbb(aaaa, ${i}); // c`),
  ),
  "rows of 2 kB": Text.of(Array.from({ length: 2000 }, () => "a".repeat(1990))),
};

/** The slowest key of typing `keys`, in ms, with what was typed then. */
function slowest(text: Text, keys: string): { ms: number; typed: string } {
  const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
  const doc = editor.addDocument(text, null);
  editor.addTab(editor.newWindow(doc));
  editor.win.height = 40;
  editor.win.width = 120;
  const loop = new KeyLoop(editor, editor.mainFiber);
  let worst = { ms: 0, typed: "" };
  for (let i = 0; i < keys.length; i++) {
    const started = performance.now();
    loop.feed(parseKeys(keys[i]!.replace("<", "<lt>")));
    const ms = performance.now() - started;
    if (ms > worst.ms) worst = { ms, typed: keys.slice(0, i + 1) };
  }
  return worst;
}

let failures = 0;
let top = 0;
for (const text of Object.values(TEXTS)) slowest(text, "/warm\\+");
for (let seed = first; seed < first + count; seed++) {
  const source = randomPattern(seed);
  for (const [name, text] of Object.entries(TEXTS)) {
    for (const keys of [`/${source}`, `:%s/${source}/x`]) {
      let { ms, typed } = slowest(text, keys);
      // Once more: it may have been the machine.
      if (ms > LIMIT_MS) ({ ms, typed } = slowest(text, keys));
      top = Math.max(top, ms);
      if (ms <= LIMIT_MS) continue;
      failures++;
      console.log(`${ms.toFixed(0)} ms  seed ${seed}, ${name}: ${typed}`);
    }
  }
}
console.log(`${count} patterns, slowest key ${top.toFixed(0)} ms, ${failures} over ${LIMIT_MS} ms`);
process.exitCode = failures > 0 ? 1 : 0;
