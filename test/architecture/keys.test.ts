/** The default keys name commands that exist and leave Vim's own keys their meaning. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { wholeEditor } from "../../scripts/whole-editor.ts";
import { defaultKeymapData } from "../../src/app/keys.ts";
import { keyEntries } from "../../src/config/keymap-data.ts";
import { SHADOWED } from "../vim/known-differences.ts";

interface Binding {
  readonly mode: string;
  readonly keys: string;
  readonly command: string;
}

const editor = wholeEditor();

const bindings: readonly Binding[] = Object.entries(defaultKeymapData()).flatMap(([mode, keys]) =>
  keyEntries(keys).map(({ notation, command, when }) => ({
    // What a buffer of another kind does with a key takes nothing from files.
    mode: /\bkind == /.test(when) ? `${mode} (${when})` : mode,
    keys: notation,
    command,
  })),
);

/** Areas of commands that do what Vim does; a built-in key may get such a command any time. */
const VIM_AREAS =
  "command-line edit file fold format help history info insert jump macro mark mode motion object operator screen scroll search spell substitute tabpage visual window";
/** Sections of the index that a section of the keymap answers to. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  motion: ["normal"],
  normal: ["normal"],
  visual: ["visual", "normal"],
  operator: ["object"],
  insert: ["insert"],
};

/** Vim's keys by section of the index: what each runs here. */
function builtIns(): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of readFileSync(join(import.meta.dirname, "built-ins.txt"), "utf8").split("\n")) {
    if (line.startsWith("### ")) {
      section = new Map();
      sections.set(line.slice(4), section);
    } else if (line !== "" && !line.startsWith("# The") && !/^# (that|keys)/.test(line)) {
      const [keys = "", command = "-"] = line.split(" ");
      section.set(keys.replace("<Space>", " "), command);
    }
  }
  return sections;
}

const index = builtIns();

/** Whether a binding takes a key of Vim's away. */
function shadows({ mode, keys, command }: Binding): boolean {
  for (const name of SECTIONS[mode] ?? []) {
    const wanted = index.get(name)?.get(keys);
    if (wanted === undefined) continue;
    if (wanted === command) return false;
    return wanted !== "-" || !VIM_AREAS.split(" ").includes(command.split(".")[0] ?? "");
  }
  return false;
}

test("the index of Vim's keys is there", () => {
  assert.ok((index.get("normal")?.size ?? 0) > 400);
  assert.equal(index.get("normal")?.get("x"), "edit.delete-character");
});

test("every default key names a command", () => {
  const unknown = bindings
    .filter(({ command }) => editor.commands.get(command) === null)
    .map(({ mode, keys, command }) => `${mode} ${keys}: ${command}`);
  assert.deepEqual(unknown, []);
});

test("every command says in a sentence what it does", () => {
  const silent = editor.commands
    .all()
    .filter(({ doc }) => !/^[\p{Lu}'"`].{2,}$/u.test(doc) || doc.length > 120)
    .map(({ name, doc }) => `${name}: ${doc}`);
  assert.deepEqual(silent, []);
});

test("a default key that shadows one of Vim's is a known difference", () => {
  const listed = new Set(SHADOWED.map(({ mode, keys }) => `${mode} ${keys}`));
  const unlisted = bindings
    .filter((binding) => shadows(binding) && !listed.has(`${binding.mode} ${binding.keys}`))
    .map(({ mode, keys, command }) => `${mode} ${keys}: ${command}`);
  assert.deepEqual(unlisted, []);
});

/** Keys of Vim's that take a character anyway: reading one more is no wait. */
const TAKES_A_CHARACTER = new Set(["gr"]);

test("no default key makes one of Vim's wait for more keys", () => {
  const slow: string[] = [];
  for (const { mode, keys } of bindings) {
    for (const name of SECTIONS[mode] ?? []) {
      for (const [builtIn, command] of index.get(name) ?? []) {
        const begins = keys !== builtIn && keys.startsWith(builtIn) && !builtIn.endsWith("<");
        if (TAKES_A_CHARACTER.has(builtIn)) continue;
        if (begins && command !== "-" && !index.get(name)?.has(keys)) {
          slow.push(`${mode} ${keys} delays ${builtIn}`);
        }
      }
    }
  }
  assert.deepEqual(slow, []);
});
