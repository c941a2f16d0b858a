/** File names as they are typed: `~`, `$HOME`, `%`, `#`, wildcards; completing them. */
import { readdirSync, type Stats, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Editor } from "./editor.ts";

/** `~` and environment variables. */
function expandHome(name: string): string {
  const home = name.replace(/^~(?=\/|$)/, () => homedir());
  return home.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, a?: string, b?: string) => {
    return process.env[a ?? b ?? ""] ?? whole;
  });
}

/** The absolute path of a typed name. */
export function absolutePath(editor: Editor, name: string): string {
  const path = expandHome(name);
  return isAbsolute(path) ? resolve(path) : resolve(editor.cwd, path);
}

/** A path as short as it can be said: relative below the working folder, `~` below home. */
export function shownPath(editor: Editor, path: string | null): string {
  if (path === null) return "[No Name]";
  if (path.startsWith(`${editor.cwd}/`)) return path.slice(editor.cwd.length + 1);
  const home = homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/**
 * `%`, `#`, `#3`, `<cword>`-less names with modifiers (`:p :h :t :r :e`) in a command's argument.
 * Throws UserError (E499, E194) when there is no such name.
 */
export function expandNames(editor: Editor, args: string): string {
  return args.replace(
    /\\([%#])|(%|##|#(\d*)|<(?:cfile|cword|afile|abuf)>)((?::[pht~.re])*)/g,
    (
      whole,
      escaped: string | undefined,
      symbol: string | undefined,
      number: string | undefined,
      mods: string,
    ) => {
      if (escaped) return escaped;
      if (symbol === undefined || symbol.startsWith("<")) return whole;
      let path: string | null;
      if (symbol === "%") path = editor.doc.path;
      else if (number) path = editor.docs.find((doc) => doc.id === Number(number))?.path ?? null;
      else path = (editor.win.alternate ?? editor.exState.alternateFile)?.path ?? null;
      if (path === null) {
        if (symbol === "%")
          throw new UserError("E499: Empty file name for '%' or '#', only works with \":p:h\"");
        throw new UserError("E194: No alternate file name to substitute for '#'");
      }
      let result = shownPath(editor, path);
      if (result.startsWith("~")) result = path;
      for (const mod of mods.match(/:./g) ?? []) {
        if (mod === ":p") result = resolve(editor.cwd, result);
        else if (mod === ":h") result = dirname(result);
        else if (mod === ":t") result = basename(result);
        else if (mod === ":r") result = result.slice(0, result.length - extname(result).length);
        else if (mod === ":e") result = extname(result).slice(1);
      }
      return result;
    },
  );
}

/** One file name out of an argument: backslashes quote, wildcards must match at most one name. */
export function fileArgument(editor: Editor, args: string): string {
  const name = expandNames(editor, args).replace(/\\([ \\|"%#$*?[\]{}~])/g, "$1");
  if (!/[*?[]/.test(name)) return name;
  const matches = globPaths(editor, name);
  if (matches.length > 1) throw new UserError("E77: Too many file names");
  return matches[0] ?? name;
}

/** The names that match a pattern with `*`, `?` and `[...]`; `**` is any number of folders. */
export function globPaths(editor: Editor, pattern: string): string[] {
  const expanded = expandHome(pattern);
  const parts = expanded.split("/");
  let found = [isAbsolute(expanded) ? "/" : ""];
  if (isAbsolute(expanded)) parts.shift();
  for (const [i, part] of parts.entries()) {
    if (!/[*?[]/.test(part)) {
      found = found.map((base) => join(base, part));
      continue;
    }
    const last = i === parts.length - 1;
    found = found.flatMap((base) => {
      if (part === "**") return foldersBelow(editor, base, 8);
      const test = wildcard(part);
      return namesIn(resolve(editor.cwd, base))
        .filter((name) => test.test(name) && (part.startsWith(".") || !name.startsWith(".")))
        .map((name) => join(base, name))
        .filter((path) => last || isFolder(resolve(editor.cwd, path)));
    });
  }
  return found.filter((path) => exists(resolve(editor.cwd, path))).sort();
}

function foldersBelow(editor: Editor, base: string, depth: number): string[] {
  const here = [base];
  if (depth === 0) return here;
  for (const name of namesIn(resolve(editor.cwd, base))) {
    if (name.startsWith(".") || name === "node_modules") continue;
    const path = join(base, name);
    if (isFolder(resolve(editor.cwd, path))) here.push(...foldersBelow(editor, path, depth - 1));
  }
  return here;
}

/** A file pattern as a regular expression for one name. */
export function wildcard(pattern: string): RegExp {
  let source = "";
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const ch = pattern[i]!;
    if (ch === "*") source += ".*";
    else if (ch === "?") source += ".";
    else if (ch === "{") {
      source += "(?:";
      braces++;
    } else if (ch === "}" && braces > 0) {
      source += ")";
      braces--;
    } else if (ch === "," && braces > 0) source += "|";
    else if (ch === "[") {
      const end = pattern.indexOf("]", i + 2);
      if (end < 0) source += "\\[";
      else {
        source += `[${pattern
          .slice(i + 1, end)
          .replace(/\\/g, "\\\\")
          .replace(/^!/, "^")}]`;
        i = end;
      }
    } else source += ch.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  }
  return new RegExp(`^${source}${")".repeat(braces)}$`, "s");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A folder that can't be read has no names to offer.
    return [];
  }
}

export function isFolder(path: string): boolean {
  return statOrNothing(path)?.isDirectory() ?? false;
}

export function exists(path: string): boolean {
  return statOrNothing(path) !== undefined;
}

function statOrNothing(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // No such name can be, or it may not be looked at: who opens it says which.
    return undefined;
  }
}

/** Names that start with what was typed; folders end in a slash. */
export function completePath(editor: Editor, typed: string, foldersOnly: boolean): string[] {
  const slash = typed.lastIndexOf("/") + 1;
  const base = typed.slice(0, slash);
  const prefix = typed.slice(slash);
  const folder = absolutePath(editor, base === "" ? "." : base);
  const ignoreCase = editor.options.get("wildignorecase");
  const fold = (name: string) => (ignoreCase ? name.toLowerCase() : name);
  return namesIn(folder)
    .filter(
      (name) =>
        fold(name).startsWith(fold(prefix)) && (prefix.startsWith(".") || !name.startsWith(".")),
    )
    .map((name) => ({ name, isDirectory: isFolder(join(folder, name)) }))
    .filter((entry) => entry.isDirectory || !foldersOnly)
    .map(
      (entry) => `${base}${entry.name.replace(/[ |\\%#]/g, "\\$&")}${entry.isDirectory ? "/" : ""}`,
    );
}
