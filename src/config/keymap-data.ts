/** Keymap files as data: sections by mode, keys in Vim notation, values that name commands. */
import { UserError } from "../base/errors.ts";
import { type Key, parseKeys } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import { Keymap, type Mapping } from "../modal/keymap.ts";

/** The command that a key names, alone or with its condition. */
export type KeyData = string | { readonly command: string; readonly when?: string };

/**
 * `{normal: {"gg": "motion.first-row"}}`; a key may be followed by its `when`: `{command, when}`. A
 * condition in the place of a key stands for all keys of its table: `{"kind == git": {"s": "git.stage"}}`.
 */
export type KeymapData = Readonly<
  Record<string, Readonly<Record<string, KeyData | Readonly<Record<string, string>>>>>
>;

/** One key of a keymap's section. */
export interface KeyEntry {
  readonly notation: string;
  readonly command: string;
  /** Empty: always. */
  readonly when: string;
}

/** The keys of a section, those under a condition behind the others. */
export function keyEntries(section: KeymapData[string]): KeyEntry[] {
  const entries: KeyEntry[] = [];
  const conditional: KeyEntry[] = [];
  for (const [notation, value] of Object.entries(section)) {
    if (typeof value === "string") entries.push({ notation, command: value, when: "" });
    else if (typeof value.command === "string" && !isConditional(value)) {
      entries.push({ notation, command: value.command, when: value.when ?? "" });
    } else {
      for (const [key, command] of Object.entries(value)) {
        conditional.push({ notation: key, command: command ?? "", when: notation });
      }
    }
  }
  return [...entries, ...conditional];
}

/** A table whose names are keys, not `command` and `when`. */
function isConditional(value: object): boolean {
  return Object.keys(value).some((name) => name !== "command" && name !== "when");
}

export const KEYMAP_MODES = [
  "motion",
  "normal",
  "visual",
  "operator",
  "insert",
  "cmdline",
  "picker",
  "terminal",
] as const;

/** What `<Leader>` stands for when nothing else is said. */
const LEADER: readonly Key[] = ["\\"];

/** The tries of a keymap file, each made when it is first used. Throws UserError for an unknown section. */
export function keymapsOf(data: KeymapData): Record<string, Keymap> {
  const modes: readonly string[] = KEYMAP_MODES;
  for (const mode of Object.keys(data)) {
    if (!modes.includes(mode)) throw new UserError(`Unknown mode in keymap: [${mode}]`);
  }
  return Object.fromEntries(
    modes.map((mode) => {
      const entries = () => keyEntries(data[mode] ?? {}).map((entry) => mappingOf(entry, LEADER));
      return [mode, new Keymap(entries)];
    }),
  );
}

function mappingOf({ notation, command, when }: KeyEntry, leader: readonly Key[]): Mapping {
  return {
    keys: parseKeys(notation).flatMap((key) => (key === "<Leader>" ? leader : [key])),
    action: { type: "command", name: command },
    when,
    silent: true,
    doc: "",
  };
}

/**
 * Moves the default keys with `<Leader>` to the leader that is set later. What the user has put on such
 * keys stays.
 */
export function followLeader(editor: Editor, data: KeymapData): void {
  let leader = LEADER;
  editor.exState.leaderChanged = () => {
    const text = editor.exState.mapleader.replaceAll("<", "<lt>");
    const next = text === "" ? LEADER : parseKeys(text);
    for (const [mode, keys] of Object.entries(data)) {
      const map = editor.defaultKeys[mode];
      for (const entry of keyEntries(keys)) {
        if (!map || !entry.notation.includes("<Leader>")) continue;
        const old = mappingOf(entry, leader);
        const { mapping } = map.lookup(old.keys, (when) => when === entry.when);
        if (mapping?.action.type !== "command" || mapping.action.name !== entry.command) continue;
        map.delete(old.keys);
        map.set(mappingOf(entry, next));
      }
    }
    leader = next;
  };
}
