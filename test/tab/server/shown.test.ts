/** From the edit to what is shown, with the arbiter between. */
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { projectFilePorts } from "../../../src/app/tab-files.ts";
import type { Document } from "../../../src/editor/document.ts";
import { installGit } from "../../../src/git/install.ts";
import { installLanguageFeatures } from "../../../src/language/features/install.ts";
import { installSyntax } from "../../../src/language/syntax/install.ts";
import { installTab } from "../../../src/tab/install.ts";
import { installTabFeatures } from "../../../src/tab/install-features.ts";
import { installTabServers } from "../../../src/tab/server/install.ts";
import { hunksOf, type Prediction } from "../../../src/text/prediction.ts";
import { at, run } from "../../language/features/desk.ts";
import { type Lab, lab } from "../../language/lsp/lab.ts";
import { NATIVE_MODULES } from "../../servers/real-servers.ts";

const closing: (() => void)[] = [];
after(() => {
  for (const close of closing) close();
});

function start(files: Readonly<Record<string, string>>) {
  const here: Lab = lab({ files, servers: { eslint: false } });
  symlinkSync(NATIVE_MODULES, join(here.root, "node_modules"));
  const { editor, servers } = here;
  const { host } = servers;
  const later = (callback: () => void): void => void setImmediate(callback);
  installTab(editor, { afterFrame: later, nextTurn: later, env: {} });
  const syntax = installSyntax(editor, { redraw() {}, quietMs: () => 1000 });
  const features = installLanguageFeatures(servers, {
    // biome-ignore lint/correctness/useYield: nobody is asked
    *readLine() {
      return null;
    },
    leaveVisual() {},
  });
  const git = installGit(editor, host);
  const tab = installTabFeatures(editor, { files: projectFilePorts(editor, host, git) });
  const made = installTabServers(editor, host, {
    servers,
    git,
    items: () => [],
    closed: (path) => tab.closed(path),
    bring: (paths, signal) => tab.bring(paths, signal),
  });
  closing.push(() => {
    made.close();
    features.close();
    git.close();
    syntax.close();
  });
  return { here, tab, made };
}

const PROJECT = {
  "package.json": '{ "name": "x", "type": "module" }\n',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true } }\n',
};

/** Opens a file that the server has looked at. */
async function opened(made: ReturnType<typeof start>, name: string): Promise<Document> {
  const { here } = made;
  const doc = here.open(name);
  await here.client(doc, "typescript");
  await here.until(() => made.made.caused.knows(doc.path!), "the file was looked at");
  return doc;
}

/** Waits until a prediction of a source is shown. */
function shown({ here, tab }: ReturnType<typeof start>, source: string): Promise<Prediction> {
  return here.until(() => {
    const found = tab.arbiter.shown?.prediction;
    return found?.source === source && found;
  }, `${source} is shown`);
}

test("the nearest place of a rename is offered", async () => {
  const made = start({
    ...PROJECT,
    "main.ts":
      "export function f(zebra: number): number {\n  const a = zebra + 1;\n  return a * zebra;\n}\n",
  });
  await opened(made, "main.ts");
  at(made.here, "zebra");
  await made.made.rest();
  await run(made.here, "ciwgnu<Esc>");
  const first = await shown(made, "server-rename");
  assert.deepEqual(hunksOf(first.changes), [{ from: 53, to: 58, insert: "gnu" }]);
  assert.equal(first.reason, "you renamed `zebra` → `gnu`; 2 references");
});

test("an import is offered when its name is there", async () => {
  const made = start({
    ...PROJECT,
    "lib.ts": "export function bark(): void {}\n",
    "main.ts": "export {};\n",
  });
  await opened(made, "main.ts");
  await run(made.here, "Obark();<Esc>");
  const found = await shown(made, "server-import");
  assert.match(hunksOf(found.changes)[0]!.insert, /^import \{ bark \} from "\.\/lib\.ts"/);
});

test("a changed signature leads to its uses in files that are not open", async () => {
  const made = start({
    ...PROJECT,
    "api.ts": "export function scale(size: number) {\n  return size * 2;\n}\n",
    "use.ts": 'import { scale } from "./api.ts";\n\nconsole.log(scale(2));\n',
  });
  await opened(made, "api.ts");
  await run(made.here, "f)i, twice: boolean<Esc>");
  const found = await shown(made, "server-propagate");
  assert.ok(found.doc < 0);
  assert.equal(found.reason, "you changed `scale`; Expected 2 arguments, but got 1.");
});
