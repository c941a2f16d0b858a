/** Applies configuration files to an editor. Loaded only when there is one. */
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "../base/errors.ts";
import { type Key, parseKeys, textOfKeys } from "../base/key.ts";
import { type ConfigFault, TomlSource } from "../base/toml-source.ts";
import type { Editor } from "../editor/editor.ts";
import { readConfig } from "./config-data.ts";
import type { DocumentSetup } from "./document-setup.ts";
import { InitState, setOption } from "./init-api.ts";
import { applyMapping, type Leaders, readKeymap, type UnknownCommand } from "./user-keymap.ts";

export class Applier {
  private readonly editor: Editor;
  private readonly setup: DocumentSetup;
  private readonly init = new InitState();
  private runs = 0;
  /** Commands that keys name and that were not there when their file was read. */
  unknown: UnknownCommand[] = [];

  constructor(editor: Editor, setup: DocumentSetup) {
    this.editor = editor;
    this.setup = setup;
  }

  private get leaders(): Leaders {
    const { mapleader, localleader } = this.editor.exState;
    const keys = (text: string): Key[] => parseKeys(text.replaceAll("<", "<lt>"));
    return { leader: keys(mapleader), localleader: keys(localleader) };
  }

  /** Applies one file and returns what is wrong with it. */
  async file(file: string): Promise<ConfigFault[]> {
    if (/\.m?[tj]s$/.test(file)) return this.code(file);
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return [{ file, line: 1, text: `cannot be read: ${messageOf(error)}` }];
    }
    if (!file.endsWith(".toml")) {
      return [{ file, line: 1, text: "a configuration is a .toml or a .ts file" }];
    }
    const source = new TomlSource(text, file);
    if (basename(dirname(file)) === "keymaps") this.keymap(source);
    else this.config(source);
    return source.faults;
  }

  private config(source: TomlSource): void {
    const { editor } = this;
    const data = readConfig(source);
    const keyText = (notation: string) => textOfKeys(parseKeys(notation));
    if (data.leader !== null) editor.exState.mapleader = keyText(data.leader);
    if (data.localleader !== null) editor.exState.localleader = keyText(data.localleader);
    for (const [name, value] of data.options) setOption(editor, name, value);
    for (const rule of data.filetypes) this.setup.filetypes.add(rule);
    if (data.servers !== null) {
      editor.featureTables.set("servers", {
        table: data.servers,
        fault: (path, text) => {
          const line = source.lineOf(["servers", ...path]);
          editor.showMessage(`${source.file}:${line}: ${text}`, "error");
        },
      });
    }
  }

  private keymap(source: TomlSource): void {
    const { editor } = this;
    const isCommand = (name: string) => editor.commands.get(name) !== null;
    const unknown = (command: UnknownCommand) => this.unknown.push(command);
    for (const mapping of readKeymap(source, this.leaders, isCommand, unknown)) {
      applyMapping(editor, mapping);
    }
  }

  private async code(file: string): Promise<ConfigFault[]> {
    try {
      this.init.reset();
      // A module is run once per address: another query runs it again.
      const run = this.runs++ === 0 ? "" : `?${this.runs}`;
      const module = (await import(`${pathToFileURL(file).href}${run}`)) as { default?: unknown };
      if (typeof module.default !== "function") {
        return [{ file, line: 1, text: "the default export must be a function" }];
      }
      await module.default(this.init.api(this.editor, this.leaders));
      return [];
    } catch (error) {
      return [{ file, line: lineIn(file, error), text: messageOf(error) }];
    }
  }
}

/** The 1-based line of a file that an error came from, by its stack; 1 when the stack is silent. */
function lineIn(file: string, error: unknown): number {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const name = basename(file).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return Number(new RegExp(`/${name}(?:\\?\\d+)?:(\\d+)`).exec(stack)?.[1] ?? 1);
}
