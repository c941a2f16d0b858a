/** Finds a theme by name: the user's, then the ones that come with hunch; makes it drawable. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import type { ThemeData, ThemeStyle } from "../config/theme-data.ts";
import { parseColour, type Style, type StyleTable } from "../screen/style.ts";
import { GroupTheme, type Theme } from "../screen/theme.ts";

/** The default theme, parsed when the bundle is made; from source it is read. */
declare const HUNCH_DEFAULT_THEME: ThemeData | undefined;

export const DEFAULT_THEME = "hunch-dark";

/** The default theme without reading a file, or null when running from source. */
export function builtinTheme(): ThemeData | null {
  return typeof HUNCH_DEFAULT_THEME === "undefined" ? null : HUNCH_DEFAULT_THEME;
}

/**
 * The theme of a name out of folders, the first one that has `NAME.toml` (or a base16 scheme
 * `NAME.yaml`). Throws UserError when there is none or it is wrong, naming file and line.
 */
export async function findTheme(name: string, folders: readonly string[]): Promise<ThemeData> {
  if (!/^[\w.-]+$/.test(name)) throw new UserError(`E185: Cannot find color scheme '${name}'`);
  for (const folder of folders) {
    for (const extension of ["toml", "yaml", "yml"]) {
      const file = join(folder, `${name}.${extension}`);
      const source = readIfThere(file);
      if (source === null) continue;
      const { parseBase16, parseTheme } = await import("../config/theme.ts");
      const base16 = extension !== "toml" || /^\s*"?base00"?\s*=/m.test(source);
      return base16 ? parseBase16(source, file) : parseTheme(source, file);
    }
  }
  const builtin = builtinTheme();
  if (builtin?.name === name) return builtin;
  throw new UserError(`E185: Cannot find color scheme '${name}'`);
}

/** The names of all themes in folders, for completion. */
export function themeNames(folders: readonly string[]): string[] {
  const names = new Set<string>([DEFAULT_THEME]);
  for (const folder of folders) {
    try {
      for (const file of readdirSync(folder)) {
        const match = /^(.+)\.(toml|yaml|yml)$/.exec(file);
        if (match) names.add(match[1]!);
      }
    } catch (error) {
      // A folder that is not there has no themes.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return [...names].sort();
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new UserError(`Cannot read ${file}: ${(error as Error).message}`);
  }
}

/** A theme over a screen's table of styles. */
export function drawableTheme(data: ThemeData, table: StyleTable): Theme {
  const groups = new Map<string, Style | string>();
  for (const [group, value] of Object.entries(data.groups)) {
    groups.set(group, typeof value === "string" ? value : styleOf(value));
  }
  return new GroupTheme(groups, table);
}

function styleOf(source: ThemeStyle): Style {
  const { fg, bg, sp, ...flags } = source;
  const colour = (text: string | undefined) =>
    text === undefined ? undefined : (parseColour(text) ?? undefined);
  return { ...flags, fg: colour(fg), bg: colour(bg), sp: colour(sp) };
}
