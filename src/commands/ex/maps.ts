/** `:map` and its kin, `:abbreviate` and its kin. */
import { UserError } from "../../base/errors.ts";
import { type Key, parseKeys } from "../../base/key.ts";
import { type Editor, newMaps } from "../../editor/editor.ts";
import type { MapMode, Mapping } from "../../modal/keymap.ts";
import type { ExCall, ExCommand } from "./call.ts";

interface MapArguments {
  readonly buffer: boolean;
  readonly silent: boolean;
  readonly unique: boolean;
  readonly lhs: string;
  readonly rhs: string;
}

function mapArguments(args: string): MapArguments {
  let rest = args;
  const flags = new Set<string>();
  for (;;) {
    const match = /^<(buffer|silent|nowait|unique|script|special|expr)>\s*/i.exec(rest);
    if (!match) break;
    flags.add(match[1]!.toLowerCase());
    rest = rest.slice(match[0].length);
  }
  if (flags.has("expr")) {
    throw new UserError(
      "<expr> mappings need Vim script, which hunch does not run: map to a command instead",
    );
  }
  const lhs = /^(?:\x16[\s\S]|\S)*/.exec(rest)![0];
  return {
    buffer: flags.has("buffer"),
    silent: flags.has("silent"),
    unique: flags.has("unique"),
    lhs: lhs.replace(/\x16([\s\S])/g, "$1"),
    rhs: rest
      .slice(lhs.length)
      .replace(/^[ \t]+/, "")
      .replace(/\x16([\s\S])/g, "$1"),
  };
}

/** The keys of a mapping: `<leader>` stands for what `mapleader` was set to. */
function mappingKeys(editor: Editor, notation: string): Key[] {
  const { mapleader, localleader } = editor.exState;
  const filled = notation
    .replace(/<leader>/gi, () => leaderNotation(mapleader))
    .replace(/<localleader>/gi, () => leaderNotation(localleader));
  return /^<nop>$/i.test(filled) ? [] : parseKeys(filled);
}

function leaderNotation(leader: string): string {
  if (leader === "") return "\\";
  // `let mapleader = "\<Space>"` gives the key's own text; a written-out <Space> is meant as the key.
  return leader === "<" ? "<lt>" : leader;
}

function mapsOf(editor: Editor, buffer: boolean) {
  if (!buffer) return editor.maps;
  let maps = editor.localMaps.get(editor.doc);
  if (!maps) editor.localMaps.set(editor.doc, (maps = newMaps()));
  return maps;
}

function map(call: ExCall, modes: readonly MapMode[], remap: boolean): void {
  const { editor } = call;
  const args = mapArguments(call.args);
  if (args.lhs === "" || args.rhs === "") {
    listMaps(editor, modes, args.lhs === "" ? [] : mappingKeys(editor, args.lhs));
    return;
  }
  const keys = mappingKeys(editor, args.lhs);
  if (keys.length === 0) throw new UserError("E474: Invalid argument");
  const maps = mapsOf(editor, args.buffer);
  for (const mode of modes) {
    if (args.unique && maps[mode].lookup(keys, () => true).mapping) {
      throw new UserError(`E227: mapping already exists for ${args.lhs}`);
    }
    maps[mode].set({
      keys,
      action: { type: "keys", keys: mappingKeys(editor, args.rhs), remap },
      when: "",
      silent: args.silent,
      doc: args.rhs,
    });
  }
}

function unmap(call: ExCall, modes: readonly MapMode[]): void {
  const { editor } = call;
  const args = mapArguments(call.args);
  if (args.lhs === "") throw new UserError("E474: Invalid argument");
  const keys = mappingKeys(editor, call.args.replace(/^<buffer>\s*/i, "").trim());
  const maps = mapsOf(editor, args.buffer);
  let found = false;
  for (const mode of modes) found = maps[mode].delete(keys) || found;
  if (!found) throw new UserError("E31: No such mapping");
}

function clearMaps(call: ExCall, modes: readonly MapMode[]): void {
  const maps = mapsOf(call.editor, /<buffer>/i.test(call.args));
  for (const mode of modes) maps[mode].clear();
}

function actionText(mapping: Mapping): string {
  const { action } = mapping;
  if (action.type === "command") return action.name;
  return action.keys.length === 0 ? "<Nop>" : action.keys.join("");
}

function listMaps(editor: Editor, modes: readonly MapMode[], prefix: readonly Key[]): void {
  const lines: string[] = [];
  for (const mode of modes) {
    for (const [maps, mark] of [
      [editor.localMaps.get(editor.doc), "@"],
      [editor.maps, " "],
    ] as const) {
      if (!maps) continue;
      for (const mapping of maps[mode].entries(prefix)) {
        const fixed = mapping.action.type === "keys" && !mapping.action.remap ? "*" : " ";
        lines.push(
          `${mode}  ${mapping.keys.join("").padEnd(12)} ${fixed}${mark}${actionText(mapping)}`,
        );
      }
    }
  }
  editor.showMessage(lines.length === 0 ? "No mapping found" : lines.join("\n"));
}

const shape = { args: true, bar: true, noComment: true, keepCtrlV: true, complete: "map" } as const;

