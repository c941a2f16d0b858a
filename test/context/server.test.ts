import assert from "node:assert/strict";
import { after, test } from "node:test";
import { installContext } from "../../src/context/install.ts";
import { serverDefinitions } from "../../src/context/related/definitions.ts";
import { uriOf } from "../../src/language/lsp/uri.ts";
import { snapshotOf } from "../../src/tab/snapshot.ts";
import { lab, scripted } from "../language/lsp/lab.ts";

const WANT = { use: "edit", tokens: 2000, allow: null } as const;

test("a language server is asked for definitions, behind the scene", async () => {
  const here = lab({
    files: {
      "a.txt": "first\nuse the widget here\n",
      "b.txt": "x\nwidget: a thing\n  of parts\ny\n",
    },
    servers: { script: scripted({ capabilities: { definitionProvider: true } }) },
  });
  const { editor, servers, root } = here;
  const doc = here.open("a.txt");
  const client = await here.client(doc, "script");
  const start = { line: 1, character: 0 };
  const value = [{ uri: uriOf(`${root}/b.txt`), range: { start, end: start } }];
  await client.request("test/answer", { method: "textDocument/definition", value });
  const context = installContext(editor, {
    env: {},
    git: null,
    definitions: serverDefinitions(servers),
    terminals: null,
  });
  after(() => context.close());
  const snapshot = snapshotOf(editor, [], "change", {});
  const ask = () => context.scene(snapshot, WANT, new AbortController().signal);
  assert.deepEqual((await ask())!.related, []);
  await context.settle();
  await ask();
  await context.settle();
  const { related } = (await ask())!;
  assert.deepEqual(
    related.map(({ path, kind, text, firstRow }) => [path, kind, text, firstRow]),
    [["b.txt", "definition", "widget: a thing\n  of parts", 1]],
  );
});
