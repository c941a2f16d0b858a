import assert from "node:assert/strict";
import { test } from "node:test";
import { DocumentSetup } from "../../src/config/document-setup.ts";
import { FiletypeTable } from "../../src/config/filetype.ts";
import { FILETYPES } from "../../src/config/filetype-table.ts";
import { OptionStore } from "../../src/editor/options.ts";
import { textOf } from "../../src/text/text.ts";
import { headlessEditor } from "./headless.ts";

const CASES: readonly [string | null, string, string][] = [
  ["/a/b.py", "", "python"],
  ["/a/B.PY", "", "python"],
  ["/a/x.R", "", "r"],
  ["/a/Makefile", "", "make"],
  ["/a/main.tsx", "", "typescriptreact"],
  ["/a/x.tar.sh", "", "sh"],
  ["/a/x.py~", "", "python"],
  ["/a/x.yaml.bak", "", "yaml"],
  ["/a/run", "#!/usr/bin/env python3", "python"],
  ["/a/run", "#!/usr/bin/env -S node --flag", "javascript"],
  ["/a/run", "#!/bin/bash -e", "sh"],
  ["/a/run", "#!/opt/lua5.4", "lua"],
  [null, "<?xml version='1.0'?>", "xml"],
  [null, "<!DOCTYPE html>", "html"],
  [null, "hello", ""],
  ["/a/unknown.zzz", "", ""],
  ["/a/.git/COMMIT_EDITMSG", "", "gitcommit"],
  ["/a/python", "", ""],
];

test("files are recognised by name, extension and first line", () => {
  const table = new FiletypeTable();
  for (const [path, line, expected] of CASES) {
    assert.equal(table.detect(path, line), expected, `${path} ${line}`);
  }
});

test("no two kinds claim the same name, and every setting is a valid option", () => {
  const claims = new Map<string, string>();
  for (const [name, entry] of Object.entries(FILETYPES)) {
    for (const field of ["extensions", "names", "shebangs"] as const) {
      for (const word of entry[field]?.split(" ") ?? []) {
        const other = claims.get(`${field} ${word}`);
        assert.equal(other, undefined, `${name} and ${other} claim ${word}`);
        claims.set(`${field} ${word}`, name);
      }
    }
    for (const [option, value] of new FiletypeTable().settings(name)) {
      new OptionStore(null).set(option, value);
    }
  }
  assert.ok(Object.keys(FILETYPES).length >= 60);
});

test("a rule of the user is stronger, and its options come last", () => {
  const table = new FiletypeTable();
  table.add({ name: "python", extensions: [".h"], options: [["shiftwidth", 2]] });
  assert.equal(table.detect("/x.h", ""), "python");
  assert.deepEqual(table.settings("python").at(-1), ["shiftwidth", 2]);
});

function opened(path: string, text: string, files: Record<string, string>) {
  const { editor } = headlessEditor("");
  const setup = new DocumentSetup((name) => files[name] ?? null);
  setup.install(editor);
  return { editor, setup, doc: editor.addDocument(textOf(text), path) };
}

test("a document gets the options of its kind, then those of its .editorconfig", () => {
  const { doc } = opened("/p/src/a.py", "x = 1", {
    "/p/.editorconfig": "root=true\n[*.py]\nindent_size=2\nmax_line_length=88\nend_of_line=crlf\n",
  });
  const get = doc.options.get.bind(doc.options);
  assert.equal(get("filetype"), "python");
  assert.equal(get("commentstring"), "# %s");
  assert.equal(get("expandtab"), true);
  assert.equal(get("shiftwidth"), 2);
  assert.equal(get("textwidth"), 88);
  assert.equal(get("fileformat"), "unix");
});

test("a new file takes line ends and encoding from its .editorconfig", () => {
  const { doc, setup } = opened("/p/a.txt", "", {
    "/p/.editorconfig": "[*]\nend_of_line=crlf\ninsert_final_newline=false\n",
  });
  setup.newFile(doc);
  assert.equal(doc.options.get("fileformat"), "dos");
  assert.equal(doc.file.format.fileformat, "dos");
  assert.equal(doc.options.get("fixendofline"), false);
});

test("trailing blanks go before a save where the .editorconfig says so", () => {
  const files = { "/p/.editorconfig": "[*.c]\ntrim_trailing_whitespace=true\n" };
  const c = opened("/p/a.c", "a  \nb\n\t", files);
  c.setup.beforeSave(c.editor, c.doc);
  assert.equal(c.doc.text.toString(), "a\nb\n");
  const md = opened("/p/a.md", "a  \n", files);
  md.setup.beforeSave(md.editor, md.doc);
  assert.equal(md.doc.text.toString(), "a  \n");
});

test("setting 'filetype' sets what follows from it", () => {
  const { editor } = headlessEditor("");
  new DocumentSetup(() => null).install(editor);
  editor.doc.options.set("filetype", "lua");
  editor.events.emit("option", { name: "filetype" });
  assert.equal(editor.doc.options.get("commentstring"), "-- %s");
});
