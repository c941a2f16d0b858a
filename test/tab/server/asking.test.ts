/** One question of a kind at a time; news; a rest. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEditor } from "../../../src/app/compose.ts";
import { UserError } from "../../../src/base/errors.ts";
import { Asking } from "../../../src/tab/server/asking.ts";
import { News, withNews } from "../../../src/tab/server/news.ts";
import { Rest } from "../../../src/tab/server/rest.ts";
import { textOf } from "../../../src/text/text.ts";

function start() {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  const doc = editor.addDocument(textOf("a"), null);
  editor.addTab(editor.newWindow(doc));
  const frames: (() => void)[] = [];
  const asking = new Asking(editor, (callback) => frames.push(callback));
  return {
    editor,
    asking,
    change() {
      editor.dispatch(doc, { changes: { from: 0, insert: "b" }, origin: "test" });
      for (const callback of frames.splice(0)) callback();
    },
  };
}

const { signal } = new AbortController();

test("questions of a kind follow each other, others don't wait", async () => {
  const { asking } = start();
  const log: string[] = [];
  const gates: (() => void)[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise<void>((resolve) => gates.push(resolve));
    log.push(`${name} ends`);
    return name;
  };
  const all = [
    asking.ask("actions", signal, work("a")),
    asking.ask("actions", signal, work("b")),
    asking.ask("references", signal, work("c")),
  ];
  await new Promise(setImmediate);
  assert.deepEqual(log, ["a begins", "c begins"]);
  while (gates.length > 0) {
    gates.shift()!();
    await new Promise(setImmediate);
  }
  assert.deepEqual(await Promise.all(all), ["a", "b", "c"]);
  assert.deepEqual(log.slice(2), ["a ends", "b begins", "c ends", "b ends"]);
});

test("a change calls off what is asked about the text; refusals are silence", async () => {
  const { asking, change, editor } = start();
  const forever = (inner: AbortSignal): Promise<string> =>
    new Promise((resolve) => inner.addEventListener("abort", () => resolve("called off")));
  const plain = asking.ask("actions", signal, forever);
  let ended = false;
  const survivor = asking.ask(
    "references",
    signal,
    async (inner) => {
      await plain;
      ended = inner.aborted;
      return "there";
    },
    true,
  );
  await new Promise(setImmediate);
  change();
  assert.equal(await plain, null);
  assert.equal(await survivor, "there");
  assert.equal(ended, false);
  const refuse = asking.ask("actions", signal, () => Promise.reject(new UserError("no")));
  assert.equal(await refuse, null);
  assert.deepEqual(editor.bugs, []);
  const broken = asking.ask("actions", signal, () => Promise.reject(new Error("bug")));
  assert.equal(await broken, null);
  assert.equal(editor.bugs.length, 1);
});

test("lists come with each piece of news until they are called off", async () => {
  const news = new News();
  const controller = new AbortController();
  let list: number[] = [];
  const found: (readonly number[])[] = [];
  const reading = (async () => {
    for await (const each of withNews(news, controller.signal, async () => list)) found.push(each);
  })();
  await new Promise(setImmediate);
  assert.deepEqual(found, [], "nothing was said that could be taken back");
  for (list of [[1], [], [2, 3]]) {
    news.tell();
    await new Promise(setImmediate);
  }
  controller.abort();
  await reading;
  assert.deepEqual(found, [[1], [], [2, 3]]);
});

test("who comes late to a rest does not wait for the next one", async () => {
  const rest = new Rest();
  let waited = false;
  const waiting = rest.wait(signal).then(() => {
    waited = true;
  });
  await new Promise(setImmediate);
  assert.equal(waited, false);
  rest.begin();
  await waiting;
  await rest.wait(signal);
  rest.end();
  const controller = new AbortController();
  const other = rest.wait(controller.signal);
  controller.abort();
  await other;
});
