/**
 * A user's keymap file. It has the form of keymaps/default.toml and is stronger: a key under a mode
 * names a command, or is a table `{ command = "...", when = "..." }`, or stands for other keys
 * (`{ keys = "...", remap = false }`), or is `false`: then the default key does nothing.
 */
import { UserError } from "../base/errors.ts";
import { type Key, parseKeys } from "../base/key.ts";
import { type ConfigFault, isTable, type TomlSource, type TomlTable } from "../base/toml-source.ts";
import type { Editor } from "../editor/editor.ts";
import type { MapAction, MapMode, Mapping } from "../modal/keymap.ts";
import { compileWhen } from "../modal/when.ts";
import { KEYMAP_MODES } from "./keymap-data.ts";

type Mode = (typeof KEYMAP_MODES)[number];

/** The mapping modes of a section: `motion` is the parent of three. */
const MAP_MODES: Readonly<Record<Mode, readonly MapMode[]>> = {
  motion: ["n", "x", "o"],
  normal: ["n"],
  visual: ["x"],
  operator: ["o"],
  insert: ["i"],
  cmdline: ["c"],
  picker: [],
  terminal: ["t"],
};

/** The modes that look keys up in `motion` when they have none of their own. */
const MOTION_CHILDREN = ["normal", "visual", "operator"] as const;

export interface UserMapping {
  readonly mode: Mode;
  /** With `<Leader>` replaced. */
  readonly keys: readonly Key[];
  /** null: the keys are to do nothing. */
  readonly action: MapAction | null;
  readonly when: string;
  readonly doc: string;
}

export interface Leaders {
  /** The keys that `<Leader>` and `<LocalLeader>` stand for. */
  readonly leader: readonly Key[];
  readonly localleader: readonly Key[];
}

/** A command that nobody knows yet, and the fault that it is if nobody ever does. */
export interface UnknownCommand {
  readonly name: string;
  readonly fault: ConfigFault;
}

/**
 * Reads a keymap file; what is wrong is left out and noted in `source.faults`. A key may name a command
 * that comes with a feature, behind the first frame: such are handed to `unknown`.
 */
export function readKeymap(
  source: TomlSource,
  leaders: Leaders,
  isCommand: (name: string) => boolean,
  unknown: (command: UnknownCommand) => void,
): UserMapping[] {
  const mappings: UserMapping[] = [];
  // Motions first: what a mode says of a key is stronger than what its parent says.
  const sections = Object.entries(source.table).sort(
    ([a], [b]) => Number(b === "motion") - Number(a === "motion"),
  );
  for (const [mode, section] of sections) {
    if (!isMode(mode)) {
      source.fault([mode], `unknown mode [${mode}]: one of ${KEYMAP_MODES.join(", ")}`);
      continue;
    }
    if (!isTable(section)) {
      source.fault([mode], `${mode} must be a table`);
      continue;
    }
    for (const [notation, value] of Object.entries(section)) {
      try {
        const mapping = readMapping(mode, notation, value, leaders);
        const { action } = mapping;
        if (action?.type === "command" && !isCommand(action.name)) {
          const text = `unknown command ${action.name}`;
          const line = source.lineOf([mode, notation]);
          unknown({ name: action.name, fault: { file: source.file, line, text } });
        }
        mappings.push(mapping);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        source.fault([mode, notation], error.message);
      }
    }
  }
  return mappings;
}

export function isMode(mode: string): mode is Mode {
  return (KEYMAP_MODES as readonly string[]).includes(mode);
}

function readMapping(mode: Mode, notation: string, value: unknown, leaders: Leaders): UserMapping {
  const keys = leaderKeys(notation, leaders);
  if (keys.length === 0) throw new UserError("a key is missing");
  const plain = { mode, keys, when: "", doc: "" };
  if (value === false) return { ...plain, action: null };
  if (typeof value === "string") return { ...plain, action: { type: "command", name: value } };
  if (!isTable(value)) throw new UserError(`${notation} must name a command or be a table`);
  return { ...plain, ...readTable(mode, notation, value, leaders) };
}

function readTable(
  mode: Mode,
  notation: string,
  table: TomlTable,
  leaders: Leaders,
): Pick<UserMapping, "action" | "when" | "doc"> {
  const { command, keys, when = "", doc = "", remap = false, ...rest } = table;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new UserError(`${notation}: unknown key ${unknown}`);
  if (typeof when !== "string") throw new UserError(`${notation}: when must be a string`);
  if (typeof doc !== "string") throw new UserError(`${notation}: doc must be a string`);
  if (typeof remap !== "boolean") throw new UserError(`${notation}: remap must be true or false`);
  compileWhen(when);
  if (typeof command === "string" && keys === undefined) {
    return { action: { type: "command", name: command }, when, doc };
  }
  if (typeof keys === "string" && command === undefined) {
    if (mode === "picker") throw new UserError(`${notation}: keys of a picker name commands`);
    return { action: { type: "keys", keys: leaderKeys(keys, leaders), remap }, when, doc };
  }
  throw new UserError(`${notation}: either command or keys must be a string`);
}

/** The keys of a notation with `<Leader>` and `<LocalLeader>` replaced. */
export function leaderKeys(notation: string, leaders: Leaders): Key[] {
  return parseKeys(notation).flatMap((key) =>
    key === "<Leader>" ? leaders.leader : key === "<LocalLeader>" ? leaders.localleader : [key],
  );
}

/**
 * Puts a mapping into an editor. Commands of normal mode and its like go into the tries of the
 * default keys, where motions and operators take counts and registers; the rest are mappings.
 */
export function applyMapping(editor: Editor, mapping: UserMapping): void {
  const { mode, keys, action, when, doc } = mapping;
  const trie = mode === "insert" || mode === "cmdline" ? null : editor.defaultKeys[mode];
  if (action === null) {
    editor.defaultKeys[mode]?.delete(keys);
    for (const map of MAP_MODES[mode]) editor.maps[map].delete(keys);
    return;
  }
  const entry: Mapping = { keys, action, when, silent: true, doc };
  if (mode === "motion" && when === "") {
    // A default of one of the modes would hide the motion.
    for (const child of MOTION_CHILDREN) editor.defaultKeys[child]?.delete(keys);
  }
  if (action.type === "command" && trie) trie.set(entry);
  else for (const map of MAP_MODES[mode]) editor.maps[map].set(entry);
}
