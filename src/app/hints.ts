/** What the key hints show: how a pending mapping or command can go on. */

import type { Key } from "../base/key.ts";
import type { Editor } from "../editor/editor.ts";
import type { KeyLoop } from "../editor/key-loop.ts";
import type { Keymap, Mapping } from "../modal/keymap.ts";
import type { KeyHint } from "../view/key-hints.ts";

const MOST = 200;

/** Hints for the keys typed so far, or null when nothing is pending or nothing is known. */
export function pendingHints(
  editor: Editor,
  loop: KeyLoop,
): { title: string; hints: KeyHint[] } | null {
  const typed = loop.peekLog();
  if (typed.length === 0 || typed.length > 6) return null;
  const maps = mapsOf(editor, loop);
  // A count or register before the command is not a part of any mapping.
  for (let from = 0; from < typed.length; from++) {
    const prefix = typed.slice(from);
    const hints = continuations(editor, maps, prefix);
    if (hints.length > 0) return { title: `${prefix.join("")} …`, hints };
  }
  return null;
}

function mapsOf(editor: Editor, loop: KeyLoop): Keymap[] {
  const maps: Keymap[] = [];
  const visual = editor.win.visual !== null;
  const mode = loop.request.mode ?? (visual ? "x" : "n");
  maps.push(...editor.mapsFor(mode));
  const { defaultKeys } = editor;
  const names = visual ? ["visual", "motion"] : ["normal", "motion"];
  if (editor.mode === "operator") names.unshift("operator");
  if (editor.mode === "terminal") names.splice(0, names.length, "terminal");
  for (const name of names) {
    const map = defaultKeys[name];
    if (map) maps.push(map);
  }
  return maps;
}

function continuations(editor: Editor, maps: readonly Keymap[], prefix: readonly Key[]): KeyHint[] {
  const found = new Map<string, KeyHint>();
  for (const map of maps) {
    for (const mapping of map.entries(prefix)) {
      const rest = mapping.keys.slice(prefix.length).join("");
      if (rest === "" || found.has(rest)) continue;
      found.set(rest, { keys: rest, doc: docOf(editor, mapping) });
      if (found.size >= MOST) break;
    }
  }
  return [...found.values()];
}

function docOf(editor: Editor, mapping: Mapping): string {
  if (mapping.doc !== "") return mapping.doc;
  if (mapping.action.type === "keys") return mapping.action.keys.join("");
  return editor.commands.get(mapping.action.name)?.doc ?? mapping.action.name;
}
