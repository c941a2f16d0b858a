/**
 * What an init.ts gets: `export default (hunch: InitApi) => { ... }`.
 *
 * The whole of it is documented in docs/config.md; nothing else of the program is promised.
 */
import type { Dispose } from "../base/emitter.ts";
import { UserError } from "../base/errors.ts";
import type { Command } from "../editor/command.ts";
import type { Editor, EditorEvents, Message } from "../editor/editor.ts";
import { type AnyOptionValue, OPTIONS, type OptionName, optionName } from "../editor/options.ts";
import type { MapAction } from "../modal/keymap.ts";
import { compileWhen } from "../modal/when.ts";
import { KEYMAP_MODES } from "./keymap-data.ts";
import { applyMapping, isMode, type Leaders, leaderKeys } from "./user-keymap.ts";

export interface MapExtra {
  readonly when?: string;
  readonly remap?: boolean;
  readonly doc?: string;
}

export interface InitApi {
  readonly options: {
    /** The global value. Throws for an unknown option. */
    get(name: string): AnyOptionValue;
    /** As `:set` does. Throws for an unknown option or a value that does not fit. */
    set(name: string, value: AnyOptionValue): void;
  };
  /**
   * Maps keys of a mode (normal, visual, operator, motion, insert, cmdline) to other keys, to a
   * command, or to a function.
   */
  map(
    mode: string,
    keys: string,
    action: string | { readonly command: string } | Command["run"],
    extra?: MapExtra,
  ): void;
  /** Adds a command, or replaces one that an init.ts added. */
  command(name: string, doc: string, run: Command["run"]): void;
  /** Listens to an event of the editor; the result stops it. */
  on<E extends keyof EditorEvents>(event: E, listener: (event: EditorEvents[E]) => void): Dispose;
  message(text: string, kind?: Message["kind"]): void;
}

/** Sets an option as `:set` does: its global value, and the one of the current window or buffer. */
export function setOption(editor: Editor, name: OptionName, value: AnyOptionValue): void {
  editor.options.set(name, value);
  if (editor.tabs.length > 0) {
    const { scope } = OPTIONS[name];
    if (scope === "buffer") editor.doc.options.set(name, value);
    if (scope === "window") editor.win.options.set(name, value);
  }
  editor.events.emit("option", { name });
}

/** What the runs of init files have put into an editor, so that a new run replaces it. */
export class InitState {
  private readonly runs = new Map<string, Command["run"]>();
  private listeners: Dispose[] = [];
  private anonymous = 0;

  /** Forgets the listeners of the run before. */
  reset(): void {
    for (const dispose of this.listeners) dispose();
    this.listeners = [];
    this.anonymous = 0;
  }

  api(editor: Editor, leaders: Leaders): InitApi {
    const named = (name: string): OptionName => {
      const full = optionName(name);
      if (full === null) throw new UserError(`E518: Unknown option: ${name}`);
      return full;
    };
    const command: InitApi["command"] = (name, doc, run) => {
      const known = this.runs.has(name);
      this.runs.set(name, run);
      if (!known) {
        editor.commands.add({ name, doc, run: (context) => this.runs.get(name)!(context) });
      }
    };
    return {
      options: {
        get: (name) => editor.options.get(named(name)),
        set: (name, value) => setOption(editor, named(name), value),
      },
      map: (mode, keys, action, extra = {}) => {
        if (!isMode(mode)) {
          throw new UserError(`unknown mode ${mode}: one of ${KEYMAP_MODES.join(", ")}`);
        }
        const { when = "", remap = false, doc = "" } = extra;
        compileWhen(when);
        const result: MapAction =
          typeof action === "string"
            ? { type: "keys", keys: leaderKeys(action, leaders), remap }
            : { type: "command", name: this.commandOf(action, doc, command) };
        applyMapping(editor, { mode, keys: leaderKeys(keys, leaders), action: result, when, doc });
      },
      command,
      on: (event, listener) => {
        const dispose = editor.events.on(event, listener);
        this.listeners.push(dispose);
        return dispose;
      },
      message: (text, kind = "info") => editor.showMessage(text, kind),
    };
  }

  private commandOf(
    action: { readonly command: string } | Command["run"],
    doc: string,
    add: InitApi["command"],
  ): string {
    if (typeof action !== "function") return action.command;
    const name = `init.${++this.anonymous}`;
    add(name, doc || "A function of init.ts", action);
    return name;
  }
}
