/** Keymap files as data: sections by mode, keys in Vim notation, values that name commands. */
import { UserError } from "../base/errors.ts";
import { parseKeys } from "../base/key.ts";
import { Keymap } from "../modal/keymap.ts";

/** `{normal: {"gg": "motion.first-row"}}`; a key may be followed by its `when`: `{command, when}`. */
export type KeymapData = Readonly<
  Record<
    string,
    Readonly<Record<string, string | { readonly command: string; readonly when?: string }>>
  >
>;

export const KEYMAP_MODES = [
  "motion",
  "normal",
  "visual",
  "operator",
  "insert",
  "cmdline",
] as const;

/** The tries of a keymap file. Throws UserError for an unknown section. */
export function keymapsOf(data: KeymapData): Record<string, Keymap> {
  const maps: Record<string, Keymap> = {};
  for (const mode of KEYMAP_MODES) maps[mode] = new Keymap();
  for (const [mode, keys] of Object.entries(data)) {
    const map = maps[mode];
    if (!map) throw new UserError(`Unknown mode in keymap: [${mode}]`);
    for (const [notation, value] of Object.entries(keys)) {
      const { command, when } = typeof value === "string" ? { command: value, when: "" } : value;
      map.set({
        keys: parseKeys(notation),
        action: { type: "command", name: command },
        when: when ?? "",
        silent: true,
        doc: "",
      });
    }
  }
  return maps;
}
