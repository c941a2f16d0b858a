/** What a config.toml says, checked. */
import { UserError } from "../base/errors.ts";
import { isTable, type TomlSource, type TomlTable } from "../base/toml-source.ts";
import {
  type AnyOptionValue,
  OPTIONS,
  type OptionName,
  OptionStore,
  optionName,
} from "../editor/options.ts";
import type { FiletypeRule } from "./filetype.ts";

export interface ConfigData {
  readonly options: readonly (readonly [OptionName, AnyOptionValue])[];
  /** In Vim notation; null when not given. */
  readonly leader: string | null;
  readonly localleader: string | null;
  readonly filetypes: readonly FiletypeRule[];
  /** The language servers' own tables by name; who starts them checks them. Null when not given. */
  readonly servers: TomlTable | null;
}

/**
 * Reads a config.toml. What is wrong is left out and noted in `source.faults`; the rest counts.
 *
 *     theme = "hunch-light"
 *     leader = "<Space>"
 *     [options]
 *     number = true
 *     [filetypes.python]
 *     extensions = ["pyx"]
 *     options = { textwidth = 88 }
 */
export function readConfig(source: TomlSource): ConfigData {
  const options: [OptionName, AnyOptionValue][] = [];
  const filetypes: FiletypeRule[] = [];
  let leader: string | null = null;
  let localleader: string | null = null;
  let servers: TomlTable | null = null;
  for (const [key, value] of Object.entries(source.table)) {
    switch (key) {
      case "options":
        options.push(...readOptions(source, [key], value, false));
        break;
      case "theme":
        options.push(...readOptions(source, [], { theme: value }, false));
        break;
      case "leader":
        leader = text(source, [key], value) ?? leader;
        break;
      case "localleader":
        localleader = text(source, [key], value) ?? localleader;
        break;
      case "filetypes":
        filetypes.push(...readFiletypes(source, value));
        break;
      case "servers":
        if (isTable(value)) servers = value;
        else source.fault([key], "servers must be a table of tables");
        break;
      default:
        source.fault([key], `unknown key ${key}`);
    }
  }
  return { options, leader, localleader, filetypes, servers };
}

/** The options of a table by full or short name; `local`: only what belongs to a buffer. */
function readOptions(
  source: TomlSource,
  path: readonly string[],
  table: unknown,
  local: boolean,
): [OptionName, AnyOptionValue][] {
  if (!isTable(table)) {
    source.fault(path, `${path.at(-1)} must be a table`);
    return [];
  }
  const trial = new OptionStore(null);
  const options: [OptionName, AnyOptionValue][] = [];
  for (const [key, given] of Object.entries(table)) {
    const at = [...path, key];
    const name = optionName(key);
    if (name === null) {
      source.fault(at, `unknown option ${key}`);
      continue;
    }
    const { list, scope } = OPTIONS[name] as { list?: string; scope: string };
    if (local && scope !== "buffer") {
      source.fault(at, `${key} is a ${scope} option: only options of buffers can be set here`);
      continue;
    }
    const strings = Array.isArray(given) && given.every((item) => typeof item === "string");
    const value = strings && list ? given.join(list === "comma" ? "," : "") : given;
    try {
      trial.set(name, value as AnyOptionValue);
      options.push([name, value as AnyOptionValue]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      source.fault(at, optionFault(name, key, value, error));
    }
  }
  return options;
}

function optionFault(name: OptionName, key: string, value: unknown, error: UserError): string {
  const wanted = typeof OPTIONS[name].default;
  if (typeof value === wanted) return error.message;
  const kind = wanted === "boolean" ? "true or false" : `a ${wanted}`;
  return `${key} must be ${kind}`;
}

function readFiletypes(source: TomlSource, table: unknown): FiletypeRule[] {
  if (!isTable(table)) {
    source.fault(["filetypes"], "filetypes must be a table of tables");
    return [];
  }
  const rules: FiletypeRule[] = [];
  for (const [name, value] of Object.entries(table)) {
    if (isTable(value)) rules.push(readFiletype(source, name, value));
    else source.fault(["filetypes", name], `filetypes.${name} must be a table`);
  }
  return rules;
}

function readFiletype(source: TomlSource, name: string, table: TomlTable): FiletypeRule {
  const rule: { -readonly [K in keyof FiletypeRule]: FiletypeRule[K] } = { name };
  const path = ["filetypes", name];
  for (const [key, value] of Object.entries(table)) {
    const at = [...path, key];
    if (key === "extensions" || key === "names" || key === "shebangs") {
      const words = Array.isArray(value) && value.every((item) => typeof item === "string");
      if (words) rule[key] = value;
      else source.fault(at, `${key} must be a list of strings`);
    } else if (key === "options") rule.options = readOptions(source, at, value, true);
    else source.fault(at, `unknown key ${key}`);
  }
  return rule;
}

function text(source: TomlSource, path: readonly string[], value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value;
  source.fault(path, `${path.at(-1)} must be a string`);
  return null;
}
