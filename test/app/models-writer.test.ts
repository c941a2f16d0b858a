/** A model writes commands: one, with a line about it, which nobody runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { modelWriter, readAnswer } from "../../src/app/models/command-writer.ts";
import { Cancelled } from "../../src/base/errors.ts";
import type { Editor } from "../../src/editor/editor.ts";
import type { PickItem } from "../../src/editor/picker.ts";
import type { ModelCall, ModelStream } from "../../src/models/port.ts";
import { describeSource } from "../../src/shell/writer/source.ts";
import type {
  CommandCandidate,
  CommandWriter,
  WriterQuestion,
} from "../../src/shell/writer/writer.ts";

const ANSWERS: readonly (readonly [string, string | null, string])[] = [
  [
    "find . -size +10M\nFinds files larger than 10 MB.",
    "find . -size +10M",
    "Finds files larger than 10 MB",
  ],
  ["```sh\nls -la\n```\n", "ls -la", "What the model suggests"],
  ["$ ls\nLists files", "ls", "Lists files"],
  ["`du -sh *`\n\nSizes", "du -sh *", "Sizes"],
  ['{"command": "tar xf {archive}", "explanation": "Unpacks"}', "tar xf {archive}", "Unpacks"],
  ["{ echo a; echo b; }\nPrints", "{ echo a; echo b; }", "Prints"],
  ["<think>hm\nrm -rf /</think>\nls\nLists", "ls", "Lists"],
  ["ls \x1b[31m\nLists", null, ""],
  ["NONE", null, ""],
  ["", null, ""],
  [
    "Here is the command you asked for:\n\n```bash\nrm -rf /\n```\n\nThis removes everything.",
    "rm -rf /",
    "This removes everything",
  ],
  [
    "```sh\n# the large ones\nfind . \\\n  -size +10M\n```",
    "find . -size +10M",
    "What the model suggests",
  ],
  ['```json\n{"command": "ls", "explanation": "Lists."}\n```', "ls", "Lists"],
  ["```sh\nls\nLists files", "ls", "Lists files"],
  ["You could use:\nls -la", "ls -la", "What the model suggests"],
  ["<think>the user wants\nrm -rf /", null, ""],
  ["Removing all files is dangerous, so be careful.", null, ""],
  ["To list files, use ls.", null, ""],
  ["the-tool --run\nRuns it", "the-tool --run", "Runs it"],
  ["to.sh x\nRuns it", "to.sh x", "Runs it"],
  ["Sorry, I cannot do that.", null, ""],
];

for (const [answer, command, explanation] of ANSWERS) {
  test(`answer ${JSON.stringify(answer).slice(0, 50)}`, () => {
    const found = readAnswer(answer);
    assert.equal(found?.command ?? null, command);
    if (command !== null) {
      assert.equal(found?.explanation, explanation);
      assert.equal(found?.source, "model");
    }
  });
}

const QUESTION: WriterQuestion = {
  words: "log in with password=hunter2horse at db",
  shell: "zsh",
  cwd: "/home/kim/secret-project",
  now: 0,
};

function writerWith(pause: () => Promise<void>, calls: ModelCall[]) {
  return modelWriter({
    models: {
      call(call): ModelStream {
        calls.push(call);
        return {
          result: Promise.resolve({ finish: "stop", usage: null, firstMs: 0, totalMs: 0 }),
          async *[Symbol.asyncIterator]() {
            yield "ls\nLi";
            yield "sts";
          },
        };
      },
    },
    model: () => "m",
    pause,
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test("it is asked when the description rests, without secrets and without the path", async () => {
  const calls: ModelCall[] = [];
  const writer = writerWith(async () => {}, calls);
  const signal = new AbortController().signal;
  const found = (await all(writer.write(QUESTION, signal))).flat();
  assert.deepEqual(
    found.map(({ command }) => command),
    ["ls"],
  );
  const sent = JSON.stringify(calls);
  assert.doesNotMatch(sent, /hunter2horse|kim/);
  assert.match(sent, /Shell: zsh.*Folder: secret-project/);
  assert.equal(calls[0]?.purpose, "command");
});

test("words that are still typed, or too few, cost nothing", async () => {
  const calls: ModelCall[] = [];
  const writer = writerWith(() => Promise.reject(new Cancelled()), calls);
  const signal = new AbortController().signal;
  assert.deepEqual(await all(writer.write(QUESTION, signal)), []);
  assert.deepEqual(await all(writer.write({ ...QUESTION, words: "ls" }, signal)), []);
  assert.deepEqual(calls, []);
});

test("what a model writes late stands first; others stand behind what is there", async () => {
  const gate = Promise.withResolvers<void>();
  const candidate = (command: string, source: CommandCandidate["source"]): CommandCandidate => ({
    command,
    explanation: "x",
    source,
    score: 0.5,
  });
  const late = (command: string, source: CommandCandidate["source"]): CommandWriter => ({
    name: command,
    async *write() {
      await gate.promise;
      yield [candidate(command, source)];
    },
  });
  let together = (): void => {};
  const source = describeSource({} as Editor, {
    writers: [late("a", "model"), late("b", "manual")],
    situation: () => QUESTION,
    put: function* () {},
    after(_ms, callback) {
      together = callback;
      return { cancel() {} };
    },
  });
  const events: string[] = [];
  const ended = new Promise<void>((resolve) => {
    const note = (what: string) => (items: readonly PickItem[]) =>
      void events.push(`${what} ${items.map(({ text }) => text)}`);
    const sink = { push: note("push"), lead: note("lead"), done: () => resolve() };
    source.start("words", sink, new AbortController().signal);
  });
  together();
  gate.resolve();
  await ended;
  assert.deepEqual(events.sort(), ["lead a", "push b"]);
});
