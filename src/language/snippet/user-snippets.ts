/**
 * The user's snippets: `snippets/*.json` in the folder of the configuration, in the form of VS Code. The
 * name of a file is a file type, or `all`; a `.code-snippets` file names the types in each `scope`.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "smol-toml";
import { messageOf } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import { type CompletionItem, plainItem } from "../completion/item.ts";
import { isTable } from "../lsp/server-table.ts";

export interface UserSnippet {
  readonly name: string;
  readonly prefix: string;
  readonly body: string;
  readonly description: string;
  /** File types; empty: every one. */
  readonly scope: readonly string[];
  readonly path: string;
}

/** A bigger file is not read, bytes. */
const MOST_BYTES = 2_000_000;

/** What VS Code calls some file types. */
const NAMES: Readonly<Record<string, string>> = {
  shellscript: "sh",
  makefile: "make",
  csharp: "cs",
};

interface Read {
  readonly mtime: number;
  readonly snippets: readonly UserSnippet[];
}

export class UserSnippets {
  private readonly folder: string;
  private readonly files = new Map<string, Read>();
  /** Says what is wrong with a file, once for each of its versions. */
  private readonly complain: (text: string) => void;

  constructor(env: Readonly<Record<string, string | undefined>>, complain: (text: string) => void) {
    const base = env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), ".config");
    this.folder = join(base, "hunch", "snippets");
    this.complain = complain;
  }

  /** Every snippet of a file type, as the files are now. */
  async of(filetype: string): Promise<UserSnippet[]> {
    return (await this.all()).filter(({ scope }) => scope.length === 0 || scope.includes(filetype));
  }

  async items(doc: Document): Promise<CompletionItem[]> {
    const snippets = await this.of(doc.options.get("filetype"));
    return snippets.map(({ name, prefix, body, description }) =>
      plainItem("snippet", prefix, {
        labelDetail: name === prefix ? "" : ` ${name}`,
        kind: "snippet",
        insert: body,
        snippet: true,
        indents: true,
        documentation: description === name ? "" : description,
      }),
    );
  }

  async all(): Promise<UserSnippet[]> {
    let names: string[];
    try {
      names = (await readdir(this.folder)).sort();
    } catch {
      // There are none: the folder is not there.
      return [];
    }
    const wanted = names.filter((name) => /\.(json|code-snippets|toml)$/.test(name));
    const lists = await Promise.all(wanted.map((name) => this.read(join(this.folder, name))));
    return lists.flat();
  }

  private async read(path: string): Promise<readonly UserSnippet[]> {
    const { files } = this;
    const known = files.get(path);
    let mtime = 0;
    try {
      const state = await stat(path);
      mtime = state.mtimeMs;
      if (known?.mtime === mtime) return known.snippets;
      if (state.size > MOST_BYTES) throw new Error("the file is too big");
      const source = await readFile(path, "utf8");
      const table: unknown = path.endsWith(".toml") ? parse(source) : parseJson(source);
      const snippets = readSnippets(table, path);
      files.set(path, { mtime, snippets });
      return snippets;
    } catch (error) {
      files.set(path, { mtime, snippets: [] });
      this.complain(`${path}: ${messageOf(error).split("\n", 1)[0]}`);
      return [];
    }
  }
}

/** JSON with comments and commas at the end of lists. */
function parseJson(source: string): unknown {
  const plain = source.replace(
    /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g,
    (_all, string: string | undefined) => string ?? "",
  );
  return JSON.parse(plain);
}

/** The snippets of a table `{name: {prefix, body, description, scope}}`. What is wrong is left out. */
export function readSnippets(table: unknown, path: string): UserSnippet[] {
  if (!isTable(table)) throw new Error("a table of snippets is expected");
  const file = basename(path).replace(/\.[^.]*$/, "");
  const own = path.endsWith(".code-snippets") || file === "all" || file === "global" ? [] : [file];
  return Object.entries(table).flatMap(([name, value]) => {
    if (!isTable(value)) return [];
    const body = lines(value.body);
    if (body === null) return [];
    const named = typeof value.scope === "string" ? value.scope.split(/\s*,\s*/) : own;
    const scope = named.filter(Boolean).map((each) => NAMES[each] ?? each);
    const { prefix } = value;
    const prefixes = (Array.isArray(prefix) ? prefix : [prefix ?? name]).filter(
      (each): each is string => typeof each === "string" && each !== "",
    );
    const description = lines(value.description) ?? "";
    return prefixes.map((each) => ({ name, prefix: each, body, description, scope, path }));
  });
}

function lines(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((line) => typeof line === "string")) return null;
  return value.join("\n");
}
