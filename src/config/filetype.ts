/** Which kind of text a file is, by its name, its extension or its first line; and what follows. */
import type { AnyOptionValue, OptionName } from "../editor/options.ts";
import { FILETYPES, type FiletypeEntry } from "./filetype-table.ts";

/** What a configuration adds to a kind of text, or a new kind. */
export interface FiletypeRule {
  readonly name: string;
  /** Without the dot. */
  readonly extensions?: readonly string[];
  /** Whole file names. */
  readonly names?: readonly string[];
  /** Interpreters as in `#!/usr/bin/env NAME`. */
  readonly shebangs?: readonly string[];
  readonly options?: readonly (readonly [OptionName, AnyOptionValue])[];
}

type Settings = readonly (readonly [OptionName, AnyOptionValue])[];

/** The options for code whose comments are continued on a new line. */
const CODE_FORMAT = "cqjrol";

export class FiletypeTable {
  private readonly extensions = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly shebangs = new Map<string, string>();
  private readonly own = new Map<string, (readonly [OptionName, AnyOptionValue])[]>();

  constructor() {
    for (const [name, entry] of Object.entries(FILETYPES)) {
      this.add({
        name,
        extensions: words(entry.extensions),
        names: words(entry.names),
        shebangs: words(entry.shebangs),
      });
    }
  }

  /** Adds a rule; it is stronger than those before it. */
  add(rule: FiletypeRule): void {
    for (const extension of rule.extensions ?? []) {
      this.extensions.set(extension.replace(/^\./, ""), rule.name);
    }
    for (const name of rule.names ?? []) this.names.set(name, rule.name);
    for (const program of rule.shebangs ?? []) this.shebangs.set(program, rule.name);
    if (rule.options)
      this.own.set(rule.name, [...(this.own.get(rule.name) ?? []), ...rule.options]);
  }

  /** The names of all kinds. */
  all(): string[] {
    return [...new Set([...Object.keys(FILETYPES), ...this.own.keys()])].sort();
  }

  /** The kind of a file; "" when nothing tells. `path` may be null for a text without a name. */
  detect(path: string | null, firstLine: string): string {
    const name = path === null ? "" : path.slice(path.lastIndexOf("/") + 1);
    return this.byName(name) ?? this.byFirstLine(firstLine) ?? "";
  }

  private byName(name: string): string | undefined {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    // The longest extension wins: `d.ts` before `ts`.
    for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
      const extension = name.slice(dot + 1);
      const found = this.extensions.get(extension) ?? this.extensions.get(extension.toLowerCase());
      if (found !== undefined) return found;
    }
    // A backup of something that is known.
    const original = /^(.+)(?:~|\.(?:bak|orig|in|old|new|dist))$/.exec(name)?.[1];
    return original === undefined ? undefined : this.byName(original);
  }

  private byFirstLine(line: string): string | undefined {
    if (line.startsWith("<?xml")) return "xml";
    if (/^<!doctype html/i.test(line)) return "html";
    const shebang = /^#!\s*(\S+)(.*)$/.exec(line.slice(0, 200));
    if (!shebang) return undefined;
    let program = shebang[1]!.slice(shebang[1]!.lastIndexOf("/") + 1);
    if (program === "env") {
      const words = shebang[2]!.trim().split(/\s+/);
      program = words.find((word) => !word.startsWith("-") && !word.includes("=")) ?? "";
      program = program.slice(program.lastIndexOf("/") + 1);
    }
    return this.shebangs.get(program) ?? this.shebangs.get(program.replace(/[\d.]+$/, ""));
  }

  /** The options of a kind, the configuration's last. */
  settings(name: string): Settings {
    const entry: FiletypeEntry | undefined = Object.hasOwn(FILETYPES, name)
      ? FILETYPES[name]
      : undefined;
    return [...(entry ? builtinSettings(entry) : []), ...(this.own.get(name) ?? [])];
  }
}

function builtinSettings(entry: FiletypeEntry): Settings {
  const settings: (readonly [OptionName, AnyOptionValue])[] = [];
  if (entry.comment !== undefined) settings.push(["commentstring", entry.comment]);
  if (entry.comments !== undefined) settings.push(["comments", entry.comments]);
  if (entry.code) settings.push(["formatoptions", CODE_FORMAT]);
  if (entry.indent === "tab") settings.push(["expandtab", false], ["softtabstop", 0]);
  else if (entry.indent !== undefined) {
    settings.push(["expandtab", true], ["shiftwidth", entry.indent], ["softtabstop", entry.indent]);
  }
  for (const [name, value] of Object.entries(entry.options ?? {})) {
    settings.push([name as OptionName, value]);
  }
  return settings;
}

function words(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(" ");
}
