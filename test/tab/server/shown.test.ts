/** From the edit to what is shown, with the arbiter between. */
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { installGit } from "../../../src/git/install.ts";
import { installLanguageFeatures } from "../../../src/language/features/install.ts";
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
  const features = installLanguageFeatures(servers, {
    // biome-ignore lint/correctness/useYield: nobody is asked
    *readLine() {
      return null;
    },
    leaveVisual() {},
  });
  const git = installGit(editor, host);
  const tab = installTabFeatures(editor);
  const made = installTabServers(editor, host, {
    servers,
    git,
    items: () => [],
    closed: () => null,
  });
  closing.push(() => {
    made.close();
    features.close();
    git.close();
  });
  return { here, tab, made };
}

test("a rename is offered place after place, an import as it is needed", async () => {
  const { here, tab, made } = start({
    "package.json": '{ "name": "x", "type": "module" }\n',
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true } }\n',
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
