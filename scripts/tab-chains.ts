/**
 * How often the next suggestion is in the frame of an accept: replays episodes of real changes in an
 * editor without a screen. What is shown is accepted with Tab when it is one of the edits that are left;
 * else the next edit is made by hand.
 *
 *     sh bin/node scripts/tab-chains.ts EPISODES.jsonl[.gz] [EVERY]
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { composeEditor } from "../src/app/compose.ts";
import type { Document } from "../src/editor/document.ts";
import { KeyLoop } from "../src/editor/key-loop.ts";
import { installTabFeatures } from "../src/tab/install-features.ts";
import { ChangeSet, posOf, type Text, textOf } from "../src/text/text.ts";

interface Episode {
  readonly id: string;
  readonly files: readonly { readonly path: string; readonly before: string }[];
  readonly edits: readonly {
    readonly file: number;
    readonly line: number;
    readonly col: number;
    readonly removed: string;
    readonly inserted: string;
    readonly type?: string;
  }[];
}

/** An edit that is left to be made, in the text as it is. */
interface Left {
  readonly doc: Document;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function replay(episode: Episode) {
  const queue: (() => void)[] = [];
  let now = 0;
  const editor = composeEditor(
    { now: () => now, poll: () => {} },
    { afterFrame: (callback) => queue.push(callback), redraw() {}, env: {}, now: () => now },
  );
  const tab = installTabFeatures(editor);
  const docs = episode.files.map(({ path, before }) => {
    const doc = editor.addDocument(textOf(before.replace(/\n$/, "")), `/episode/${path}`);
    doc.options.set("filetype", editor.filetypeOf(doc.path!, ""));
    return doc;
  });
  editor.addTab(editor.newWindow(docs[0]!));
  const loop = new KeyLoop(editor, editor.mainFiber);
  editor.loop = loop;
  // biome-ignore lint/correctness/useYield: a fiber that needs no keys
  editor.openPlace = function* ({ doc }) {
    if (doc) editor.win.doc = doc;
  };
  const rest = async () => {
    for (let turns = 0; queue.length > 0 && turns < 400; turns++) {
      for (const callback of queue.splice(0)) callback();
      await turn();
    }
    tab.frame();
    await Promise.resolve();
    now += 1000;
  };
  let left: Left[] = episode.edits.map(({ file, line, col, removed, inserted }) => {
    const doc = docs[file]!;
    const from = Math.min(doc.text.length, posOf(doc.text, line, col));
    const to = Math.min(doc.text.length, from + removed.length);
    // The last line break of a file is a part of its format here.
    const insert = from + removed.length > to ? inserted.replace(/\n$/, "") : inserted;
    return { doc, from, to, insert };
  });
  const follow = (doc: Document, change: ChangeSet) => {
    left = left.map((one) =>
      one.doc === doc
        ? { ...one, from: change.mapPos(one.from, 1), to: change.mapPos(one.to, -1) }
        : one,
    );
    left = left.map((one) => (one.to < one.from ? { ...one, to: one.from } : one));
  };
  editor.events.on("change", ({ doc, change }) => follow(doc, change));
  const changeOf = ({ doc, from, to, insert }: Left) =>
    ChangeSet.of({ from, to, insert: textOf(insert) }, doc.text.length);
  /** The edit that is shown, or null. */
  const shownEdit = (): Left | null => {
    const prediction = tab.arbiter.shown?.prediction;
    const doc = docs.find(({ id }) => id === prediction?.doc);
    if (!prediction || !doc || prediction.changes.empty) return null;
    const made: Text = prediction.changes.apply(doc.text);
    const same = (one: Left) => one.doc === doc && changeOf(one).apply(doc.text).eq(made);
    return left.find(same) ?? null;
  };
  for (let steps = 0; left.length > 0 && steps < 300; steps++) {
    const edit = shownEdit();
    if (edit) {
      const far = tab.arbiter.shown?.kind === "jump";
      loop.feed(["<Tab>"]);
      if (far) {
        await rest();
        if (shownEdit() === edit) loop.feed(["<Tab>"]);
      }
      // The edit it was is made, or the way there led elsewhere; either way it is left behind.
      left = left.filter(
        (one) =>
          one.doc !== edit.doc ||
          one.insert !== edit.insert ||
          one.from > edit.from + edit.insert.length ||
          one.to < edit.from,
      );
      await rest();
      continue;
    }
    const next = left.shift()!;
    const { doc } = next;
    editor.win.doc = doc;
    editor.setCursor(editor.win, next.from);
    const change = changeOf(next);
    if (!change.empty) {
      editor.dispatch(doc, { changes: change, origin: "input.type" });
      const { length } = doc.text;
      editor.setCursor(editor.win, Math.min(length, next.from + next.insert.length));
    }
    editor.events.emit("command-done", { keys: [] });
    await rest();
  }
  return tab.arbiter.chains;
}

const [path, every = "1"] = process.argv.slice(2);
if (path === undefined) throw new Error("Which episodes?");
const bytes = readFileSync(path);
const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes)
  .toString("utf8")
  .trim()
  .split("\n");
let accepts = 0;
let ready = 0;
let late = 0;
let episodes = 0;
for (const [i, line] of lines.entries()) {
  if (i % Number(every) !== 0) continue;
  const chains = await replay(JSON.parse(line) as Episode);
  episodes++;
  accepts += chains.accepts;
  ready += chains.ready;
  late += chains.late;
}
const share = ready + late === 0 ? 0 : (100 * ready) / (ready + late);
process.stdout.write(
  `${episodes} episodes, ${accepts} accepts; ${ready + late} were followed by a suggestion, ` +
    `${share.toFixed(1)} % of these in the accept's own frame\n`,
);
