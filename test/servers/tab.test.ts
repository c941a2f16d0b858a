/** Predictions with real servers that are not TypeScript's own. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { diagnosticsOf } from "../../src/language/diagnostics.ts";
import { at } from "../language/features/desk.ts";
import { closeStages, edit, type Stage, stage } from "../tab/server/stage.ts";
import { REAL_SERVERS } from "./real-servers.ts";

after(closeStages);

/** A project with one of the servers; skipped with a message where that is not installed. */
function withServer(
  name: string,
  files: Readonly<Record<string, string>>,
  open: string,
  run: (here: Stage) => Promise<void>,
): void {
  const server = REAL_SERVERS.find((each) => each.name === name)!;
  const skip = server.command === null ? `${name} is not installed` : false;
  test(`predictions with ${name}`, { skip }, async () => {
    const others = REAL_SERVERS.map((each) => each.name).filter((each) => each !== name);
    const here = stage({
      files,
      servers: {
        ...Object.fromEntries([...others, "eslint"].map((each) => [each, false])),
        [name]: { command: server.command, ...server.table },
      },
    });
    const doc = here.open(open);
    await here.client(doc, name);
    await run(here);
    assert.deepEqual(here.editor.bugs, []);
  });
}

/** The old mistake is known, and what comes from now on is the user's. */
async function settled(here: Stage, mistake: RegExp): Promise<void> {
  const { doc } = here.editor;
  const store = diagnosticsOf(here.editor);
  const found = () => store.of(doc).some(({ item }) => mistake.test(item.message));
  await here.until(found, "the old mistake is known");
  here.now += 10_000;
}

withServer(
  "typescript-language-server",
  {
    "package.json": '{ "name": "x", "type": "module" }\n',
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true, "noEmit": true } }\n',
    "lib.ts": "export function greet(name: string): string {\n  return name;\n}\n",
    "main.ts":
      'import { greet } from "./lib.ts";\n\nconst shape = { area: 1 };\nconst old: number = "😀";\n\ngreet("x");\nconsole.log(shape.area, old);\n',
  },
  "main.ts",
  async (here) => {
    await settled(here, /not assignable/);
    at(here as never, "greet");
    await here.tab.rest();
    await edit(here, "greet", "cwhail<Esc>");
    const renamed = (await here.last("server-rename")).map(here.shown);
    assert.deepEqual(renamed, ["main.ts:6:0 greet→hail", "lib.ts:1:16 greet→hail"]);
    here.keys("u");
    await edit(here, "shape.area", "wwxgg");
    const wrong = (list: readonly { readonly reason: string }[]) =>
      list.some(({ reason }) => /Change spelling/.test(reason));
    const fixed = (await here.answers("diagnostic", wrong)).map(here.shown);
    assert.match(fixed[0]!, /^main\.ts:7:18 /);
    for (const each of fixed) assert.doesNotMatch(each, /main\.ts:4:/);
  },
);

withServer(
  "pyright",
  {
    "pyrightconfig.json": "{}\n",
    "lib.py": 'def greet(name: str) -> str:\n    """Says."""\n    return name\n',
    "main.py":
      'import os\nfrom lib import greet\n\nn: int = "😀"\nprint(os.sep)\nprint(greet("x"))\n',
  },
  "main.py",
  async (here) => {
    await settled(here, /not assignable/);
    at(here as never, "greet");
    await here.tab.rest();
    await edit(here, "greet", "cwhail<Esc>");
    const renamed = (await here.last("server-rename")).map(here.shown);
    assert.deepEqual(renamed, ["main.py:6:6 greet→hail", "lib.py:1:4 greet→hail"]);
    here.keys("u");
    await edit(here, "print(os", "dd");
    const unused = await here.answers("server-import");
    assert.deepEqual(unused.map(here.shown), ["main.py:1:0 import os\n→"]);
    assert.equal(unused[0]!.reason, "nothing uses os any more");
    here.keys("u");
    await edit(here, 'greet("x', "f)i, 1<Esc>gg");
    const places = (await here.answers("diagnostic")).map(here.shown);
    assert.deepEqual(places, ["main.py:6:17 (Expected 1 positional argument)"]);
  },
);
