/** From the edit to what is shown, with the arbiter between. */
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { projectFilePorts } from "../../../src/app/tab-files.ts";
import { installGit } from "../../../src/git/install.ts";
import { installLanguageFeatures } from "../../../src/language/features/install.ts";
import { installSyntax } from "../../../src/language/syntax/install.ts";
import { installTab } from "../../../src/tab/install.ts";
import { installTabFeatures } from "../../../src/tab/install-features.ts";
import { installTabServers } from "../../../src/tab/server/install.ts";
import { hunksOf } from "../../../src/text/prediction.ts";
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

test("a rename is offered place after place, an import as it is needed", async () => {
  const { here, tab, made } = start({
    ...PROJECT,
    "lib.ts": "export function bark(): void {}\n",
    "main.ts":
      "export function f(zebra: number): number {\n  const a = zebra + 1;\n  return a * zebra;\n}\n",
  });
  const doc = here.open("main.ts");
  await here.client(doc, "typescript");
  await here.until(() => made.caused.knows(doc.path!), "the file was looked at");
  const shows = (insert: string) =>
    here.until(() => {
      const shown = tab.arbiter.shown?.prediction;
      const found = shown && hunksOf(shown.changes).find((hunk) => hunk.insert.includes(insert));
      return found && shown;
    }, `${insert} is shown`);
  at(here, "zebra");
  await made.rest();
  await run(here, "ciwgnu<Esc>");
  const first = await shows("gnu");
  assert.match(first.reason, /gnu/);
  await run(here, "2G0fzciwgnu<Esc>");
  const second = await shows("gnu");
  assert.equal(doc.text.lineAt(hunksOf(second.changes)[0]!.from).number, 3);
  await run(here, "3G0fzciwgnu<Esc>Obark();<Esc>");
  await shows('import { bark } from "./lib.ts"');
});

test("a changed signature leads to its uses in files that are not open", async () => {
  const { here, tab, made } = start({
    ...PROJECT,
    "api.ts": "export function scale(size: number) {\n  return size * 2;\n}\n",
    "use.ts": 'import { scale } from "./api.ts";\n\nconsole.log(scale(2));\n',
  });
  const doc = here.open("api.ts");
  await here.client(doc, "typescript");
  await here.until(() => made.caused.knows(doc.path!), "the file was looked at");
  await run(here, "f)i, twice: boolean<Esc>");
  const shown = await here.until(() => {
    const found = tab.arbiter.shown?.prediction;
    return found?.source === "server-propagate" && found;
  }, "the use is shown");
  assert.ok(shown.doc < 0);
  assert.equal(shown.reason, "you changed `scale`; Expected 2 arguments, but got 1.");
});
