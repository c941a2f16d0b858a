/**
 * Writes the pages of the documentation that are read out of the program: docs/options.md,
 * docs/commands.md, docs/keys.md. `--check` writes nothing and fails when one is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Key } from "../src/base/key.ts";
import { exCommands } from "../src/commands/ex/table.ts";
import { OPTIONS, type OptionName } from "../src/editor/options.ts";
import { WHEN_FACTS } from "../src/modal/when.ts";
import { wholeEditor } from "./whole-editor.ts";

const NOTE = "<!-- Written by scripts/docs.ts from the program's own lists. -->";

/** The generated pages by file name. */
export function generatedDocs(): Map<string, string> {
  return new Map([
    ["options.md", optionsPage()],
    ["commands.md", commandsPage()],
    ["keys.md", keysPage()],
  ]);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${cell(text)} \`\`` : `\`${cell(text)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function optionsPage(): string {
  const rows = (Object.keys(OPTIONS) as OptionName[]).sort().map((name) => {
    const option = OPTIONS[name] as {
      short: string;
      scope: string;
      default: unknown;
      values?: readonly string[];
      doc: string;
    };
    const names = option.short === name ? [name] : [name, option.short];
    const value =
      typeof option.default === "boolean" ? (option.default ? "on" : "off") : option.default;
    const values = option.values?.map((v) => v || '""').join(", ");
    return [
      names.map((n) => code(`'${n}'`)).join(" "),
      value === "" ? "" : code(String(value)),
      option.scope,
      cell(option.doc) + (values ? ` (${values})` : ""),
    ];
  });
  return `# Options

${NOTE}

Set them with \`:set\` (\`:set number\`, \`:set sw=2\`, \`:set list!\`, \`:set sw?\`), \`:setlocal\` for the
current buffer or window only, or in [config.toml](config.md) under \`[options]\`. The scope says
what an option belongs to; a new buffer or window starts with the global value.

${table(["Option", "Default", "Scope", "What it does"], rows)}
`;
}

function commandsPage(): string {
  const editor = wholeEditor();
  const ex = [...exCommands(editor)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const exRows = ex.map(({ name, min, bang, doc }) => {
    const short = name.slice(0, min);
    const names = short === name ? [name] : [name, short];
    return [names.map((n) => code(`:${n}`)).join(" "), bang ? "`!`" : "", cell(doc)];
  });
  const named = editor.commands.all().map(({ name, doc }) => [code(name), cell(doc)]);
  return `# Commands

${NOTE}

See [the command line](command-line.md) for ranges, \`|\` and modifiers.

## Ex commands

${table(["Command", "Bang", "What it does"], exRows)}

## Named commands

What keys name. A [keymap](config.md#keymaps) maps any key to one of these.

${table(["Command", "What it does"], named)}
`;
}

const SECTIONS: Readonly<Record<string, { title: string; prefix: string; about: string }>> = {
  motion: {
    title: "Motions",
    prefix: "",
    about: "In normal and visual mode, and after an operator.",
  },
  normal: { title: "Normal mode", prefix: "", about: "Motions work here, too." },
  visual: { title: "Visual mode", prefix: "v_", about: "Motions and text objects work here, too." },
  operator: { title: "Text objects", prefix: "", about: "After an operator and in visual mode." },
  insert: { title: "Insert mode", prefix: "i_", about: "See also [insert mode](insert.md)." },
  cmdline: {
    title: "Command line",
    prefix: "c_",
    about: "See also [the command line](command-line.md).",
  },
  terminal: {
    title: "Live terminals",
    prefix: "t_",
    about: "While [a terminal](shell.md) is live; every other key goes to its program.",
  },
  picker: { title: "Pickers", prefix: "", about: "While [a picker](pickers.md) is open." },
};

function keysPage(): string {
  const editor = wholeEditor();
  const parts = Object.entries(SECTIONS).flatMap(([mode, { title, prefix, about }]) => {
    const map = editor.defaultKeys[mode];
    if (!map || map.size === 0) return [];
    const rows = [...map.entries()].flatMap(({ keys, action, when }) => {
      if (action.type !== "command") return [];
      const doc = editor.commands.get(action.name)?.doc ?? "";
      const condition = when === "" ? "" : ` (when ${code(when)})`;
      return [[code(prefix + keyTag(keys)), code(action.name), cell(doc) + condition]];
    });
    return [`## ${title}\n\n${about}\n\n${table(["Keys", "Command", "What it does"], rows)}`];
  });
  const facts = Object.entries(WHEN_FACTS).map(([name, doc]) => [code(name), cell(doc)]);
  return `# Keys

${NOTE}

The default keys, by mode. \`CTRL-W_s\` is CTRL-W followed by s; \`i_\`, \`v_\` and \`c_\` before a key
stand for insert, visual and command-line mode, as in \`:help i_CTRL-R\`. The second column is the
command to name in a [keymap](config.md#keymaps) of your own.

${parts.join("\n\n")}

## Conditions

What the \`when\` of a [mapping](config.md#conditions-when) may name.

${table(["Condition", "When it holds"], facts)}
`;
}

/** Keys as help tags spell them: `CTRL-W_s`, `g_CTRL-A`, `<lt>` as `<`. */
export function keyTag(keys: readonly Key[]): string {
  let tag = "";
  let control = false;
  for (const key of keys) {
    const ctrl = /^<C-(.)>$/u.exec(key);
    const name = ctrl
      ? `CTRL-${ctrl[1]!.toUpperCase()}`
      : key === "<lt>"
        ? "<"
        : key === " "
          ? "<Space>"
          : key;
    tag += tag !== "" && (control || ctrl) ? `_${name}` : name;
    control = ctrl !== null;
  }
  return tag;
}

function main(): void {
  const folder = join(import.meta.dirname, "..", "docs");
  const check = process.argv.includes("--check");
  for (const [name, text] of generatedDocs()) {
    const file = join(folder, name);
    const known = existsSync(file) ? readFileSync(file, "utf8") : null;
    if (known === text) continue;
    if (check) {
      process.stderr.write(`docs/${name} is out of date: run scripts/docs.ts\n`);
      process.exitCode = 1;
    } else writeFileSync(file, text);
  }
}

if (import.meta.main) main();
