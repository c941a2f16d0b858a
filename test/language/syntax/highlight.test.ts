/**
 * The highlight groups of small texts in every language. A case is two files in `cases`: the text, and
 * what is expected, a row of `piece group` each. `HUNCH_RECORD=1` writes the second one; read it.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { GRAMMARS } from "../../../src/language/syntax/grammars.ts";
import { syntaxStage } from "./stage.ts";

const FOLDER = new URL("cases/", import.meta.url);
const CASES = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));

for (const name of CASES) {
  const filetype = name.slice(0, name.indexOf("."));
  test(`colours of ${filetype}`, async () => {
    const text = readFileSync(new URL(name, FOLDER), "utf8").replace(/\n$/, "");
    const stage = await syntaxStage(text, filetype);
    const rows = text.split("\n").map((line, row) => {
      return `${line}\n${stage
        .groups(row)
        .map((piece) => `    ${piece}\n`)
        .join("")}`;
    });
    const found = rows.join("");
    assert.deepEqual(stage.editor.messages, []);
    stage.close();
    const expected = new URL(name.replace(/\.txt$/, ".groups"), FOLDER);
    if (process.env.HUNCH_RECORD && !existsSync(expected)) writeFileSync(expected, found);
    assert.equal(found, readFileSync(expected, "utf8"));
  });
}

test("every grammar has a case", () => {
  const filetypes = new Set(CASES.map((name) => name.slice(0, name.indexOf("."))));
  for (const [name, { filetypes: own }] of Object.entries(GRAMMARS)) {
    if (own === "") continue;
    assert.ok(
      own.split(" ").some((filetype) => filetypes.has(filetype)),
      `${name} has no case`,
    );
  }
});
