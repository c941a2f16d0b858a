/**
 * The user's configuration: found, read, applied. Nothing in it is fatal: what is wrong is reported
 * with file and line, the rest counts. Where there is none, that costs one look at the disk.
 */
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type ConfigFault, faultText } from "../base/toml-source.ts";
import type { Editor } from "../editor/editor.ts";
import { factsOf } from "../editor/facts.ts";
import type { Applier } from "./apply.ts";
import { DocumentSetup } from "./document-setup.ts";

export interface ConfigRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Loads nothing (`--clean`). */
  readonly clean?: boolean;
  /** Features will add commands: `check` is called then. */
  readonly commandsFollow?: boolean;
  /** `-u`: another file instead of the folder; `NONE` for nothing. */
  readonly file?: string | null;
}

/** `$XDG_CONFIG_HOME/hunch`, or `~/.config/hunch`; relative values of the variable do not count. */
export function configFolder(env: ConfigRequest["env"]): string {
  const base = env.XDG_CONFIG_HOME;
  if (base !== undefined && isAbsolute(base)) return join(base, "hunch");
  return join(env.HOME || homedir(), ".config", "hunch");
}

/** The configuration of one editor. */
export class Config {
  readonly editor: Editor;
  /** The user's folder; nothing need be there. */
  readonly folder: string;
  readonly setup = new DocumentSetup();
  /** What was read, in order. */
  readonly files: string[] = [];
  readonly faults: ConfigFault[] = [];
  /** Where to look for themes before hunch's own. */
  readonly themeFolders: string[] = [];
  /** Called when files have been applied: `:source` returns before. */
  applied: () => void = () => {};
  private applier: Applier | null = null;
  /** Every command is there: a key that names another one is a fault at once. */
  private complete: boolean;

  constructor(editor: Editor, folder: string, complete = true) {
    this.editor = editor;
    this.folder = folder;
    this.complete = complete;
    // Mappings with conditions need someone who evaluates them.
    factsOf(editor);
    this.setup.install(editor);
    editor.sourceConfig = (path) => {
      if (!Config.reads(path)) return false;
      this.source(path).catch((error) => editor.reportBug("the configuration", error));
      return true;
    };
  }

  /**
   * Reads a config.toml, a keymap (`*.toml` in a folder `keymaps`) or an init.ts and applies it;
   * for `-u` and `:source`. Faults become messages.
   */
  async source(path: string): Promise<void> {
    const file = resolve(this.editor.cwd, path);
    await this.apply([file]);
  }

  /** Whether `source` can read such a file; anything else is for Ex. */
  static reads(path: string): boolean {
    return /\.(toml|ts|mts|js|mjs)$/.test(path);
  }

  async apply(files: readonly string[]): Promise<void> {
    if (files.length === 0) return;
    const { Applier } = await import("./apply.ts");
    const applier = (this.applier ??= new Applier(this.editor, this.setup));
    const fresh: ConfigFault[] = [];
    for (const file of files) {
      for (let i = this.faults.length - 1; i >= 0; i--) {
        if (this.faults[i]!.file === file) this.faults.splice(i, 1);
      }
      if (!this.files.includes(file)) this.files.push(file);
      fresh.push(...(await applier.file(file)));
    }
    this.report(fresh);
    if (this.complete) this.check();
    this.applied();
  }

  /** Every command is there now: reports keys that name another one. */
  check(): void {
    this.complete = true;
    const { applier, editor } = this;
    if (applier === null) return;
    const missing = applier.unknown.filter(({ name }) => editor.commands.get(name) === null);
    applier.unknown = [];
    this.report(missing.map(({ fault }) => fault));
  }

  private report(faults: readonly ConfigFault[]): void {
    this.faults.push(...faults);
    for (const fault of faults) this.editor.showMessage(faultText(fault), "error");
  }
}

/**
 * Sets up an editor's configuration and loads the user's. Call it when the commands are there and
 * before the first document is opened.
 */
export async function loadConfig(editor: Editor, request: ConfigRequest): Promise<Config> {
  const folder = configFolder(request.env);
  const config = new Config(editor, folder, request.commandsFollow !== true);
  if (request.clean || request.file === "NONE") return config;
  if (request.file) {
    const file = resolve(editor.cwd, request.file);
    config.themeFolders.push(join(dirname(file), "themes"));
    await config.apply([file]);
    return config;
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return config;
  const names = list(folder);
  if (names.includes("themes")) config.themeFolders.push(join(folder, "themes"));
  const files = names.includes("config.toml") ? [join(folder, "config.toml")] : [];
  if (names.includes("keymaps")) {
    const keymaps = list(join(folder, "keymaps")).filter((name) => name.endsWith(".toml"));
    files.push(...keymaps.sort().map((name) => join(folder, "keymaps", name)));
  }
  const init = ["init.ts", "init.mts", "init.js", "init.mjs"].find((name) => names.includes(name));
  if (init) files.push(join(folder, init));
  await config.apply(files);
  return config;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // A folder that can't be read has nothing for us; `hunch health` says so.
    if ((error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}
