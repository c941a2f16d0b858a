/**
 * Keys in Vim notation. A key is one string: a printable character stands for itself (`a`, `é`,
 * `👍`: one code point), `<` is `<lt>`, everything else is `<...>` in the one spelling that
 * `canonicalKey` gives, so keys compare with `===`.
 */
export type Key = string;

const NAMES: Readonly<Record<string, string>> = {
  cr: "CR",
  return: "CR",
  enter: "CR",
  esc: "Esc",
  escape: "Esc",
  tab: "Tab",
  bs: "BS",
  backspace: "BS",
  del: "Del",
  delete: "Del",
  space: "Space",
  lt: "lt",
  bar: "Bar",
  bslash: "Bslash",
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  home: "Home",
  end: "End",
  pageup: "PageUp",
  pagedown: "PageDown",
  insert: "Insert",
  ins: "Insert",
  nul: "C-@",
  nl: "NL",
  linefeed: "NL",
  newline: "NL",
  plug: "Plug",
  cmd: "Cmd",
  sid: "SID",
  leader: "Leader",
  localleader: "LocalLeader",
  nop: "Nop",
  ignore: "Ignore",
  help: "Help",
  undo: "Undo",
  leftmouse: "LeftMouse",
  leftdrag: "LeftDrag",
  leftrelease: "LeftRelease",
  rightmouse: "RightMouse",
  middlemouse: "MiddleMouse",
  scrollwheelup: "ScrollWheelUp",
  scrollwheeldown: "ScrollWheelDown",
  scrollwheelleft: "ScrollWheelLeft",
  scrollwheelright: "ScrollWheelRight",
};

/** Characters that CTRL turns into another key; `foldControl` applies it where no map wants the key. */
const CONTROL_ALIASES: Readonly<Record<string, Key>> = {
  "<C-[>": "<Esc>",
  "<C-i>": "<Tab>",
  "<C-m>": "<CR>",
  "<C-h>": "<BS>",
  "<C-j>": "<NL>",
};

const TOKEN = /^<((?:[CSAMDTcsamdt]-)*)([A-Za-z0-9]+|[^\s>]|[^>A-Za-z0-9])>/u;

/**
 * The keys of a string in Vim notation, in canonical form. Text that only looks like a key
 * (`<foo>`) is taken as single characters.
 */
export function parseKeys(notation: string): Key[] {
  const keys: Key[] = [];
  for (let i = 0; i < notation.length; ) {
    if (notation[i] === "<") {
      const match = TOKEN.exec(notation.slice(i, i + 40));
      const key = match && keyOfToken(match[1]!, match[2]!);
      if (match && key !== null) {
        keys.push(key);
        i += match[0].length;
        continue;
      }
      keys.push("<lt>");
      i++;
      continue;
    }
    const ch = String.fromCodePoint(notation.codePointAt(i)!);
    keys.push(keyOfChar(ch));
    i += ch.length;
  }
  return keys;
}

function keyOfToken(modifiers: string, name: string): Key | null {
  const mods = new Set(modifiers.toUpperCase().split("-").filter(Boolean));
  if (mods.delete("A")) mods.add("M");
  if (/^F\d{1,2}$/i.test(name)) return withModifiers(mods, name.toUpperCase());
  const named = name.length > 1 ? NAMES[name.toLowerCase()] : undefined;
  if (named === undefined) {
    if ([...name].length !== 1 || mods.size === 0) return null;
    return modifiedChar(mods, name);
  }
  if (named === "C-@") return "<C-@>";
  if (named === "Space") return mods.size === 0 ? " " : withModifiers(mods, "Space");
  if (named === "Bar" || named === "Bslash" || (named === "lt" && mods.size > 0)) {
    const ch = named === "Bar" ? "|" : named === "Bslash" ? "\\" : "<";
    return mods.size === 0 ? ch : modifiedChar(mods, ch === "<" ? "lt" : ch);
  }
  return withModifiers(mods, named);
}

function modifiedChar(mods: Set<string>, ch: string): Key {
  const letter = /^[A-Za-z]$/.test(ch);
  if (mods.has("S") && letter && !mods.has("C") && !mods.has("M") && !mods.has("D")) {
    return ch.toUpperCase();
  }
  if (mods.has("C") && letter) ch = ch.toLowerCase();
  if (mods.has("S") && letter && !mods.has("C")) {
    mods.delete("S");
    ch = ch.toUpperCase();
  }
  const key = withModifiers(mods, ch);
  // Both names are one byte in every terminal, and registers hold that byte.
  return key === "<C-j>" ? "<NL>" : key;
}

