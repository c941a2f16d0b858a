/**
 * The terminals of an editor that has opened none yet: whoever listens, adds variables or keys does it
 * here, and what makes terminals is loaded when one is wanted.
 */
import { Emitter } from "../base/emitter.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import {
  type RunOptions,
  setTerminals,
  type Terminal,
  type TerminalEvents,
  type TerminalHooks,
  type Terminals,
} from "./terminals.ts";

export function terminalHooks(editor: Editor): TerminalHooks {
  return {
    events: new Emitter<TerminalEvents>((name, error) =>
      editor.reportBug(`a listener of terminals (${name})`, error),
    ),
    environment: [],
    keyHooks: [],
  };
}

export class LateTerminals implements Terminals {
  readonly hooks: TerminalHooks;
  private readonly load: () => Terminals;
  private own: Terminals | null = null;

  /** `load` makes the real ones, with these hooks; it is called once. They are the editor's until then. */
  constructor(editor: Editor, load: (hooks: TerminalHooks) => Terminals) {
    this.hooks = terminalHooks(editor);
    this.load = () => load(this.hooks);
    setTerminals(editor, this);
  }

  /** The real ones. */
  get(): Terminals {
    this.own ??= this.load();
    return this.own;
  }

  get events(): Emitter<TerminalEvents> {
    return this.hooks.events;
  }

  get environment(): Terminals["environment"] {
    return this.hooks.environment;
  }

  get keyHooks(): Terminals["keyHooks"] {
    return this.hooks.keyHooks;
  }

  get all(): readonly Terminal[] {
    return this.own?.all ?? [];
  }

  get current(): Terminal | null {
    return this.own?.current ?? null;
  }

  get latest(): Terminal | null {
    return this.own?.latest ?? null;
  }

  get unavailable(): string | null {
    return this.own?.unavailable ?? null;
  }

  of(doc: Document): Terminal | null {
    return this.own?.of(doc) ?? null;
  }

  run(command: string, options?: RunOptions): ReturnType<Terminals["run"]> {
    return this.get().run(command, options);
  }
}
