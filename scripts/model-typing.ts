/**
 * What Tab with a model costs and shows while somebody types: real-looking texts, key by key at a
 * person's speed, against a simulated model, through the real arbiter and the real drawing.
 *
 *     sh bin/node scripts/model-typing.ts [EDITS.jsonl[.gz]] [EVERY]
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { HABITS, judge, lineOf, sumOf, texts } from "./model-typing/replay.ts";
import type { Sample } from "./model-typing/texts.ts";
import { type TypingResult, typeText } from "./model-typing/typing.ts";

interface Episode {
  readonly id: string;
  readonly files: readonly {
    readonly path: string;
    readonly before: string;
    readonly lang: string;
  }[];
  readonly edits: readonly {
    readonly file: number;
    readonly line: number;
    readonly col: number;
    readonly removed: string;
    readonly inserted: string;
  }[];
}

const LEAST = 120;
const MOST = 1500;

/** First edits of episodes that somebody would type. */
function samplesOf(path: string, every: number): Sample[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const samples: Sample[] = [];
  for (const [i, line] of text.trim().split("\n").entries()) {
    if (i % every !== 0) continue;
    const { id, files, edits } = JSON.parse(line) as Episode;
    const edit = edits[0];
    const file = edit && files[edit.file];
    if (!edit || !file || edit.removed !== "") continue;
    const inserted = edit.inserted.replace(/\n$/, "");
    if (inserted.length < LEAST || inserted.length > MOST || /\t|[^\x20-\x7e\n]/.test(inserted))
      continue;
    const rows = file.before.split("\n");
    const at = rows.slice(0, edit.line).reduce((sum, row) => sum + row.length + 1, 0) + edit.col;
    const before = file.before.slice(0, at);
    const after = (inserted === edit.inserted ? "" : "\n") + file.before.slice(at);
    samples.push({ name: id, filetype: file.lang, before, text: inserted, after });
  }
  return samples;
}

const [path, every = "20"] = process.argv.slice(2);
const samples = path === undefined ? texts() : samplesOf(path, Number(every));
process.stdout.write(`${samples.length} texts\n`);
const all: { readonly typed: TypingResult[]; readonly tabbed: TypingResult[] } = {
  typed: [],
  tabbed: [],
};
let bad = 0;
for (const { name, latency, ...habits } of HABITS) {
  const typed: TypingResult[] = [];
  const tabbed: TypingResult[] = [];
  for (const [i, sample] of samples.entries()) {
    const request = { ...sample, habits: { ...habits, latency }, seed: 17 + i };
    typed.push(await typeText({ ...request, tabs: null }));
    tabbed.push(await typeText({ ...request, tabs: 300 }));
  }
  process.stdout.write(`${name} (${latency.join("–")} ms)\n`);
  process.stdout.write(`  all typed  ${lineOf(sumOf(typed))}\n`);
  process.stdout.write(`  with Tab   ${lineOf(sumOf(tabbed))}\n`);
  all.typed.push(...typed);
  all.tabbed.push(...tabbed);
}
process.stdout.write(`all typed    ${lineOf(sumOf(all.typed))}\n`);
process.stdout.write(`with Tab     ${lineOf(sumOf(all.tabbed))}\n`);
for (const fault of judge(sumOf(all.typed), sumOf(all.tabbed))) {
  process.stdout.write(`not reached: ${fault}\n`);
  bad++;
}
process.exitCode = bad > 0 ? 1 : 0;
