/** Reading registers, counts and the keys of one command. */
import type { Key } from "../../base/key.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import { type Fiber, rawKey } from "../../editor/fiber.ts";
import type { Keymap } from "../../modal/keymap.ts";
import { Beep } from "./types.ts";

export interface Prefix {
  readonly register: string;
  /** 0 when none was typed. */
  readonly count: number;
  readonly key: Key;
}

/** Reads registers and counts up to the first other key. */
export function* readPrefix(editor: Editor, first: Key, register = ""): Fiber<Prefix> {
  let key = first;
  let count = 0;
  let total = 0;
  for (;;) {
    if (/^[1-9]$/.test(key) || (key === "0" && count > 0)) {
      count = Math.min(count * 10 + Number(key), 99_999_999);
    } else if (key === "<Del>" && count > 0) {
      count = Math.floor(count / 10);
    } else if (key === '"') {
      if (count > 0) total = (total || 1) * count;
      count = 0;
      editor.pending += key;
      const name = yield* rawKey();
      if (name === "<Esc>" || name === "<C-c>") throw new Beep();
      if (!/^[a-zA-Z0-9"\-*+_/:.%#=]$/.test(name)) throw new Beep();
      register = name;
      editor.pending += name;
      key = yield { mode: editor.win.visual ? "x" : "n" };
      continue;
    } else {
      const all = count > 0 ? (total || 1) * count : total;
      return { register, count: all, key };
    }
    editor.pending += key;
    key = yield { mode: editor.win.visual ? "x" : "n", counting: count > 0 };
  }
}

export interface Found {
  readonly command: Command | null;
  readonly keys: readonly Key[];
  /** A count typed after CTRL-W. */
  readonly count: number;
}

/** Reads on until the keys name a command, or nothing that the maps know. */
export function* readCommand(editor: Editor, maps: readonly Keymap[], first: Key): Fiber<Found> {
  const keys = [first];
  let count = 0;
  /** What fewer keys mean alone, when a condition lets them begin longer ones, too (`do`, `grr`). */
  let alone: { readonly name: string; readonly length: number } | null = null;
  for (;;) {
    let name: string | null = null;
    let longer = false;
    for (const map of maps) {
      const found = map.lookup(keys, editor.holds);
      if (name === null && found.mapping?.action.type === "command")
        name = found.mapping.action.name;
      longer ||= found.longer;
    }
    if (name === null && !longer && alone?.length === keys.length - 1 && count === 0) {
      const loop = editor.loop!;
      loop.queue.untake({ key: keys.pop()!, typed: loop.typed });
      loop.dropLast();
      editor.pending = editor.pending.slice(0, -keys[keys.length - 1]!.length);
      return { command: editor.commands.require(alone.name), keys, count };
    }
    if (!longer) {
      return { command: name === null ? null : editor.commands.require(name), keys, count };
    }
    if (name !== null) alone = { name, length: keys.length };
    editor.pending += keys[keys.length - 1]!;
    const key = yield* rawKey();
    if (keys.length === 1 && first === "<C-w>" && /^[1-9]$/.test(key)) {
      count = Number(key);
      continue;
    }
    if (count > 0 && /^[0-9]$/.test(key)) {
      count = count * 10 + Number(key);
      continue;
    }
    keys.push(key);
  }
}
