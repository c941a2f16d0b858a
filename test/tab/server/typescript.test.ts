/** Predictions with the TypeScript server that this repository has. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { diagnosticsOf } from "../../../src/language/diagnostics.ts";
import { at } from "../../language/features/desk.ts";
import { closeStages, edit, type Stage, typescriptStage } from "./stage.ts";

after(closeStages);

const LIB = `export function greet(userId: string): string {
  const text = userId.trim();
  return text + userId;
}

export function other(userId: string): string {
  return greet(userId);
}
`;

const MAIN = `import { greet } from "./lib.ts";

greet("a");
console.log(greet("b"));
`;

async function start(files: Readonly<Record<string, string>>, open: string): Promise<Stage> {
  const here = typescriptStage(files);
  const doc = here.open(open);
  await here.client(doc, "typescript");
  return here;
}

test("a rename follows the places that were gathered before it", async () => {
  const here = await start({ "lib.ts": LIB, "main.ts": MAIN }, "lib.ts");
  at(here as never, "userId");
  await here.tab.rest();
  await edit(here, "userId", "ciwaccountId<Esc>");
  const answers = await here.last("server-rename");
  assert.deepEqual(answers.map(here.shown), [
    "lib.ts:2:15 userId→accountId",
    "lib.ts:3:16 userId→accountId",
  ]);
  assert.equal(answers[0]!.reason, "you renamed `userId` → `accountId`; 2 references");
  assert.equal(new Set(answers.map(({ group }) => group)).size, 1);
});

test("a rename reaches files that are not open", async () => {
  const here = await start({ "lib.ts": LIB, "main.ts": MAIN }, "lib.ts");
  at(here as never, "greet");
  await here.tab.rest();
  await edit(here, "greet", "cwhail<Esc>");
  const answers = (await here.last("server-rename")).map(here.shown);
  assert.deepEqual(answers, [
    "lib.ts:7:9 greet→hail",
    "main.ts:1:9 greet→hail",
    "main.ts:3:0 greet→hail",
    "main.ts:4:12 greet→hail",
  ]);
});

test("without a gathering the syntax tree says what is in the function", async () => {
  const here = typescriptStage({ "lib.ts": LIB });
  here.trust.decide(here.root, "untrusted");
  here.open("lib.ts");
  await edit(here, "userId", "ciwaccountId<Esc>");
  const answers = await here.answers("server-rename");
  assert.deepEqual(answers.map(here.shown), [
    "lib.ts:2:15 userId→accountId",
    "lib.ts:3:16 userId→accountId",
  ]);
});

const BROKEN = `interface Shape {
  area: number;
}

const old: number = "old";

export function show(shape: Shape): number {
  return shape.area;
}
`;

test("an error that the last edit caused, not the one that was there", async () => {
  const here = await start({ "main.ts": BROKEN }, "main.ts");
  const { doc } = here.editor;
  const store = diagnosticsOf(here.editor);
  await here.until(() => store.of(doc).length > 0, "the old error is known");
  await edit(here, "area;\n}", "cearae<Esc>gg");
  const answers = await here.answers("diagnostic");
  assert.match(here.shown(answers[0]!), /^main\.ts:8:15 \(Property 'arae' does not exist/);
  for (const answer of answers) assert.doesNotMatch(here.shown(answer), /main\.ts:5:/);
});

test("a name that is not imported", async () => {
  const here = await start({ "lib.ts": LIB, "main.ts": "export const a = 1;\n" }, "main.ts");
  const { doc } = here.editor;
  here.open("lib.ts");
  here.open("main.ts");
  await here.until(() => here.tab.caused.knows(here.editor.doc.path!), "the file was looked at");
  await edit(here, "export", "Ogreet('x');<Esc>");
  const answers = await here.answers("server-import");
  assert.match(here.shown(answers[0]!), /import \{ greet \} from "\.\/lib\.ts"/);
  assert.equal(answers[0]!.doc, doc.id);
});

test("an import whose last use went", async () => {
  const here = await start({ "lib.ts": LIB, "main.ts": `${MAIN}export {};\n` }, "main.ts");
  await here.until(() => here.tab.caused.knows(here.editor.doc.path!), "the file was looked at");
  await edit(here, 'greet("a', "2dd");
  const answers = await here.answers("server-import");
  assert.match(here.shown(answers[0]!), /^main\.ts:1:0 import \{ greet \}/);
});

test("a changed signature reaches the calls in other files, open or not", async () => {
  const far = 'import { greet } from "./lib.ts";\n\nexport const c = greet("c");\n';
  const here = await start({ "lib.ts": LIB, "main.ts": MAIN, "far.ts": far }, "main.ts");
  await here.until(() => here.tab.caused.knows(here.editor.doc.path!), "the file was looked at");
  const lib = here.open("lib.ts");
  await here.client(lib, "typescript");
  await edit(here, "): string {", "i, times: number<Esc>");
  const asked = here.answers("server-propagate", (list) =>
    list.some((each) => each.doc < 0 && each.traits?.serverError === 1),
  );
  await here.tab.rest();
  const places = (await asked).map((each) => here.shown(each).split(" ", 1)[0]);
  // Behind the last argument of each call.
  assert.deepEqual(places.sort(), ["far.ts:3:26", "lib.ts:7:21", "main.ts:3:9", "main.ts:4:21"]);
  // One was worked off by hand, in a file that was opened for it: the others still wait.
  const opened = here.open("far.ts");
  await here.client(opened, "typescript");
  await edit(here, 'greet("c', "f)i, 1<Esc>0");
  const rest = here.answers("server-propagate");
  await here.tab.rest();
  const left = (await rest).map((each) => here.shown(each).split(" ", 1)[0]);
  assert.deepEqual(left.sort(), ["lib.ts:7:21", "main.ts:3:9", "main.ts:4:21"]);
});
