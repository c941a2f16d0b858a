/** Completion with the real TypeScript server: members, imports, snippets of calls. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { NATIVE_MODULES } from "../../servers/real-servers.ts";
import { type Desk, desk } from "./desk.ts";

const skip = existsSync(NATIVE_MODULES) ? false : "the servers of the tests are not installed";

function typescript(main: string): Promise<Desk> {
  return desk({
    files: {
      "package.json": '{ "name": "x", "type": "module" }\n',
      "tsconfig.json":
        '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2022", "allowImportingTsExtensions": true } }\n',
      "lib.ts":
        "/** Says hello. */\nexport function greetEverybody(name: string): string {\n  return name;\n}\n",
      "main.ts": main,
    },
    open: "main.ts",
    server: "typescript",
    modules: true,
  });
}

test("members of a value, with what they are", { skip }, async () => {
  const made = await typescript('const text = "x";\n\nexport {};\n');
  made.type("jitext.toUp");
  await made.shows("toUpperCase");
  assert.equal(made.labels()![0], "toUpperCase");
  made.type("<C-n>");
  const said = () => {
    made.frame();
    return made.here.editor.menu?.documentation.map(({ text }) => text).join("\n") ?? "";
  };
  await made.here.until(() => said().includes("uppercase"), "the documentation is shown");
  assert.match(said(), /toUpperCase\(\): string/);
  made.type("<C-y>();<Esc>");
  assert.equal(made.doc.text.line(2).text, "text.toUpperCase();");
});

test("a name of another file is imported, and one undo takes both", { skip }, async () => {
  const before = "export const n = 1;\n\n\n";
  const made = await typescript(before);
  made.type("jjigreetEv");
  await made.shows("greetEverybody");
  made.type("<C-n>");
  await made.here.until(() => {
    made.frame();
    return (made.here.editor.menu?.documentation.length ?? 0) > 0;
  }, "it is described");
  made.type("<C-y>(1)<Esc>");
  const after = (): string => made.doc.text.toString();
  await made.here.until(() => after().includes("import"), "the import is made");
  assert.match(after(), /^import \{ greetEverybody \} from "\.\/lib\.ts";\n/);
  assert.match(after(), /\ngreetEverybody\(1\)/);
  made.type("u");
  assert.equal(after(), before.replace(/\n$/, ""));
  made.type("<C-r>");
  assert.match(after(), /\ngreetEverybody\(1\)/);
});

test("an import comes also when the item was put in at once", { skip }, async () => {
  const made = await typescript("export const n = 1;\n\n\n");
  made.type("jjigreetEv");
  await made.shows("greetEverybody");
  made.type("<C-y>");
  await made.here.until(() => made.doc.text.toString().includes("import"), "the import is made");
  made.type("();");
  assert.match(made.text(), /\ngreetEverybody\(\);\|/);
});
