/** Which servers there are: hunch's own table and the user's, as checked values. */
import { parse } from "smol-toml";
import { serverTableText } from "./server-data.ts";

export interface ServerSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly filetypes: readonly string[];
  /** Names of files and folders by strength; the strongest group is looked for first. */
  readonly roots: readonly (readonly string[])[];
  /** Of the servers of a group only the first that can be started is. */
  readonly group: string | null;
  /** A node package that the project must have, with its least major version. */
  readonly package: { readonly name: string; readonly major: number } | null;
  /** Only the project's own program is taken, none from the PATH. */
  readonly local: boolean;
  /** Whether it is started for a file outside of any root. */
  readonly single: boolean;
  readonly settings: Settings;
  readonly initializationOptions: Settings | null;
  readonly env: Readonly<Record<string, string>>;
}

export type Settings = Readonly<Record<string, unknown>>;

/** A wrong entry: where it is, and what is wrong with it. */
export interface ServerFault {
  readonly path: readonly string[];
  readonly text: string;
}

/** The user's tables (`[servers.NAME]` of config.toml) over hunch's own; `false` takes one away. */
export function serverTable(user: Settings = {}): {
  readonly servers: readonly ServerSpec[];
  readonly faults: readonly ServerFault[];
} {
  const own = (parse(serverTableText()) as { servers: Record<string, Settings> }).servers;
  const faults: ServerFault[] = [];
  const servers: ServerSpec[] = [];
  // The user's own come first: in a group they win.
  const names = [...Object.keys(user).filter((name) => !(name in own)), ...Object.keys(own)];
  for (const name of names) {
    const given = user[name];
    if (given === false) continue;
    if (given !== undefined && !isTable(given)) {
      faults.push({ path: [name], text: `servers.${name} must be a table, or false` });
      continue;
    }
    const merged = merge(own[name] ?? {}, given ?? {});
    const before = faults.length;
    const spec = readServer(name, merged, faults);
    if (faults.length === before) servers.push(spec);
  }
  return { servers, faults };
}

function readServer(name: string, table: Settings, faults: ServerFault[]): ServerSpec {
  const fault = (key: string, text: string): void => {
    faults.push({ path: [name, key], text: `servers.${name}.${key} ${text}` });
  };
  const words = (key: string): readonly string[] => {
    const value = table[key] ?? [];
    if (isWords(value)) return value;
    fault(key, "must be a list of strings");
    return [];
  };
  const flag = (key: string, otherwise: boolean): boolean => {
    const value = table[key] ?? otherwise;
    if (typeof value === "boolean") return value;
    fault(key, "must be true or false");
    return otherwise;
  };
  const settings = (key: string): Settings | null => {
    const value = table[key];
    if (value === undefined || isTable(value)) return value ?? null;
    fault(key, "must be a table");
    return null;
  };
  for (const key of Object.keys(table)) {
    if (!KEYS.has(key)) fault(key, "is not known");
  }
  const { command } = table;
  if (typeof command !== "string" || command === "") fault("command", "must be a program's name");
  if (table.filetypes === undefined) fault("filetypes", "must be a list of strings");
  const env = settings("env") ?? {};
  if (!Object.values(env).every((value) => typeof value === "string")) {
    fault("env", "must hold strings");
  }
  const roots = table.roots ?? [];
  const groups = Array.isArray(roots)
    ? roots.map((root) => (typeof root === "string" ? [root] : root))
    : null;
  if (groups === null || !groups.every(isWords)) {
    fault("roots", "must be a list of names, or of lists of names");
  }
  return {
    name,
    command: String(command),
    args: words("args"),
    filetypes: words("filetypes"),
    roots: groups?.every(isWords) ? groups : [],
    group: typeof table.group === "string" ? table.group : null,
    package: packageOf(table.package, () => fault("package", "must be { name, major }")),
    local: flag("local", false),
    single: flag("single", true),
    settings: settings("settings") ?? {},
    initializationOptions: settings("initializationOptions"),
    env: env as Readonly<Record<string, string>>,
  };
}

const KEYS = new Set([
  "command",
  "args",
  "filetypes",
  "roots",
  "group",
  "package",
  "local",
  "single",
  "settings",
  "initializationOptions",
  "env",
]);

function packageOf(value: unknown, fault: () => void): ServerSpec["package"] {
  if (value === undefined) return null;
  if (isTable(value) && typeof value.name === "string") {
    const major = value.major ?? 0;
    if (typeof major === "number") return { name: value.name, major };
  }
  fault();
  return null;
}

/** Tables are joined key by key, anything else is replaced. */
export function merge(base: Settings, over: Settings): Settings {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    Object.defineProperty(merged, key, {
      value: isTable(old) && isTable(value) ? merge(old, value) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

export function isTable(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
