/** Waiting in a fiber: keys typed meanwhile, CTRL-C, errors, where nothing can be waited for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../src/base/errors.ts";
import { parseKeys } from "../../src/base/key.ts";
import { Editor } from "../../src/editor/editor.ts";
import { type Fiber, until } from "../../src/editor/fiber.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { Text } from "../../src/text/text.ts";

function setUp(): {
  editor: Editor;
  loop: KeyLoop;
  log: string[];
  answers: Array<(text: string) => void>;
} {
  const editor = new Editor({ now: () => 0, poll: () => {} });
  editor.addTab(editor.newWindow(editor.addDocument(Text.empty, null)));
  const log: string[] = [];
  const answers: Array<(text: string) => void> = [];
  editor.mainFiber = function* (): Fiber {
    for (;;) {
      try {
        const key = yield { mode: "n", idle: true };
        if (key !== "g") log.push(key);
        else log.push(yield* until(new Promise<string>((resolve) => answers.push(resolve)), "X"));
      } catch (error) {
        log.push(error instanceof UserError ? error.message : (error as Error).constructor.name);
      }
    }
  };
  return { editor, loop: new KeyLoop(editor, editor.mainFiber), log, answers };
}

test("keys typed during a wait run behind it", async () => {
  const { loop, log, answers, editor } = setUp();
  const resumed = new Promise<void>((resolve) => editor.events.on("resumed", () => resolve()));
  loop.feed(parseKeys("agzz"));
  assert.deepEqual(log, ["a"]);
  answers[0]!("answer");
  await resumed;
  assert.deepEqual(log, ["a", "answer", "z", "z"]);
});

test("CTRL-C ends a wait and drops what was typed behind it", () => {
  const { loop, log } = setUp();
  loop.feed(parseKeys("gz"));
  loop.feed(["<C-c>"]);
  loop.feed(["b"]);
  assert.deepEqual(log, ["Cancelled", "b"]);
});

test("a late answer is nobody's", async () => {
  const { loop, log, answers } = setUp();
  loop.feed(["g"]);
  loop.feed(["<C-c>"]);
  answers[0]!("late");
  await Promise.resolve();
  loop.feed(["b"]);
  assert.deepEqual(log, ["Cancelled", "b"]);
});

test("without patience the keys run and the command is told", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { loop, log } = setUp();
  loop.feed(parseKeys("gz"));
  assert.deepEqual(log, []);
  t.mock.timers.tick(1000);
  assert.deepEqual(log, ["X has not answered yet", "z"]);
  loop.feed(["g"]);
  t.mock.timers.tick(1000);
  assert.equal(log.length, 2);
  loop.feed(["c"]);
  assert.deepEqual(log.slice(2), ["X has not answered yet", "c"]);
});

test("nothing is waited for in a nested loop", () => {
  const { editor, log } = setUp();
  editor.nesting = 1;
  const loop = new KeyLoop(editor, editor.mainFiber);
  loop.feed(parseKeys("gz"));
  assert.deepEqual(log, ["X cannot be waited for here", "z"]);
});
