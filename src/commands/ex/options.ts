/** `:set`, `:setlocal`, `:setglobal`. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import {
  type AnyOptionValue,
  OPTIONS,
  type OptionName,
  type OptionStore,
  optionName,
} from "../../editor/options.ts";
import type { ExCall, ExCommand } from "./call.ts";

type Scope = "both" | "local" | "global";

/** The store that holds a window's or buffer's own value. */
function localStore(editor: Editor, name: OptionName): OptionStore {
  const { scope } = OPTIONS[name];
  if (scope === "buffer") return editor.doc.options;
  return scope === "window" ? editor.win.options : editor.options;
}

function currentValue(editor: Editor, name: OptionName, scope: Scope): AnyOptionValue {
  if (name === "modified") return editor.doc.modified;
  return (scope === "global" ? editor.options : localStore(editor, name)).get(name);
}

/** Sets an option as `:set` does. Throws UserError for a value that it can't have. */
export function setOption(
  editor: Editor,
  name: OptionName,
  value: AnyOptionValue,
  scope: Scope = "both",
): void {
  if (name === "modified") {
    const { undo } = editor.doc;
    undo.sync();
    undo.saved = value ? null : undo.current;
    return;
  }
  if (scope !== "global") localStore(editor, name).set(name, value);
  if (scope !== "local" || OPTIONS[name].scope === "global") {
    const ownOnly =
      name === "filetype" || name === "readonly" || name === "fileformat" || name === "modifiable";
    if (!ownOnly || scope === "global") {
      keepElsewhere(editor, name);
      editor.options.set(name, value);
    }
  }
  if (name === "hlsearch")
    editor.search.highlight = value === true && editor.search.pattern !== null;
  editor.events.emit("option", { name });
}

/** Windows and buffers that are there keep the value they have: the global one is for new ones. */
function keepElsewhere(editor: Editor, name: OptionName): void {
  const { scope } = OPTIONS[name];
  if (scope === "global") return;
  for (const { options } of scope === "window" ? editor.windows : editor.docs) {
    if (!options.has(name)) options.set(name, options.get(name));
  }
}

function shown(editor: Editor, name: OptionName, scope: Scope): string {
  const value = currentValue(editor, name, scope);
  if (typeof value === "boolean") return value ? `  ${name}` : `no${name}`;
  return `  ${name}=${value}`;
}

/** The items of a `:set` line: blanks separate them, a backslash keeps one. */
function itemsOf(args: string): string[] {
  const items: string[] = [];
  let item = "";
  for (let i = 0; i < args.length; i++) {
    const ch = args[i]!;
    if (ch === "\\" && i + 1 < args.length) {
      item += ch + args[++i]!;
    } else if (ch === " " || ch === "\t") {
      if (item !== "") items.push(item);
      item = "";
    } else if (ch === '"' && item === "") break;
    else item += ch;
  }
  if (item !== "") items.push(item);
  return items;
}

function set(call: ExCall, scope: Scope): void {
  const { editor } = call;
  const items = itemsOf(call.args);
  if (items.length === 0 || (items.length === 1 && items[0] === "all")) {
    list(editor, scope, items.length === 0);
    return;
  }
  const answers: string[] = [];
  for (const item of items) {
    const answer = setItem(editor, item, scope);
    if (answer !== null) answers.push(answer);
  }
  if (answers.length > 0) editor.showMessage(answers.join("\n"));
}

function list(editor: Editor, scope: Scope, changedOnly: boolean): void {
  const names = (Object.keys(OPTIONS) as OptionName[]).filter(
    (name) => !changedOnly || currentValue(editor, name, scope) !== OPTIONS[name].default,
  );
  editor.showMessage(
    ["--- Options ---", ...names.map((name) => shown(editor, name, scope))].join("\n"),
  );
}

