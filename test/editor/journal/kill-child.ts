/**
 * Types into a file through a journal until it is killed: `kill-child.ts FILE LOGS SEED`. After
 * every change it prints the revision, the time (ms) and how long its threads have waited for a processor, then often keeps its thread busy, as a
 * long command would. Saves now and then.
 */
import { writeSync } from "node:fs";
import { loadFile } from "../../../src/editor/files/load.ts";
import { saveFile } from "../../../src/editor/files/save.ts";
import { Journal } from "../../../src/editor/journal/journal.ts";
import { random } from "../files/random.ts";
import { nextChange, waitsOf } from "./kill.ts";

const [path, folder, seed] = process.argv.slice(2) as [string, string, string];
const below = random(Number(seed) + 1000);
const journal = new Journal({
  folder,
  onTrouble: (message) => writeSync(2, `${message}\n`),
  threaded: Number(seed) % 2 === 1,
});
const loaded = loadFile(path);
let { text } = loaded;
let { identity } = loaded;
const { format } = loaded;
journal.open(1, { path, identity, hash: null, format, revision: 0 });
// The editor starts the thread in its first idle moment, well before a person has typed.
journal.start();
journal.sync(10_000);

for (let revision = 1; ; revision++) {
  const change = nextChange(Number(seed), revision, text.length);
  text = change.apply(text);
  journal.append(1, change, revision);
  writeSync(1, `${revision} ${Date.now()} ${JSON.stringify(waitsOf(process.pid))}\n`);
  const busyUntil = performance.now() + (below(8) === 0 ? below(250) : below(4));
  while (performance.now() < busyUntil);
  if (below(40) === 0) {
    const saved = saveFile({
      path,
      text,
      format,
      known: identity,
      beforeReplace: (next) => journal.saving(1, revision, next),
    });
    if (saved.kind !== "saved") throw new Error(saved.kind);
    identity = saved.identity;
    const { hash } = saved;
    const base = { path, identity, hash, format, revision };
    journal.rebase(1, saved.exact ? base : { ...base, text });
  }
  await new Promise(setImmediate);
}
