import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { generatedDocs } from "../../scripts/docs.ts";
import { wholeEditor } from "../../scripts/whole-editor.ts";
import { HelpLibrary } from "../../src/commands/help/library.ts";
import { slug } from "../../src/commands/help/tags.ts";

const folder = join(import.meta.dirname, "..", "..", "docs");
const library = new HelpLibrary(folder);
const tags = new Set(library.tags().map(({ tag }) => tag));

for (const [name, text] of generatedDocs()) {
  test(`docs/${name} is what the program's lists say (else run scripts/docs.ts)`, () => {
    assert.equal(readFileSync(join(folder, name), "utf8"), text);
  });
}

test("links lead to pages and headings that exist", () => {
  const headings = new Map<string, Set<string>>();
  for (const [file, text] of library.texts()) {
    const found = [...text.matchAll(/^#+\s+(.*)$/gm)].map(([, title]) => slug(title!));
    headings.set(file, new Set(found));
  }
  const broken: string[] = [];
  for (const [file, text] of library.texts()) {
    for (const [, target] of text.matchAll(/\[[^\]]*\]\(([\w-]*\.md)?(?:#[\w-]*)?\)/g)) {
      const whole = target ?? `${file}.md`;
      if (!readdirSync(folder).includes(whole)) broken.push(`${file}: ${whole}`);
    }
    for (const [, page, anchor] of text.matchAll(/\]\(([\w-]+)?(?:\.md)?#([\w-]+)\)/g)) {
      if (!headings.get(page ?? file)?.has(anchor!)) broken.push(`${file}: ${page}#${anchor}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("what the pages say of commands and options exists", () => {
  const editor = wholeEditor();
  const wrong: string[] = [];
  for (const [file, text] of library.texts()) {
    if (file === "predictions" || file === "tutor") continue;
    for (const [, option] of text.matchAll(/`'([a-z]+)'`/g)) {
      if (!tags.has(`'${option}'`)) wrong.push(`${file}: option ${option}`);
    }
    for (const [, command] of text.matchAll(/"([a-z]+\.[a-z-]+)"/g)) {
      const known = editor.commands.get(command!) !== null;
      if (!known && !/^(tab|my|llama)\./.test(command!)) wrong.push(`${file}: command ${command}`);
    }
  }
  assert.deepEqual(wrong, []);
});

const SUBJECTS: readonly [string, string][] = [
  ["", "index.md"],
  [":s", "patterns.md"],
  [":substitute", "commands.md"],
  ["i_CTRL-R", "insert.md"],
  ["c_CTRL-F", "command-line.md"],
  ["'tabstop'", "options.md"],
  ["ts", "options.md"],
  ["gq", "operators.md"],
  ["CTRL-W_s", "windows.md"],
  ["^Ws", "windows.md"],
  ["text-objects", "text-objects.md"],
  ["iw", "text-objects.md"],
  ["recovery", "files.md"],
  ["registers", "registers.md"],
  ["Tutor", "tutor.md"],
  ["[(", "motions.md"],
  ["\\zs", "patterns.md"],
  ["%", "motions.md"],
  ["f", "motions.md"],
  ["init.ts", "config.md"],
  ["clipboard", "terminal.md"],
  ["models", "models.md"],
  ["Codestral", "models-providers.md"],
  ["Ollama", "models-providers.md"],
];

test("subjects that Vim users type are found", () => {
  const found = SUBJECTS.map(([subject]) => [subject, `${library.find(subject).file}.md`]);
  assert.deepEqual(found, SUBJECTS);
});