function setItem(editor: Editor, item: string, scope: Scope): string | null {
  if (item === "all&") {
    for (const name of Object.keys(OPTIONS) as OptionName[]) {
      setOption(editor, name, OPTIONS[name].default, scope);
    }
    return null;
  }
  const match = /^(no|inv)?([a-zA-Z_]+?)(?:([-+^]?=|:)(.*)|([?!]|&(?:vim|vi)?|<)|)$/s.exec(item);
  if (!match) throw new UserError(`E518: Unknown option: ${item}`);
  let prefix = match[1] ?? "";
  let word = match[2]!;
  // `no` and `inv` may be the start of the name (`nonumber` but `nomodifiable`, `notimeout`).
  const whole = optionName(prefix + word);
  if (whole) {
    word = prefix + word;
    prefix = "";
  }
  const name = optionName(word);
  if (!name) {
    if (IGNORED.has(word) || IGNORED.has(prefix + word)) return null;
    throw new UserError(`E518: Unknown option: ${item.replace(/[=:?!&].*$/s, "")}`);
  }
  const operator = match[3];
  const suffix = match[5];
  const now = currentValue(editor, name, scope);
  const { default: initial } = OPTIONS[name] as { default: AnyOptionValue };
  if (suffix === "?") return shown(editor, name, scope);
  if (suffix?.startsWith("&")) {
    setOption(editor, name, initial, scope);
    return null;
  }
  if (suffix === "<") {
    if (scope === "local") localStore(editor, name).unset(name);
    else localStore(editor, name).set(name, editor.options.get(name));
    return null;
  }
  if (typeof now === "boolean") {
    if (operator) throw new UserError(`E474: Invalid argument: ${item}`);
    const value = suffix === "!" || prefix === "inv" ? !now : prefix !== "no";
    setOption(editor, name, value, scope);
    return null;
  }
  if (prefix !== "" || suffix === "!") throw new UserError(`E474: Invalid argument: ${item}`);
  if (!operator) return shown(editor, name, scope);
  const text = match[4]!.replace(/\\(.)/gs, "$1");
  if (typeof now === "number")
    setOption(editor, name, numberValue(item, operator, text, now), scope);
  else setOption(editor, name, stringValue(name, operator, text, now as string), scope);
  return null;
}

/** Options of Vim that have no meaning here; configurations may set them. */
const IGNORED = new Set([
  "compatible",
  "cp",
  "nocompatible",
  "nocp",
  "ttyfast",
  "swapfile",
  "noswapfile",
  "swf",
  "noswf",
  "backup",
  "nobackup",
  "writebackup",
  "nowritebackup",
  "encoding",
  "enc",
  "lazyredraw",
  "mousehide",
  "errorbells",
  "noerrorbells",
  "t_Co",
  "termguicolors",
  "tgc",
  "notermguicolors",
  "shortname",
]);

function numberValue(item: string, operator: string, text: string, now: number): number {
  if (!/^-?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text)) {
    throw new UserError(`E521: Number required after =: ${item}`);
  }
  const amount = Number(text);
  if (operator === "+=") return now + amount;
  if (operator === "-=") return now - amount;
  return operator === "^=" ? now * amount : amount;
}

function stringValue(name: OptionName, operator: string, text: string, now: string): string {
  const kind = (OPTIONS[name] as { list?: string }).list;
  if (operator === "=" || operator === ":") return text;
  const comma = kind === "comma";
  if (operator === "-=") {
    if (comma) {
      return now
        .split(",")
        .filter((part) => !text.split(",").includes(part))
        .join(",");
    }
    if (kind === "flags") return [...now].filter((flag) => !text.includes(flag)).join("");
    const at = now.indexOf(text);
    return at < 0 ? now : now.slice(0, at) + now.slice(at + text.length);
  }
  if (kind === "flags") {
    const added = [...text].filter((flag) => !now.includes(flag)).join("");
    return operator === "+=" ? now + added : added + now;
  }
  if (comma && now.split(",").includes(text)) return now;
  const gap = comma && now !== "" && text !== "" ? "," : "";
  return operator === "+=" ? now + gap + text : text + gap + now;
}

const shape = { args: true, bar: true, noComment: true, complete: "option" } as const;

export const optionCommands: ExCommand[] = [
  {
    ...shape,
    name: "set",
    min: 2,
    bang: true,
    doc: "Shows or sets options.",
    run: (call) => set(call, "both"),
  },
  {
    ...shape,
    name: "setlocal",
    min: 4,
    doc: "Shows or sets options of this buffer or window only.",
    run: (call) => set(call, "local"),
  },
  {
    ...shape,
    name: "setglobal",
    min: 4,
    doc: "Shows or sets the global values of options.",
    run: (call) => set(call, "global"),
  },
];