/** `mods` are upper-case letters out of C S M D T; written in the order M T D C S. */
function withModifiers(mods: ReadonlySet<string>, name: string): Key {
  let prefix = "";
  for (const m of "MTDCS") if (mods.has(m)) prefix += `${m}-`;
  return `<${prefix}${name}>`;
}

/** The key of one typed character (a code point); control characters become `<C-x>` and friends. */
export function keyOfChar(ch: string): Key {
  const code = ch.codePointAt(0)!;
  if (ch === "<") return "<lt>";
  if (code === 0) return "<C-@>";
  if (code === 9) return "<Tab>";
  if (code === 10) return "<NL>";
  if (code === 13) return "<CR>";
  if (code === 27) return "<Esc>";
  if (code === 127) return "<BS>";
  if (code < 32) return `<C-${String.fromCharCode(code + 64).toLowerCase()}>`;
  return ch;
}

/** The text that a key types, or null for a key that types none. `<CR>` and `<NL>` type none. */
export function textOfKey(key: Key): string | null {
  if (key === "<lt>") return "<";
  if (key === "<Tab>") return "\t";
  if (key.length > 2 && key.startsWith("<")) return null;
  return key;
}

/** The control character of a key as CTRL-V inserts it (`<Esc>` → `\x1b`), or its text, or null. */
export function literalOfKey(key: Key): string | null {
  const text = textOfKey(key);
  if (text !== null) return text;
  if (key === "<CR>") return "\r";
  if (key === "<NL>") return "\n";
  if (key === "<Esc>") return "\x1b";
  if (key === "<BS>") return "\x08";
  const match = /^<C-(.)>$/u.exec(key);
  if (!match) return null;
  const code = match[1]!.toUpperCase().charCodeAt(0);
  return code >= 63 && code < 96 ? String.fromCharCode((code - 64) & 127) : null;
}

/** What an unmapped key acts as: `<C-i>` is Tab, `<C-[>` is Esc, `<S-CR>` is CR, and so on. */
export function foldControl(key: Key): Key {
  const alias = CONTROL_ALIASES[key];
  if (alias !== undefined) return alias;
  if (/^<(?:C-)?S-(CR|BS|Esc|Space|Tab)>$/.test(key) && key !== "<S-Tab>") {
    const name = /(CR|BS|Esc|Space|Tab)>$/.exec(key)![1]!;
    return name === "Space" ? " " : `<${name}>`;
  }
  return key;
}

/** The keys of literal text, as if typed: `<` is the character, not the start of a notation. */
export function keysOfText(text: string): Key[] {
  return Array.from(text, keyOfChar);
}

/** Keys that type a text in insert mode whatever the indent options say. */
export function literalKeys(text: string): Key[] {
  return keysOfText(text).flatMap((key) => {
    if (key === "<NL>") return ["<CR>", "0", "<C-d>"];
    return key === "<Tab>" ? ["<C-v>", "<Tab>"] : [key];
  });
}

/** Text that `keysOfText` turns back into `keys`; keys with no such text stay in `<...>` notation. */
export function textOfKeys(keys: readonly Key[]): string {
  return keys.map((key) => literalOfKey(key) ?? key).join("");
}

/** How a typed key came: what is decided by time goes by this, not by when it is worked off. */
export interface Arrival {
  /** When its bytes were read: milliseconds of `performance.now()`. */
  readonly at: number;
  /** Other keys came with it or right before it: type-ahead, a paste, a program that types. */
  readonly burst: boolean;
}

/** A mouse button action at a 0-based screen cell. */
export interface MouseEvent {
  readonly type: "mouse";
  readonly action:
    | "press"
    | "release"
    | "drag"
    | "wheel-up"
    | "wheel-down"
    | "wheel-left"
    | "wheel-right";
  readonly button: "left" | "middle" | "right" | "none";
  readonly row: number;
  readonly col: number;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** What a person does at the terminal. */
export type InputEvent =
  | { readonly type: "key"; readonly key: Key }
  | { readonly type: "paste"; readonly text: string }
  | { readonly type: "focus"; readonly gained: boolean }
  | MouseEvent;