function family(
  letter: string,
  mins: [number, number, number, number],
  modes: readonly MapMode[],
): ExCommand[] {
  const both: readonly MapMode[] = ["i", "c"];
  const bang = letter === "";
  const of = (call: ExCall) => (bang && call.bang ? both : modes);
  const where = letter === "" ? "" : ` in mode ${letter}`;
  const full = (name: string) => (name === "noremap" ? `${letter}noremap` : `${letter}${name}`);
  return [
    {
      ...shape,
      bang,
      name: full("map"),
      min: mins[0],
      doc: `Maps keys${where}.`,
      run: (call) => map(call, of(call), true),
    },
    {
      ...shape,
      bang,
      name: full("noremap"),
      min: mins[1],
      doc: `Maps keys${where}; the result is not mapped again.`,
      run: (call) => map(call, of(call), false),
    },
    {
      ...shape,
      bang,
      name: full("unmap"),
      min: mins[2],
      doc: `Removes a mapping${where}.`,
      run: (call) => unmap(call, of(call)),
    },
    {
      ...shape,
      bang,
      name: full("mapclear"),
      min: mins[3],
      doc: `Removes all mappings${where}.`,
      run: (call) => clearMaps(call, of(call)),
    },
  ];
}

// Abbreviations

function abbreviate(
  call: ExCall,
  where: { insert: boolean; cmdline: boolean },
  remap: boolean,
): void {
  const { editor } = call;
  const state = editor.exState;
  const args = mapArguments(call.args);
  if (args.rhs === "") {
    const lines = state.abbreviations
      .filter(
        (a) =>
          a.from.startsWith(args.lhs) &&
          ((a.insert && where.insert) || (a.cmdline && where.cmdline)),
      )
      .map((a) => `${a.insert ? (a.cmdline ? "!" : "i") : "c"}  ${a.from.padEnd(12)} ${a.to}`);
    editor.showMessage(lines.length === 0 ? "No abbreviation found" : lines.join("\n"));
    return;
  }
  removeAbbreviation(editor, args.lhs, where);
  state.abbreviations.push({
    from: args.lhs,
    to: args.rhs,
    ...where,
    remap,
    doc: args.buffer ? editor.doc : null,
  });
  if (where.insert) {
    const text = parseKeys(args.rhs)
      .map((key) => (key === "<lt>" ? "<" : key === "<CR>" ? "\r" : key))
      .join("");
    editor.abbreviations.set(args.lhs, text);
  }
}

function removeAbbreviation(
  editor: Editor,
  from: string,
  where: { insert: boolean; cmdline: boolean },
): boolean {
  const state = editor.exState;
  let found = false;
  state.abbreviations = state.abbreviations.flatMap((entry) => {
    if (entry.from !== from) return [entry];
    const insert = entry.insert && !where.insert;
    const cmdline = entry.cmdline && !where.cmdline;
    if (insert !== entry.insert || cmdline !== entry.cmdline) found = true;
    return insert || cmdline ? [{ ...entry, insert, cmdline }] : [];
  });
  if (where.insert) editor.abbreviations.delete(from);
  return found;
}

function abbreviations(
  letter: string,
  mins: [number, number, number, number],
  where: { insert: boolean; cmdline: boolean },
): ExCommand[] {
  const base =
    letter === ""
      ? ["abbreviate", "noreabbrev", "unabbreviate", "abclear"]
      : [`${letter}abbrev`, `${letter}noreabbrev`, `${letter}unabbrev`, `${letter}abclear`];
  return [
    {
      ...shape,
      complete: "none",
      name: base[0]!,
      min: mins[0],
      doc: "Defines an abbreviation.",
      run: (call) => abbreviate(call, where, true),
    },
    {
      ...shape,
      complete: "none",
      name: base[1]!,
      min: mins[1],
      doc: "Defines an abbreviation that is not mapped.",
      run: (call) => abbreviate(call, where, false),
    },
    {
      ...shape,
      complete: "none",
      name: base[2]!,
      min: mins[2],
      doc: "Removes an abbreviation.",
      run(call) {
        if (!removeAbbreviation(call.editor, call.args.trim(), where))
          throw new UserError("E24: No such abbreviation");
      },
    },
    {
      ...shape,
      complete: "none",
      name: base[3]!,
      min: mins[3],
      doc: "Removes all abbreviations.",
      run(call) {
        for (const { from } of [...call.editor.exState.abbreviations])
          removeAbbreviation(call.editor, from, where);
      },
    },
  ];
}

export const mapCommands: ExCommand[] = [
  ...family("", [3, 2, 3, 4], ["n", "x", "s", "o"]),
  ...family("n", [2, 2, 3, 5], ["n"]),
  ...family("v", [2, 2, 2, 5], ["x", "s"]),
  ...family("x", [2, 2, 2, 5], ["x"]),
  ...family("s", [4, 4, 4, 5], ["s"]),
  ...family("o", [2, 3, 2, 5], ["o"]),
  ...family("i", [2, 3, 2, 5], ["i"]),
  ...family("c", [2, 3, 2, 5], ["c"]),
  ...family("t", [3, 3, 5, 5], ["t"]),
  ...abbreviations("", [2, 4, 3, 3], { insert: true, cmdline: true }),
  ...abbreviations("i", [2, 6, 3, 4], { insert: true, cmdline: false }),
  ...abbreviations("c", [2, 6, 3, 4], { insert: false, cmdline: true }),
];
