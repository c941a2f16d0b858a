/** The keys of language servers with each real server that is installed. */
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { quickfixOf } from "../../src/editor/quickfix.ts";
import { at, desk, floatText, run, where } from "../language/features/desk.ts";
import { NATIVE_MODULES, REAL_SERVERS, type RealServer } from "./real-servers.ts";

const PATIENCE_MS = 60_000;

/** A server may still be loading the project: then it says so, or nothing. */
async function untilRight(tries: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await tries())) {
    if (performance.now() > end) assert.fail("It was never right");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How often a text occurs. */
function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

async function exercise(server: RealServer): Promise<void> {
  const { name, definition, hover } = server;
  const others = REAL_SERVERS.map((each) => each.name).filter((each) => each !== name);
  const here = desk({
    files: server.files,
    servers: {
      ...Object.fromEntries([...others, "eslint"].map((each) => [each, false])),
      [name]: name === "typescript" ? {} : { command: server.command, ...server.table },
    },
  });
  if (name === "typescript") symlinkSync(NATIVE_MODULES, join(here.root, "node_modules"));
  const { editor } = here;
  const doc = here.open(server.main);
  const client = await here.client(doc, name);
  const go = (word: string): void => {
    here.open(server.main);
    at(here, word, count(doc.text.toString(), word) - 1);
  };
  if (hover !== null) {
    await untilRight(async () => {
      go(hover.word);
      await run(here, "K");
      const text = floatText(here).join("\n");
      await run(here, "<Esc>");
      return hover.says.test(text);
    });
  }
  if (definition === null) return;
  const { word } = definition;
  await untilRight(async () => {
    go(word);
    await run(here, "gd");
    return where(here).startsWith(`${definition.file} ${definition.row}:`);
  });
  go(word);
  await run(here, "grr");
  const list = quickfixOf(editor).list!;
  assert.ok(list.items.length >= 2, `${name}: ${list.items.length} references`);
  for (const { text } of list.items) assert.match(text, new RegExp(word));
  await run(here, ":cclose<CR>");
  if (client.supports("textDocument/rename", doc)) {
    go(word);
    here.keys("grn");
    await here.until(() => editor.cmdline?.text === word, "it asks with the name");
    here.keys("<C-u>hail<CR>");
    await here.until(() => /^\d+ changes? in \d+ files?$/.test(editor.message?.text ?? ""), "done");
    assert.ok(doc.text.toString().includes("hail"));
    await run(here, "u");
  }
  if (client.supports("textDocument/formatting", doc)) {
    await run(here, ":Format<CR>");
    assert.match(editor.message!.text, /^(Formatted|Nothing to format)$/);
  }
  if (client.supports("textDocument/documentSymbol", doc)) {
    await run(here, "gO");
    assert.equal(editor.doc.options.get("filetype"), "qf");
    await run(here, ":lclose<CR>");
  }
  assert.deepEqual(editor.bugs, []);
}

for (const server of REAL_SERVERS) {
  const skip = server.command === null ? `${server.name} is not installed` : false;
  test(`keys with ${server.name}`, { skip }, () => exercise(server));
}
